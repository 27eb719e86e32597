import { Server, ServerCredentials } from '@grpc/grpc-js';
import { callV1, recordingV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { createGrpcClient, statusFromRefusal, type GrpcClient, type TlsMaterial } from '@videocall/platform-grpc';

/** Keeps to the contract of `RecordingControlService` without capturing anything. */
export class ScriptedRecorder {
  /** What it took on, by recording id. */
  readonly begun = new Map<string, recordingV1.BeginCaptureRequest>();
  /** Recordings whose end it knows. */
  readonly ended = new Set<string>();
  /** While set, every command is refused with it. */
  refusal: Refusal | undefined;
  readonly #tls: TlsMaterial;
  #server = new Server();
  #port = 0;

  private constructor(tls: TlsMaterial) {
    this.#tls = tls;
  }

  /** @param tls its certificate's CN is `recorder` */
  static async start(tls: TlsMaterial): Promise<ScriptedRecorder> {
    const recorder = new ScriptedRecorder(tls);
    await recorder.startAgain();
    return recorder;
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `localhost:${this.#port}`;
  }

  /** As by SIGKILL. */
  stop(): void {
    this.#server.forceShutdown();
  }

  /** Listens again on the same port. */
  async startAgain(): Promise<void> {
    this.#server = new Server();
    this.#server.addService(recordingV1.RecordingControlServiceService, {
      beginCapture: this.#answering((request: recordingV1.BeginCaptureRequest) => {
        this.begun.set(request.recordingId, request);
      }),
      endCapture: this.#answering(({ recordingId }: recordingV1.EndCaptureRequest) => {
        this.ended.add(recordingId);
      }),
    });
    const { ca, cert, key } = this.#tls;
    const credentials = ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], true);
    this.#port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(`localhost:${this.#port}`, credentials, (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  #answering<Request>(handle: (request: Request) => void) {
    return ({ request }: { request: Request }, done: (error: object | null, reply?: object) => void) => {
      if (this.refusal) return done(statusFromRefusal(this.refusal));
      handle(request);
      done(null, {});
    };
  }
}

export type CaptureClient = GrpcClient<callV1.CaptureServiceClient>;

/** What a service asks of an orchestrator's `CaptureService`. */
export function captureClient(address: string, tls: TlsMaterial): CaptureClient {
  return createGrpcClient(callV1.CaptureServiceClient, {
    address,
    tls,
    serverName: 'call-orchestrator',
    defaultDeadlineMs: 10_000,
  });
}
