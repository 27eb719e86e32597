import { randomUUID } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import { callV1 } from '@videocall/contracts';
import { isReason, Refusal } from '@videocall/errors';
import { createGrpcClient, type CallOptions, type GrpcClient } from '@videocall/platform-grpc';
import { CALL_ENDPOINTS, endpointUrl, ErrorReply } from '@videocall/rest-api';
import { Platform, type MediaListener, type MediaStream, type StartedCall } from '../application/ports/platform.js';
import { Participation } from './participation.js';
import type { ServiceAccount } from './service-account.js';

const DEADLINE_MS = 10_000;
/** People in an echo call: one, who may come twice while a device changes, and the service. */
const MAX_PARTICIPANTS = 3;
const INVITE_SECONDS = 600;
const NAME = 'Echo';

/** The platform's public API, as any program with an account uses it: gRPC, and REST for what gRPC does not have. */
export class PublicApi extends Platform {
  readonly #calls: GrpcClient<callV1.CallServiceClient>;
  readonly #gatewayUrl: string;
  readonly #account: ServiceAccount;

  /**
   * @param grpcAddress `host:port` of the public gRPC service, in clear text
   * @param gatewayUrl where REST is reached
   */
  constructor(grpcAddress: string, gatewayUrl: string, account: ServiceAccount) {
    super();
    this.#calls = createGrpcClient(callV1.CallServiceClient, { address: grpcAddress, defaultDeadlineMs: DEADLINE_MS });
    this.#gatewayUrl = gatewayUrl;
    this.#account = account;
  }

  async startCall(): Promise<StartedCall> {
    const request = { requestId: randomUUID(), title: NAME, maxParticipants: MAX_PARTICIPANTS };
    const { call, grant } = await this.#asService((options) =>
      this.#calls.startCall(callV1.StartCallRequest.fromPartial(request), options),
    );
    if (!call || !grant) throw new Refusal('SERVICE_UNAVAILABLE');
    return { callId: call.id, grant: grant.token, inviteCode: await this.#invite(call.id) };
  }

  async enter({ callId, grant }: StartedCall, listener: MediaListener): Promise<MediaStream> {
    const { participantId, resumeToken } = await this.#join({ grant });
    const participation = new Participation(listener, resumeToken, {
      join: async (token) => (await this.#join({ resumeToken: token })).resumeToken,
      open: () => this.#asService(async ({ metadata }) => this.#calls.streamMedia(metadata ?? new Metadata())),
    });
    await participation.open({ callId, participantId });
    return participation;
  }

  async endCall(callId: string): Promise<void> {
    await this.#asService((options) => this.#calls.endCall({ requestId: randomUUID(), callId }, options));
  }

  close(): void {
    this.#calls.close();
  }

  #join(proof: Pick<Partial<callV1.JoinCallRequest>, 'grant' | 'resumeToken'>): Promise<callV1.JoinCallResponse> {
    const request = callV1.JoinCallRequest.fromPartial({ requestId: randomUUID(), ...proof, displayName: NAME });
    return this.#asService((options) => this.#calls.joinCall(request, options));
  }

  async #invite(callId: string): Promise<string> {
    const endpoint = CALL_ENDPOINTS.createInvite;
    const response = await fetch(new URL(endpointUrl(endpoint, { callId }), this.#gatewayUrl), {
      method: endpoint.method,
      headers: {
        authorization: `Bearer ${await this.#account.accessToken()}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ role: 'SPEAKER', validForSeconds: INVITE_SECONDS }),
      signal: AbortSignal.timeout(DEADLINE_MS),
    }).catch((cause: unknown) => {
      throw new Refusal('SERVICE_UNAVAILABLE', { cause });
    });
    if (response.ok) return endpoint.reply.parse(await response.json()).code;
    const { error } = ErrorReply.parse(await response.json());
    throw new Refusal(isReason(error.reason) ? error.reason : 'SERVICE_UNAVAILABLE');
  }

  /** A token that is no longer taken (the account's secret changed) is got anew, once. */
  async #asService<T>(work: (options: CallOptions) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#options());
    } catch (error) {
      if (!(error instanceof Refusal && (error.reason === 'TOKEN_INVALID' || error.reason === 'TOKEN_EXPIRED')))
        throw error;
      this.#account.forgetToken();
      return await work(await this.#options());
    }
  }

  async #options(): Promise<CallOptions> {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${await this.#account.accessToken()}`);
    return { metadata, idempotent: true };
  }
}
