import { z } from 'zod';

/** What only the host knows, since a container does not see the engine: gathered by deploy/commands/doctor.sh. */
export const HostFacts = z.object({
  /** Every service that the configuration wants. */
  services: z
    .array(
      z.object({
        name: z.string(),
        /** `healthy`, `running`, `starting`, `unhealthy`, `exited`, …; `absent` without a container. */
        state: z.string(),
        /** Whether it is meant to end: it is not started again. */
        once: z.boolean(),
        exitCode: z.number(),
        /** As it was started from: NAME:TAG. */
        image: z.string(),
      }),
    )
    .default([]),
  /** Addresses of the host's network interfaces. */
  addresses: z.array(z.string()).default([]),
});
export type HostFacts = z.output<typeof HostFacts>;
