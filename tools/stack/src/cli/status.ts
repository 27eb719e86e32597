// npm run status [-- --json]: what runs, where, and whether it is well.
import { readFileSync, existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openDataFolder } from '../stack/data-folder.ts';
import { runningStack } from '../stack/state-file.ts';
import { DEVELOPMENT_DATA } from './data-folder-option.ts';
import { describeStack } from './describe-stack.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const running = runningStack(openDataFolder(DEVELOPMENT_DATA).stateFile);

if (values.json) {
  const password =
    running && existsSync(running.account.passwordFile)
      ? readFileSync(running.account.passwordFile, 'utf8').trim()
      : undefined;
  const shown = running ? { running: true, ...running, account: { ...running.account, password } } : { running: false };
  process.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
} else {
  process.stdout.write(running ? describeStack(running) : 'Nothing runs. npm run up starts everything.\n');
}
// For scripts: 0 when every part is ready.
process.exitCode = running?.parts.every(({ state }) => state === 'ready') ? 0 : 1;
