import { randomUUID } from 'node:crypto';
import { credentials, Metadata } from '@grpc/grpc-js';
import { callV1 } from '@videocall/contracts';
import { MediaStream } from './media-stream.ts';

/** Where the server is, and the invite that lets the bot in. */
export interface Invitation {
  /** Where the web app is, for example `https://calls.example`. */
  readonly origin: string;
  /** `host:port` of the gRPC API. */
  readonly grpc: string;
  readonly inviteCode: string;
}

const DEADLINE_MS = 10_000;

/** What the environment says: `VIDEOCALL`, `GRPC` and `INVITE`. */
export function invitation(): Invitation {
  const { VIDEOCALL: origin, GRPC: grpc, INVITE: inviteCode } = process.env;
  if (!origin || !grpc || !inviteCode) throw new Error('set VIDEOCALL, GRPC and INVITE');
  return { origin, grpc, inviteCode };
}

/** Enters a call as a guest and opens the media stream. */
export async function enterCall({ origin, grpc, inviteCode }: Invitation, displayName: string): Promise<MediaStream> {
  const { accessToken } = await rest<{ accessToken: string }>(origin, 'POST', '/v1/auth/guests', '', {
    displayName,
    inviteCode,
  });
  const { callId } = await rest<{ callId: string }>(origin, 'GET', `/v1/invites/${inviteCode}`);
  const path = `/v1/calls/${callId}/grants`;
  const { grant } = await rest<{ grant: { token: string } }>(origin, 'POST', path, accessToken, { inviteCode });

  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${accessToken}`);
  // On a server TLS ends at the proxy: `credentials.createSsl()` there.
  const calls = new callV1.CallServiceClient(grpc, credentials.createInsecure());
  // Without RTP capabilities: the media comes over StreamMedia.
  const request = callV1.JoinCallRequest.fromPartial({ requestId: randomUUID(), grant: grant.token, displayName });
  const { participantId } = await new Promise<callV1.JoinCallResponse>((resolve, reject) => {
    calls.joinCall(request, metadata, { deadline: Date.now() + DEADLINE_MS }, (error, reply) =>
      error ? reject(error) : resolve(reply),
    );
  });
  return await MediaStream.open(calls.streamMedia(metadata), { callId, participantId }, () => calls.close());
}

async function rest<Reply>(
  origin: string,
  method: string,
  path: string,
  accessToken = '',
  body?: Readonly<Record<string, string>>,
): Promise<Reply> {
  const response = await fetch(new URL(path, origin), {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
      'idempotency-key': randomUUID(),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Reply;
}
