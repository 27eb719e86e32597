import { randomUUID } from 'node:crypto';
import { credentials, Metadata, type CallOptions, type ServiceError } from '@grpc/grpc-js';
import { callV1 } from '@videocall/contracts';

/** A refusal that a gRPC service answered with. */
export class GrpcRefusal extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
  ) {
    super(`${reason}: ${message}`);
  }
}

type Unary<Request, Reply> = (
  request: Request,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, reply: Reply) => void,
) => unknown;

const DEADLINE_MS = 15_000;

/** Makes one call of a generated client's method; a refusal is thrown as `GrpcRefusal`. */
export function unary<Request, Reply>(
  method: Unary<Request, Reply>,
  request: Request,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const headers = new Metadata();
  for (const [name, value] of Object.entries(metadata)) headers.set(name, value);
  return new Promise((resolve, reject) => {
    method(request, headers, { deadline: Date.now() + DEADLINE_MS }, (error, reply) => {
      if (!error) resolve(reply);
      else reject(new GrpcRefusal(error.code, String(error.metadata.get('reason')[0]), error.details));
    });
  });
}

/** The public gRPC API, as one identity. */
export class GrpcCalls {
  readonly #client: callV1.CallServiceClient;

  /** @param address `host:port`, in clear text */
  constructor(address: string) {
    this.#client = new callV1.CallServiceClient(address, credentials.createInsecure());
  }

  start(accessToken: string): Promise<callV1.StartCallResponse> {
    const request = { requestId: randomUUID(), title: '', roomId: '', maxParticipants: 0, endToEndEncrypted: false };
    return unary(this.#client.startCall.bind(this.#client), request, bearer(accessToken));
  }

  /** Joins without WebRTC media. */
  join(accessToken: string, grant: string): Promise<callV1.JoinCallResponse> {
    const request: callV1.JoinCallRequest = {
      requestId: randomUUID(),
      grant,
      rtpCapabilitiesJson: '',
      codecListHash: '',
      sendProfile: callV1.QualityProfile.UNSPECIFIED,
      receiveProfile: callV1.QualityProfile.UNSPECIFIED,
      displayName: '',
      resumeToken: '',
    };
    return unary(this.#client.joinCall.bind(this.#client), request, bearer(accessToken));
  }

  close(): void {
    this.#client.close();
  }
}

function bearer(accessToken: string): Record<string, string> {
  return { authorization: `Bearer ${accessToken}` };
}
