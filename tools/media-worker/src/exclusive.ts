import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs `work` while holding an exclusive lock on a file, waiting for its present holder.
 * The kernel's lock is used (`flock` of util-linux), through a child that ends with us: a holder that was killed leaves
 * nothing to clean up.
 * @param onWait called when somebody else holds the lock
 */
export async function exclusively<T>(lockFile: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const holder = spawn('flock', [lockFile, 'sh', '-c', 'echo held; exec cat'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = setTimeout(onWait, 1000);
  try {
    let said = '';
    holder.stdout.setEncoding('utf8');
    await new Promise<void>((resolve, reject) => {
      holder.once('error', reject);
      holder.once('exit', (code) => reject(new Error(`could not lock ${lockFile} (flock exited with ${code})`)));
      holder.stdout.on('data', (text: string) => {
        said += text;
        if (/^held$/m.test(said)) resolve();
      });
    });
    clearTimeout(waiting);
    return await work();
  } finally {
    clearTimeout(waiting);
    if (holder.exitCode === null && holder.pid !== undefined) {
      const gone = once(holder, 'exit');
      holder.stdin.end();
      await gone;
    }
  }
}
