import { Injectable } from '@nestjs/common';
import { Refusal, type Reason } from '@videocall/errors';
import type { CaptureTicketClaims, PeerTicketClaims } from '@videocall/platform-auth-guard';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { Tokens, type PeerIdentity, type SignedToken } from '../../application/ports/tokens.js';
import type { CallId, ParticipantId, RecordingId } from '../../domain/ids.js';
import type { Permissions } from '../../domain/permissions.js';
import type { MediaNode } from '../../domain/call.js';
import { ISSUER, SigningKeys } from './signing-keys.js';

const GRANT_SECONDS = 10 * 60;
const TICKET_SECONDS = 60 * 60;
const RESUME_SECONDS = 24 * 60 * 60;

const GrantClaims = z.object({
  sub: z.string(),
  call: z.string(),
  permissions: z.object({
    role: z.enum(['HOST', 'SPEAKER', 'LISTENER']),
    sources: z.array(z.enum(['MICROPHONE', 'CAMERA', 'SCREEN', 'SCREEN_AUDIO'])),
    canSubscribe: z.boolean(),
    canPublishData: z.boolean(),
    hidden: z.boolean(),
  }),
});
const ResumeClaims = z.object({ sub: z.string(), call: z.string(), participant: z.string() });

/** Grants, peer tickets and resume tokens as ES256 JWTs, each of a type of its own (RFC 8725, section 3.11). */
@Injectable()
export class JwtTokens extends Tokens {
  readonly #keys: SigningKeys;

  constructor(keys: SigningKeys) {
    super();
    this.#keys = keys;
  }

  issueGrant(identityId: string, callId: CallId, permissions: Permissions): Promise<SignedToken> {
    const { role, sources, canSubscribe, canPublishData, hidden } = permissions;
    const claims: z.input<typeof GrantClaims> = {
      sub: identityId,
      call: callId,
      permissions: { role, sources: [...sources], canSubscribe, canPublishData, hidden },
    };
    return this.#keys.signer.sign({ typ: 'grant+jwt', claims, expiresInSeconds: GRANT_SECONDS });
  }

  async verifyGrant(token: string, identityId: string): Promise<{ callId: CallId; permissions: Permissions }> {
    const reasons = { invalid: 'GRANT_INVALID', expired: 'GRANT_EXPIRED' } as const;
    const { sub, call, permissions } = await this.#verify(token, 'grant+jwt', GrantClaims, reasons);
    if (sub !== identityId) throw new Refusal('GRANT_FOREIGN');
    return { callId: call as CallId, permissions };
  }

  issuePeerTicket({ identityId, callId, participantId, peerId, node }: PeerIdentity): Promise<SignedToken> {
    const claims: PeerTicketClaims = {
      sub: identityId,
      call: callId,
      participant: participantId,
      peer: peerId,
      node: node.nodeId,
      boot: node.bootId,
    };
    return this.#keys.signer.sign({ typ: 'peer+jwt', claims, expiresInSeconds: TICKET_SECONDS });
  }

  issueCaptureTicket(recordingId: RecordingId, callId: CallId, { nodeId, bootId }: MediaNode): Promise<SignedToken> {
    const claims: CaptureTicketClaims = { sub: recordingId, call: callId, node: nodeId, boot: bootId };
    return this.#keys.signer.sign({ typ: 'capture+jwt', claims, expiresInSeconds: TICKET_SECONDS });
  }

  issueResumeToken(identityId: string, callId: CallId, participantId: ParticipantId): Promise<SignedToken> {
    const claims: z.input<typeof ResumeClaims> = { sub: identityId, call: callId, participant: participantId };
    return this.#keys.signer.sign({ typ: 'resume+jwt', claims, expiresInSeconds: RESUME_SECONDS });
  }

  async verifyResumeToken(
    token: string,
    identityId: string,
  ): Promise<{ callId: CallId; participantId: ParticipantId }> {
    const reasons = { invalid: 'RESUME_TOKEN_INVALID', expired: 'RESUME_TOKEN_INVALID' } as const;
    const { sub, call, participant } = await this.#verify(token, 'resume+jwt', ResumeClaims, reasons);
    if (sub !== identityId) throw new Refusal('RESUME_TOKEN_INVALID');
    return { callId: call as CallId, participantId: participant as ParticipantId };
  }

  async #verify<Claims extends z.ZodType>(
    token: string,
    typ: string,
    schema: Claims,
    reasons: { readonly invalid: Reason; readonly expired: Reason },
  ): Promise<z.output<Claims>> {
    try {
      return schema.parse(await this.#payload(token, typ));
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new Refusal(reasons.expired, { cause });
      if (cause instanceof errors.JOSEError || cause instanceof z.ZodError)
        throw new Refusal(reasons.invalid, { cause });
      throw cause;
    }
  }

  async #payload(token: string, typ: string): Promise<unknown> {
    const options = { issuer: ISSUER, typ, algorithms: ['ES256'], requiredClaims: ['exp', 'sub'] };
    try {
      return (await jwtVerify(token, createLocalJWKSet(this.#keys.publicKeySet), options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // Another process of this service may have made a key since.
      await this.#keys.load();
      return (await jwtVerify(token, createLocalJWKSet(this.#keys.publicKeySet), options)).payload;
    }
  }
}
