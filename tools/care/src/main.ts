// care TASK [OPTIONS]: what the container `care` runs.
import { explain } from './explain.ts';
import { TASKS } from './tasks.ts';

const [name = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;

if (load) {
  try {
    // Not exitCode: a WebRTC stack or an idle connection would keep the process.
    process.exit(await (await load()).run(args));
  } catch (error) {
    process.stderr.write(`✖ ${explain(error)}\n`);
    process.exit(1);
  }
} else {
  process.stderr.write(`usage: care TASK [OPTIONS]\nTASK is one of: ${Object.keys(TASKS).join(', ')}\n`);
  process.exitCode = 2;
}
