// app-image WORKSPACE OUT: run by deploy/docker/Dockerfile in its build stage.
import { fileURLToPath } from 'node:url';
import { assemble } from './assemble.ts';

const [workspace, out] = process.argv.slice(2);
if (workspace === undefined || out === undefined) {
  process.stderr.write('usage: app-image WORKSPACE OUT, for example apps/auth /out\n');
  process.exitCode = 2;
} else {
  assemble(fileURLToPath(new URL('../../..', import.meta.url)), workspace, out);
}
