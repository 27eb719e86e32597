import { z } from 'zod';

const text = z.string().default('');

/** What the server is meant to be, from deploy/.env by way of the compose file; and what the host says of itself. */
const DoctorSettings = z.object({
  DOMAIN: z.string().min(1),
  TURN_DOMAIN: text,
  TLS_MODE: z.string().default('self-signed'),
  PUBLIC_IPV4: text,
  PUBLIC_IPV6: text,
  VERSION: z.string().min(1),
  IMAGE_REGISTRY: z.string().default('videocall'),
  COMPOSE_PROFILES: text,
  CORE_PREFIX: z.string().default('172.29.7'),
  MEDIA_PORT_BASE: z.coerce.number().int().default(40_000),
  MEDIA_WORKERS: z.coerce.number().int().min(1).default(1),
  ECHO_DELAY_MS: z.coerce.number().int().default(3_000),
  TIME_SERVER: z.string().default('pool.ntp.org'),
  DATABASE_OWNER_URL: z.string().min(1),
  STORAGE_ENDPOINT: text,
  STORAGE_REGION: z.string().default('us-east-1'),
  STORAGE_BUCKET: text,
  STORAGE_ACCESS_KEY: text,
  STORAGE_SECRET_KEY: text,
  /** What deploy/commands/doctor.sh saw on the host: see host-facts.ts. */
  HOST_FACTS: z.string().default('{}'),
});

export type DoctorSettings = Readonly<z.output<typeof DoctorSettings>>;

/** An empty variable counts as absent. @throws Error naming what is wrong */
export function doctorSettings(environment: NodeJS.ProcessEnv): DoctorSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = DoctorSettings.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`wrong settings, see deploy/.env and deploy/videocall configure:\n  ${problems.join('\n  ')}`);
}

/** Whether a profile of the compose file is on. */
export function hasProfile({ COMPOSE_PROFILES }: DoctorSettings, profile: string): boolean {
  return COMPOSE_PROFILES.split(',')
    .map((name) => name.trim())
    .includes(profile);
}

/** The addresses at which the server is meant to be reached. */
export function publicAddresses({ PUBLIC_IPV4, PUBLIC_IPV6 }: DoctorSettings): string[] {
  return [PUBLIC_IPV4, PUBLIC_IPV6].filter((address) => address !== '');
}

/** The host itself, from inside. */
export function hostAddress({ CORE_PREFIX }: DoctorSettings): string {
  return `${CORE_PREFIX}.1`;
}
