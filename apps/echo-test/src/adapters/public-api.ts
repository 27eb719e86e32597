import { randomUUID } from 'node:crypto';
import { Metadata, type ClientDuplexStream, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { callV1 } from '@videocall/contracts';
import { isReason, Refusal } from '@videocall/errors';
import { createGrpcClient, refusalFromStatus, type CallOptions, type GrpcClient } from '@videocall/platform-grpc';
import { CALL_ENDPOINTS, endpointUrl, ErrorReply } from '@videocall/rest-api';
import { Platform, type MediaListener, type MediaStream, type StartedCall } from '../application/ports/platform.js';
import type { ServiceAccount } from './service-account.js';

const DEADLINE_MS = 10_000;
/** People in an echo call: one, who may come twice while a device changes, and the service. */
const MAX_PARTICIPANTS = 3;
const INVITE_SECONDS = 600;
/** Messages that wait for the platform to read them; a second of sound and picture. */
const MAX_WAITING = 200;
const NAME = 'Echo';

type Duplex = ClientDuplexStream<callV1.MediaPacket, callV1.MediaPacket>;

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
    const request = callV1.JoinCallRequest.fromPartial({ requestId: randomUUID(), grant, displayName: NAME });
    return await this.#asService(async (options) => {
      const { participantId } = await this.#calls.joinCall(request, options);
      return openMedia(
        this.#calls.streamMedia(options.metadata ?? new Metadata()),
        { callId, participantId },
        listener,
      );
    });
  }

  async endCall(callId: string): Promise<void> {
    await this.#asService((options) => this.#calls.endCall({ requestId: randomUUID(), callId }, options));
  }

  close(): void {
    this.#calls.close();
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

/** Resolves when the platform says that media is open. */
function openMedia(stream: Duplex, open: callV1.OpenMedia, listener: MediaListener): Promise<MediaStream> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => stream.cancel(), DEADLINE_MS);
    const media: MediaStream = {
      send: (content) => {
        if (stream.writableLength > MAX_WAITING || !stream.writable) return false;
        stream.write({ content });
        return true;
      },
      close: () => stream.end(),
    };
    stream.on('data', ({ content }: callV1.MediaPacket) => {
      if (!content) return;
      if (content.$case === 'opened') {
        clearTimeout(timer);
        resolve(media);
        // What is available is followed once there is a stream to follow it on.
        queueMicrotask(() => listener.onPacket(content));
      } else {
        listener.onPacket(content);
      }
    });
    stream.on('error', (error: ServiceError) => reject(refusalFromStatus(error)));
    stream.on('status', ({ details }: StatusObject) => {
      clearTimeout(timer);
      // Without effect once media is open, or where the error said more.
      reject(new Refusal('SERVICE_UNAVAILABLE'));
      listener.onEnd(details === '' ? 'the platform ended the stream' : details);
    });
    stream.write({ content: { $case: 'open', value: open } });
  });
}
