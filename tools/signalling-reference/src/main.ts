// npm run docs:signalling: writes the list of messages into docs/signalling.md (after npm run build).
import { readFileSync, writeFileSync } from 'node:fs';
import { PAGE, withReference } from './page.ts';

writeFileSync(PAGE, withReference(readFileSync(PAGE, 'utf8')));
