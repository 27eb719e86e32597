import { createTokenVerifier } from '@videocall/platform-auth-guard';
import { z } from 'zod';

const GrantClaims = z.object({ call: z.string().min(1) });

/** Grants as the orchestrator signs them: what is forged or expired does not reach it. */
export class Grants {
  /** Refuses with GRANT_INVALID, GRANT_EXPIRED; SERVICE_UNAVAILABLE while the orchestrator's keys were never had. */
  readonly verify: (grant: string) => Promise<z.infer<typeof GrantClaims>>;

  /** @param jwksUrl the orchestrator's; its keys are cached */
  constructor(jwksUrl: string) {
    const verifier = createTokenVerifier({
      jwksUrl,
      issuer: 'videocall-orchestrator',
      typ: 'grant+jwt',
      schema: GrantClaims,
      reasons: { invalid: 'GRANT_INVALID', expired: 'GRANT_EXPIRED' },
    });
    this.verify = (grant) => verifier.verify(grant);
  }
}
