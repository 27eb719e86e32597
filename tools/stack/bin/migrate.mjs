#!/usr/bin/env node
import { runOnOurNode } from './bootstrap.mjs';

await runOnOurNode('migrate.ts');
