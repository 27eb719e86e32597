import {
  Server,
  ServerCredentials,
  type Metadata,
  type MethodDefinition,
  type ServerDuplexStream,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { Refusal } from '@videocall/errors';
import { readTls, refusalFrom, statusFromRefusal } from '@videocall/platform-grpc';
import type { TlsFiles } from '@videocall/testing';

/** A request as the service got it. */
export interface ReceivedCall {
  readonly method: string;
  // Scripts know what they asked for; a union of every request of every service would say less.
  readonly request: Readonly<Record<string, unknown>>;
  readonly metadata: Metadata;
}

type OnStream = (stream: ServerDuplexStream<unknown, unknown>, method: string) => void;
type Answer = (request: Readonly<Record<string, unknown>>, metadata: Metadata) => unknown;

/** A gRPC server of another service's contract, answering as a test says: over real TLS, on a port that it keeps. */
export class ScriptedService {
  readonly received: ReceivedCall[] = [];
  readonly #definitions: readonly object[];
  readonly #answers = new Map<string, Answer>();
  readonly #onStream: OnStream | undefined;
  #server: Server | undefined;
  #port = 0;

  constructor(definitions: readonly object[], onStream?: OnStream) {
    this.#definitions = definitions;
    this.#onStream = onStream;
  }

  get address(): string {
    return `localhost:${this.#port}`;
  }

  /** From now on the method answers so; what is thrown becomes its status. */
  on(method: string, answer: Answer): void {
    this.#answers.set(method, answer);
  }

  callsOf(method: string): ReceivedCall[] {
    return this.received.filter((call) => call.method === method);
  }

  async start(tls: TlsFiles): Promise<void> {
    const server = new Server();
    for (const definition of this.#definitions)
      server.addService(definition as never, this.#implementation(definition));
    const material = readTls(tls);
    const credentials = ServerCredentials.createSsl(
      material.ca,
      [{ cert_chain: material.cert, private_key: material.key }],
      true,
    );
    this.#port = await new Promise((resolve, reject) => {
      server.bindAsync(`localhost:${this.#port}`, credentials, (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
    this.#server = server;
  }

  /** Gone at once, as after `kill -9`: connections are cut, the port is free. */
  kill(): void {
    this.#server?.forceShutdown();
    this.#server = undefined;
  }

  #implementation(definition: object): UntypedServiceImplementation {
    const methods = Object.entries(definition as Record<string, MethodDefinition<unknown, unknown>>);
    return Object.fromEntries(
      methods.map(([name, method]) => [
        name,
        method.requestStream
          ? (stream: ServerDuplexStream<unknown, unknown>) => this.#onStream?.(stream, name)
          : (call: { request: never; metadata: Metadata }, reply: (error: object | null, value?: unknown) => void) => {
              this.received.push({ method: name, request: call.request, metadata: call.metadata });
              this.#answer(name, call.request, call.metadata).then(
                (value) => reply(null, value),
                (error: unknown) => reply(statusFromRefusal(refusalFrom(error))),
              );
            },
      ]),
    ) as UntypedServiceImplementation;
  }

  async #answer(method: string, request: Readonly<Record<string, unknown>>, metadata: Metadata): Promise<unknown> {
    const answer = this.#answers.get(method);
    if (!answer) throw new Refusal('UNIMPLEMENTED');
    return await answer(request, metadata);
  }
}
