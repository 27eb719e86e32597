import type { IdentityKind } from './vocabulary.js';

/** Who acts, as the verified access token says. */
export interface Caller {
  readonly identityId: string;
  readonly kind: IdentityKind;
  readonly displayName: string;
  readonly admin: boolean;
}
