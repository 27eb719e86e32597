// npm run down: ends the stack that npm run up started, also one that was detached.
import { waitFor } from '../process/wait-for.ts';
import { openDataFolder } from '../stack/data-folder.ts';
import { runningStack } from '../stack/state-file.ts';
import { DEVELOPMENT_DATA } from './data-folder-option.ts';
import { explain, step } from './steps.ts';

const STOP_MS = 40_000;

const { stateFile } = openDataFolder(DEVELOPMENT_DATA);
const running = runningStack(stateFile);
if (running) {
  try {
    await step('stop', async () => {
      process.kill(running.supervisor.pid, 'SIGTERM');
      await waitFor(() => !runningStack(stateFile), {
        what: `process ${running.supervisor.pid} ending`,
        timeoutMs: STOP_MS,
      });
    });
  } catch (error) {
    process.stderr.write(
      `\n✖ ${explain(error)}\n  kill -9 ${running.supervisor.pid} ends it and everything it started.\n`,
    );
    process.exitCode = 1;
  }
} else {
  process.stdout.write('Nothing runs.\n');
}
