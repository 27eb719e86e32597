import { z } from 'zod';

/** Claims of an access token (`at+jwt`, RFC 9068) of issuer `videocall-auth`. */
export const AccessClaims = z.object({
  /** Identity id: `user_…`, `guest_…` or `service_…`. */
  sub: z.string().min(1),
  kind: z.enum(['user', 'guest', 'service']),
  /** Display name. */
  name: z.string(),
  admin: z.boolean(),
  /** AuthSession id; empty for services. */
  sid: z.string(),
});
export type AccessClaims = z.infer<typeof AccessClaims>;

/** Who acts. Use cases take this, never a token. */
export interface Principal {
  readonly identityId: string;
  readonly kind: AccessClaims['kind'];
  readonly displayName: string;
  readonly admin: boolean;
  readonly authSessionId: string;
}

export function principalOf(claims: AccessClaims): Principal {
  return {
    identityId: claims.sub,
    kind: claims.kind,
    displayName: claims.name,
    admin: claims.admin,
    authSessionId: claims.sid,
  };
}

/** Claims of a peer ticket (`peer+jwt`) of issuer `videocall-orchestrator`: which peer on which sfu-node its holder is. */
export const PeerTicketClaims = z.object({
  /** Identity id. */
  sub: z.string().min(1),
  /** Call id. */
  call: z.string().min(1),
  /** Participant id. */
  participant: z.string().min(1),
  /** Peer id. */
  peer: z.string().min(1),
  /** Node id. */
  node: z.string().min(1),
  /** The node's boot id; another boot does not know the peer. */
  boot: z.string().min(1),
});
export type PeerTicketClaims = z.infer<typeof PeerTicketClaims>;

/** Claims of a capture ticket (`capture+jwt`) of issuer `videocall-orchestrator`: which call's media its holder may record. */
export const CaptureTicketClaims = z.object({
  /** Recording id. */
  sub: z.string().min(1),
  /** Call id. */
  call: z.string().min(1),
  /** Node id. */
  node: z.string().min(1),
  /** The node's boot id; another boot does not have the call's media. */
  boot: z.string().min(1),
});
export type CaptureTicketClaims = z.infer<typeof CaptureTicketClaims>;
