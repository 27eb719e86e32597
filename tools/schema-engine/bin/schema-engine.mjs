#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// What PRISMA_SCHEMA_ENGINE_BINARY names: the Prisma CLI starts it as it would start its own schema engine.
import { main } from '../src/main.ts';

// Not exitCode: idle database connections would keep the process.
process.exit(await main(process.argv.slice(2)));
