import { createHash } from 'node:crypto';
import { rest } from '@videocall/synthetic-participant/rest';

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

/** Whether somebody has a recording that is composed and stored. */
export async function hasRecording(origin: string, token: string): Promise<boolean> {
  const { recordings } = await rest<Listed>(origin, 'GET', '/v1/recordings', { token });
  return recordings.some(({ state }) => state === 'READY');
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
