import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { callV1, type sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { createTokenSigner, generateSigningKey, publicKeySet, type TokenSigner } from '@videocall/platform-auth-guard';
import { statusFromRefusal, type TlsMaterial } from '@videocall/platform-grpc';

/** Who is in the recorded call. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly joinedAt: Date;
  leftAt?: Date;
}

/** Keeps to the contract of `CaptureService`, and signs tickets as the orchestrator does. */
export class ScriptedOrchestrator {
  readonly members: Member[] = [];
  /** Recordings that are over. */
  readonly over = new Set<string>();
  /** What was reported of captures, in order. */
  readonly reports: boolean[] = [];
  /** The sfu-node that has the call's media; undefined: none. */
  node: { readonly address: string; readonly hello: sfuV1.NodeHello } | undefined;

  private constructor(
    private readonly server: Server,
    private readonly keys: HttpServer,
    private readonly signer: TokenSigner,
    readonly callId: string,
    readonly address: string,
  ) {
    server.addService(callV1.CaptureServiceService, {
      openCapture: answering(({ recordingId }: callV1.OpenCaptureRequest) => this.#open(recordingId)),
      reportCapture: answering(async ({ capturing }: callV1.ReportCaptureRequest) => {
        this.reports.push(capturing);
        return {};
      }),
      getCapturedCall: answering(async () => ({ call: this.#call() })),
      listAttendances: answering(async () => ({ attendances: [] })),
    });
  }

  static async start(callId: string, { ca, cert, key }: TlsMaterial): Promise<ScriptedOrchestrator> {
    const signingKey = await generateSigningKey();
    const keys = createServer((_request, response) => response.end(JSON.stringify(publicKeySet([signingKey]))));
    await once(keys.listen(0, '127.0.0.1'), 'listening');
    const server = new Server();
    const credentials = ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], true);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('localhost:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    const signer = await createTokenSigner('videocall-orchestrator', signingKey);
    return new ScriptedOrchestrator(server, keys, signer, callId, `localhost:${port}`);
  }

  get jwksUrl(): string {
    return `http://127.0.0.1:${(this.keys.address() as AddressInfo).port}/.well-known/jwks.json`;
  }

  async peerTicket(participant: string, peer: string): Promise<string> {
    const { nodeId: node, bootId: boot } = this.#node.hello;
    const claims = { sub: 'user_1', call: this.callId, participant, peer, node, boot };
    return (await this.signer.sign({ typ: 'peer+jwt', claims, expiresInSeconds: 3_600 })).token;
  }

  stop(): void {
    this.server.forceShutdown();
    this.keys.close();
  }

  get #node() {
    if (!this.node) throw new Refusal('NO_MEDIA_NODE');
    return this.node;
  }

  async #open(recordingId: string): Promise<callV1.OpenCaptureResponse> {
    if (this.over.has(recordingId)) throw new Refusal('RECORDING_ENDED');
    const { address, hello } = this.#node;
    const claims = { sub: recordingId, call: this.callId, node: hello.nodeId, boot: hello.bootId };
    const { token, expiresAt } = await this.signer.sign({ typ: 'capture+jwt', claims, expiresInSeconds: 60 });
    return {
      callId: this.callId,
      nodeAddress: address,
      nodeId: hello.nodeId,
      ticket: token,
      ticketExpiresAt: expiresAt,
    };
  }

  #call(): callV1.Call {
    const participants = this.members.map(({ id, name, joinedAt, leftAt }) => ({
      ...callV1.Participant.fromJSON({ id, identityId: `user_${id}`, displayName: name }),
      role: callV1.ParticipantRole.HOST,
      joinedAt,
      leftAt,
    }));
    return { ...callV1.Call.fromJSON({ id: this.callId, title: 'Standup' }), participants };
  }
}

function answering<Request, Reply>(handle: (request: Request) => Promise<Reply>) {
  return ({ request }: { request: Request }, done: (error: object | null, reply?: Reply) => void): void => {
    handle(request).then(
      (reply) => done(null, reply),
      (error: unknown) => done(error instanceof Refusal ? statusFromRefusal(error) : (error as Error)),
    );
  };
}
