import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFromFile, writeOnce } from './private-file.js';

describe('a private file', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'videocall-private-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('is readable by its owner alone, in a folder made for it', async () => {
    const path = join(folder, 'keys', 'one');
    expect(await writeOnce(path, 'content')).toBe('content');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('keeps what the first of several writers wrote', async () => {
    const path = join(folder, 'one');
    const read = await Promise.all(Array.from({ length: 20 }, (_, index) => writeOnce(path, `writer ${index}`)));
    expect(new Set(read).size).toBe(1);
    expect((await readFile(path, 'utf8')).trim()).toBe(read[0]);
  });

  it('that was given is not written to, nor is anything beside it', async () => {
    const path = join(folder, 'one');
    await writeFile(path, 'given\n');
    const before = await stat(folder);
    expect(await writeOnce(path, 'other')).toBe('given');
    expect((await stat(folder)).mtimeMs).toBe(before.mtimeMs);
  });

  it('holds the same key at each start', async () => {
    const path = join(folder, 'key');
    const key = await keyFromFile(path);
    expect(key).toHaveLength(32);
    expect(await keyFromFile(path)).toEqual(key);
  });

  it('is refused as a key where it holds something else', async () => {
    const path = join(folder, 'key');
    await writeFile(path, 'c2hvcnQ=');
    await expect(keyFromFile(path)).rejects.toThrow('must hold 32 bytes in base64');
  });
});
