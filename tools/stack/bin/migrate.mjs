#!/usr/bin/env node
import { installAndRun } from './bootstrap.mjs';

await installAndRun('migrate.ts');
