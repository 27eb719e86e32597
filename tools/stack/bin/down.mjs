#!/usr/bin/env node
import { runInstalled } from './bootstrap.mjs';

await runInstalled('down.ts');
