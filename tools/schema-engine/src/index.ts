import { fileURLToPath } from 'node:url';

/** The executable to name in `PRISMA_SCHEMA_ENGINE_BINARY`. */
export const schemaEngineBinary = fileURLToPath(new URL('../bin/schema-engine.mjs', import.meta.url));

/** The environment under which the Prisma CLI works without downloading or reporting anything. */
export const prismaCliEnvironment = {
  PRISMA_SCHEMA_ENGINE_BINARY: schemaEngineBinary,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
} as const;
