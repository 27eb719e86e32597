#!/usr/bin/env node
import { installAndRun } from '../../stack/bin/bootstrap.mjs';

await installAndRun(new URL('../src/cli/test.ts', import.meta.url));
