import type { ClientReadableStream } from '@grpc/grpc-js';
import type { sfuV1 } from '@videocall/contracts';
import type { GrpcClient } from '@videocall/platform-grpc';
import { waitFor } from '@videocall/testing';

type Change = NonNullable<sfuV1.NodeEvent['event']>;
type ValueOf<Case extends Change['$case']> = Extract<Change, { $case: Case }>['value'];

/** What an orchestrator sees of a node. */
export class NodeWatch {
  readonly changes: Change[] = [];
  readonly hello: Promise<sfuV1.NodeHello>;
  readonly #stream: ClientReadableStream<sfuV1.NodeEvent>;

  constructor(control: GrpcClient<sfuV1.SfuControlServiceClient>) {
    this.#stream = control.watchNode({});
    this.hello = new Promise((resolve, reject) => {
      this.#stream.on('data', ({ event }: sfuV1.NodeEvent) => {
        if (event?.$case === 'hello') resolve(event.value);
        if (event) this.changes.push(event);
      });
      // Cancelling ends the stream with an error; before the greeting any error is a failure.
      this.#stream.on('error', reject);
    });
    this.hello.catch(() => undefined);
  }

  /** The first change of a kind that a test is satisfied with, also one that came before. */
  async seen<Case extends Change['$case']>(
    kind: Case,
    matches: (value: ValueOf<Case>) => boolean,
    timeoutMs = 10_000,
  ): Promise<ValueOf<Case>> {
    const find = () => {
      const values = this.changes.flatMap((change) => (change.$case === kind ? [change.value as ValueOf<Case>] : []));
      const value = values.find(matches);
      return value && { value };
    };
    return (await waitFor(find, { timeoutMs, what: `a change of kind ${kind}` })).value;
  }

  close(): void {
    this.#stream.cancel();
  }
}
