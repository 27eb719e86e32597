import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { release } from 'node:os';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';

const CONNECT_TIMEOUT_MS = 5_000;
const WHOLE_TIMEOUT_MS = 60_000;
const RELEASES = 'https://github.com/versatica/mediasoup/releases/download';

/** The address of the binary that mediasoup's authors publish for a version and this machine. */
export function prebuiltUrl(version: string): string {
  const base = process.env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'] ?? RELEASES;
  const kernel = release().split('.')[0];
  return `${base}/${version}/mediasoup-worker-${version}-${process.platform}-${process.arch}-kernel${kernel}.tgz`;
}

/**
 * Fetches the published binary for this machine, as mediasoup's own install script would.
 * @param output where the binary goes; its name must be `mediasoup-worker`, the archive's only entry
 * @throws Error when there is none for this machine or the network does not let it through within a few seconds
 */
export async function downloadPrebuilt(version: string, output: string): Promise<void> {
  const url = prebuiltUrl(version);
  const abort = new AbortController();
  const connecting = setTimeout(
    () => abort.abort(new Error(`no answer from ${new URL(url).host} within ${CONNECT_TIMEOUT_MS / 1000} s`)),
    CONNECT_TIMEOUT_MS,
  );
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([abort.signal, AbortSignal.timeout(WHOLE_TIMEOUT_MS)]),
    });
    clearTimeout(connecting);
    if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
    const tar = spawn('tar', ['-xz', '-C', dirname(output), 'mediasoup-worker'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const closed = once(tar, 'close');
    await pipeline(response.body, tar.stdin);
    const [code] = await closed;
    if (code !== 0) throw new Error(`${url} is not the archive it should be`);
  } catch (error) {
    // fetch says only "fetch failed"; the reason is in its cause.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw cause instanceof Error ? cause : new Error(String(cause));
  } finally {
    clearTimeout(connecting);
  }
}
