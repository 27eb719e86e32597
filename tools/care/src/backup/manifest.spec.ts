import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { digestOf, MANIFEST, verifiedManifest, writeManifest, type Manifest } from './manifest.ts';

describe('the manifest of a backup', () => {
  let folder: string;
  let manifest: Manifest;
  const dump = (): string => join(folder, 'database.dump');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'videocall-test-'));
    await writeFile(dump(), Buffer.alloc(100_000, 'row '));
    manifest = {
      format: 1,
      createdAt: '2026-11-22T03:00:00.000Z',
      version: '1.2.3',
      postgres: '15',
      migrations: ['20261122000000_schemas_and_roles'],
      roles: [{ name: 'videocall_auth', login: true, memberOf: ['auth_service'] }],
      tables: { 'auth.users': { rows: 2, checksum: '-17' } },
      parts: { 'database.dump': await digestOf(dump()) },
      objects: [],
    };
    await writeManifest(folder, manifest);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read as it was written where every part is what it was', async () => {
    expect(await verifiedManifest(folder)).toEqual(manifest);
  });

  it('refuses a part that was cut off', async () => {
    await truncate(dump(), 99_999);
    await expect(verifiedManifest(folder)).rejects.toThrow(
      'the backup is damaged: database.dump has 99999 bytes instead of 100000',
    );
  });

  it('refuses a part of which one bit is another', async () => {
    const bytes = await readFile(dump());
    bytes[50_000] = (bytes[50_000] ?? 0) ^ 1;
    await writeFile(dump(), bytes);
    await expect(verifiedManifest(folder)).rejects.toThrow(
      'the backup is damaged: database.dump is not what was saved',
    );
  });

  it('refuses where a part is missing', async () => {
    await rm(dump());
    await expect(verifiedManifest(folder)).rejects.toThrow('the backup is damaged: database.dump is missing');
  });

  it.each([
    ['is cut off', (text: string) => text.slice(0, -20)],
    ['is of a later format', (text: string) => text.replace('"format": 1', '"format": 2')],
    [
      'has an impossible checksum',
      (text: string) => text.replace(/"sha256": "."/, '"sha256": "x"').replace(/"sha256": "./, '"sha256": "x'),
    ],
  ])('is refused itself where it %s', async (_how, change) => {
    const file = join(folder, MANIFEST);
    await writeFile(file, change(await readFile(file, 'utf8')));
    await expect(verifiedManifest(folder)).rejects.toThrow(`its ${MANIFEST} is not readable`);
  });
});
