import { createHash } from 'node:crypto';
import type { Person } from '@videocall/e2e';
import { rest } from '@videocall/synthetic-participant/rest';
import { waitFor } from '@videocall/stack';

/** Seconds that are captured at least. */
const CAPTURED = 6;
const PREPARED_MS = 180_000;

interface Listed {
  readonly recordings: readonly {
    readonly id: string;
    readonly state: string;
    readonly files: readonly { readonly id: string; readonly kind: string; readonly bytes: number }[];
  }[];
}

/** Signs in anew. @returns an access token */
export async function signIn(origin: string, email: string, password: string): Promise<string> {
  const body = { email, password };
  return (await rest<{ accessToken: string }>(origin, 'POST', '/v1/auth/login', { body })).accessToken;
}

/** Has somebody hold a call and record it, and waits until the recording is stored. */
export async function recordCall(host: Person, origin: string): Promise<void> {
  const { page } = host;
  const choose = async (item: string): Promise<void> => {
    await host.press('More');
    await page.getByRole('menuitem', { name: item }).click();
  };
  await host.startCall();
  await choose('Record call');
  await page.getByText('You are recording this call').waitFor();
  const begun = performance.now();
  await waitFor(() => performance.now() - begun > CAPTURED * 1000, { what: 'something captured', timeoutMs: 60_000 });
  await choose('Stop recording');
  await page.locator('.recording-badge').waitFor({ state: 'detached' });
  await host.press('Leave call');
  const { email, password } = host.identity;
  await waitFor(
    async () => {
      const token = await signIn(origin, email, password);
      const { recordings } = await rest<Listed>(origin, 'GET', '/v1/recordings', { token });
      return recordings.some(({ state }) => state === 'READY');
    },
    { what: 'the recording being ready', timeoutMs: PREPARED_MS, intervalMs: 3_000 },
  );
}

/** SHA-256 of every file of somebody's recordings, as people download them. */
export async function recordingDigests(origin: string, token: string): Promise<Readonly<Record<string, string>>> {
  const { recordings } = await rest<Listed>(origin, 'GET', '/v1/recordings', { token });
  const digests: Record<string, string> = {};
  for (const { id, files } of recordings) {
    for (const file of files) {
      const path = `/v1/recordings/${id}/files/${file.id}/download`;
      const { url } = await rest<{ url: string }>(origin, 'POST', path, { token, body: {} });
      const answer = await fetch(new URL(url, origin));
      if (!answer.ok) throw new Error(`${file.kind} of ${id}: ${answer.status}`);
      digests[file.id] = createHash('sha256')
        .update(Buffer.from(await answer.arrayBuffer()))
        .digest('hex');
    }
  }
  return digests;
}
