import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { startObjectServer, type TestObjectServer } from '@videocall/testing';
import {
  answerSignedRequest,
  deriveKeys,
  LocalFolderStorage,
  ObjectNotFound,
  StoredDifferently,
  S3Storage,
  type ObjectStorage,
} from './index.js';

const MIB = 1024 * 1024;
const URL_PATH = '/v1/recording-files';

const folder = mkdtempSync(join(tmpdir(), 'videocall-storage-'));
const root = join(folder, 'objects');
let objectServer: TestObjectServer;
let web: Server;
let local: LocalFolderStorage;
let origin: string;

function s3(endpoint: string): S3Storage {
  return new S3Storage({
    endpoint,
    region: 'us-east-1',
    bucket: objectServer.bucket,
    accessKeyId: 'key',
    secretAccessKey: 'secret',
    pathStyle: true,
    encrypted: true,
  });
}

async function file(name: string, bytes: number | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof bytes === 'string' ? bytes : randomBytes(bytes));
  return path;
}

const contentOf = async (storage: ObjectStorage, key: string, first?: number, last?: number): Promise<Buffer> =>
  await buffer(await storage.read(key, first === undefined || last === undefined ? undefined : { first, last }));

beforeAll(async () => {
  objectServer = await startObjectServer();
  local = new LocalFolderStorage({ folder: root, keys: deriveKeys(randomBytes(32)), urlPath: URL_PATH });
  web = createServer((request, response) => {
    const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    answerSignedRequest(local, { method, url: request.url ?? '', range: request.headers.range })
      .then((answer) => {
        if (answer === 'FORBIDDEN' || answer === 'GONE') return response.writeHead(answer === 'GONE' ? 404 : 403).end();
        response.writeHead(answer.status, answer.headers);
        return answer.body ? answer.body.pipe(response) : response.end();
      })
      .catch((error: Error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});
afterAll(async () => {
  web.close();
  await objectServer.stop();
  rmSync(folder, { recursive: true });
});

describe.each([
  ['a bucket', () => s3(objectServer.endpoint)],
  ['a local folder', () => local],
])('%s', (_name, open) => {
  let storage: ObjectStorage;
  beforeEach(async () => {
    storage = open();
    for await (const { key } of storage.list('')) await storage.delete(key);
  });

  const put = (key: string, path: string) => storage.putFile(key, path, { contentType: 'video/mp4' });

  it('gives back what was put, with its size and checksum', async () => {
    const path = await file('small', 'content');
    expect(await put('rec_1/composite.mp4', path)).toEqual({
      bytes: 7,
      sha256: 'ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73',
    });
    expect(await contentOf(storage, 'rec_1/composite.mp4')).toEqual(Buffer.from('content'));
    expect(await storage.head('rec_1/composite.mp4')).toMatchObject({ key: 'rec_1/composite.mp4', bytes: 7 });
  });

  it('takes files larger than one part, and tells how far it is', async () => {
    const path = await file('large', 12 * MIB + 7);
    const seen: number[] = [];
    await storage.putFile('large', path, { contentType: 'video/mp4', onProgress: (bytes) => seen.push(bytes) });
    expect((await contentOf(storage, 'large')).equals(await readFile(path))).toBe(true);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(seen.at(-1)).toBe(12 * MIB + 7);
  });

  it('takes an empty file', async () => {
    await put('empty', await file('empty', ''));
    expect(await contentOf(storage, 'empty')).toEqual(Buffer.alloc(0));
  });

  it('reads any range', async () => {
    const path = await file('ranges', 3 * MIB + 5);
    const whole = await readFile(path);
    await put('ranges', path);
    for (const [first, last] of [
      [0, 0],
      [1, 15],
      [15, 17],
      [16, 31],
      [MIB + 3, 2 * MIB + 9],
      [3 * MIB, 3 * MIB + 4],
    ]) {
      const part = await contentOf(storage, 'ranges', first, last);
      expect(part.equals(whole.subarray(first, (last ?? 0) + 1))).toBe(true);
    }
  });

  it('replaces an object as a whole', async () => {
    await put('again', await file('long', 'what was there before'));
    await put('again', await file('short', 'new'));
    expect(await contentOf(storage, 'again')).toEqual(Buffer.from('new'));
  });

  it('tells of an object that is not there', async () => {
    expect(await storage.head('nothing')).toBeUndefined();
    await expect(storage.read('nothing')).rejects.toBeInstanceOf(ObjectNotFound);
  });

  it('deletes an object, also when it is not there', async () => {
    await put('gone', await file('gone', 'content'));
    await storage.delete('gone');
    await storage.delete('gone');
    expect(await storage.head('gone')).toBeUndefined();
  });

  it('lists what begins with a prefix', async () => {
    for (const key of ['rec_1/a', 'rec_1/b', 'rec_2/a']) await put(key, await file('listed', key));
    const keys: string[] = [];
    for await (const { key } of storage.list('rec_1/')) keys.push(key);
    expect(keys.sort()).toEqual(['rec_1/a', 'rec_1/b']);
  });

  it.each(['../secret', '/etc/passwd', 'a//b', 'a/../b', '.hidden', 'a b', ''])(
    'refuses a key that could leave its place: %j',
    async (key) => {
      await expect(put(key, await file('refused', 'x'))).rejects.toBeInstanceOf(RangeError);
      await expect(storage.read(key)).rejects.toBeInstanceOf(RangeError);
    },
  );

  it('stops when it is told to', async () => {
    const path = await file('stopped', 24 * MIB);
    const stopping = new AbortController();
    const putting = storage.putFile('stopped', path, {
      contentType: 'video/mp4',
      signal: stopping.signal,
      onProgress: () => stopping.abort(),
    });
    await expect(putting).rejects.toMatchObject({ name: 'AbortError' });
    expect(await storage.head('stopped')).toBeUndefined();
  });

  describe('signed addresses', () => {
    const signed = async (options: { saveAs?: string } = {}): Promise<string> => {
      await put('rec_1/signed.mp4', await file('signed', '0123456789'));
      const url = await storage.signedUrl('rec_1/signed.mp4', {
        validForSeconds: 60,
        contentType: 'video/mp4',
        ...options,
      });
      return new URL(url, origin).href;
    };
    // The test's S3 server does not do what the address asks for.
    const dispositionOf = (url: string, response: Response): string | null =>
      response.headers.get('content-disposition') ?? new URL(url).searchParams.get('response-content-disposition');

    it('are for whoever has them', async () => {
      const url = await signed();
      const response = await fetch(url);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('video/mp4');
      expect(dispositionOf(url, response)).toBe('inline');
      expect(await response.text()).toBe('0123456789');
    });

    it('give ranges, so that players can seek', async () => {
      const response = await fetch(await signed(), { headers: { range: 'bytes=2-4' } });
      expect(response.status).toBe(206);
      expect(response.headers.get('content-range')).toBe('bytes 2-4/10');
      expect(await response.text()).toBe('234');
    });

    it('name the file where it is to be saved', async () => {
      const url = await signed({ saveAs: 'Réunion "1".mp4' });
      expect(dispositionOf(url, await fetch(url))).toBe(
        `attachment; filename="R_union _1_.mp4"; filename*=UTF-8''R%C3%A9union%20%221%22.mp4`,
      );
    });
  });
});

describe('a bucket whose server fails', () => {
  it('keeps nothing of an upload during which the server was killed, and takes it once the server is back', async () => {
    const path = await file('killed', 24 * MIB);
    const storage = s3(objectServer.endpoint);
    let killed: Promise<void> | undefined;
    const putting = storage.putFile('killed', path, {
      contentType: 'video/mp4',
      onProgress: () => (killed ??= objectServer.kill()),
    });
    await expect(putting).rejects.toThrow();
    await killed;
    await expect(storage.check()).rejects.toThrow();
    await objectServer.startAgain();
    await storage.check();
    expect(await storage.head('killed')).toBeUndefined();
    await storage.putFile('killed', path, { contentType: 'video/mp4' });
    expect((await contentOf(storage, 'killed')).equals(await readFile(path))).toBe(true);
  }, 60_000);

  it('does not take an object for stored that was changed on its way', async () => {
    const { port } = new URL(objectServer.endpoint);
    const corrupting = createServer((request, response) => {
      const { method, url, headers } = request;
      const onward = httpRequest({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      request.on('data', (chunk: Buffer) => {
        if (method === 'PUT') chunk.writeUInt8(chunk.readUInt8(0) ^ 1, 0);
        onward.write(chunk);
      });
      request.on('end', () => onward.end());
    });
    await new Promise<void>((resolve) => corrupting.listen(0, '127.0.0.1', resolve));
    try {
      const storage = s3(`http://127.0.0.1:${(corrupting.address() as AddressInfo).port}`);
      const putting = storage.putFile('changed', await file('changed', 'content'), { contentType: 'video/mp4' });
      await expect(putting).rejects.toBeInstanceOf(StoredDifferently);
      expect(await storage.head('changed')).toBeUndefined();
    } finally {
      corrupting.closeAllConnections();
      corrupting.close();
    }
  });
});

describe('a local folder', () => {
  const options = { validForSeconds: 60, contentType: 'video/mp4' };

  it('does not take a file for stored that changed meanwhile', async () => {
    const path = await file('growing', 4 * MIB);
    let grown: Promise<void> | undefined;
    const putting = local.putFile('growing', path, {
      contentType: 'video/mp4',
      onProgress: () => (grown ??= writeFile(path, 'more', { flag: 'a' })),
    });
    await expect(putting).rejects.toBeInstanceOf(StoredDifferently);
    await grown;
    expect(await local.head('growing')).toBeUndefined();
  });

  it('does not show what a crash left half written', async () => {
    await local.putFile('half', await file('half', 'whole'), { contentType: 'video/mp4' });
    await writeFile(join(root, 'other.part'), 'ha');
    const keys: string[] = [];
    for await (const { key } of local.list('')) keys.push(key);
    expect(keys).toContain('half');
    expect(keys.filter((key) => key.startsWith('other'))).toEqual([]);
  });

  it('holds no content in clear', async () => {
    const secret = 'what was said '.repeat(1_000);
    await local.putFile('secret', await file('secret', secret), { contentType: 'video/mp4' });
    for (const name of await readdir(root)) {
      if (name.startsWith('secret')) expect(await readFile(join(root, name), 'latin1')).not.toContain('what was said');
    }
  });

  it('refuses an address with any part changed', async () => {
    await local.putFile('rec_1/signed', await file('signed', '0123456789'), { contentType: 'video/mp4' });
    const url = new URL(await local.signedUrl('rec_1/signed', options), origin);
    expect((await fetch(url)).status).toBe(200);
    const changes: ((changed: URL) => void)[] = [
      (changed) => (changed.pathname = `${URL_PATH}/rec_1/other`),
      (changed) => changed.searchParams.set('expires', '99999999999'),
      (changed) => changed.searchParams.set('type', 'text/html'),
      (changed) => changed.searchParams.set('name', 'x.html'),
      (changed) => changed.searchParams.set('signature', 'AAAA'),
      (changed) => changed.searchParams.delete('signature'),
    ];
    for (const change of changes) {
      const changed = new URL(url);
      change(changed);
      expect((await fetch(changed)).status).toBe(403);
    }
  });

  it('refuses an address that has expired, and one of another key', async () => {
    const expired = await local.signedUrl('rec_1/signed', { ...options, validForSeconds: 0 });
    expect((await fetch(new URL(expired, origin))).status).toBe(403);
    const other = new LocalFolderStorage({ folder: root, keys: deriveKeys(randomBytes(32)), urlPath: URL_PATH });
    const foreign = await other.signedUrl('rec_1/signed', options);
    expect((await fetch(new URL(foreign, origin))).status).toBe(403);
  });

  it('tells of a signed object that was deleted, and of a range beyond its end', async () => {
    await local.putFile('short', await file('short', '0123456789'), { contentType: 'video/mp4' });
    const url = new URL(await local.signedUrl('short', options), origin);
    const beyond = await fetch(url, { headers: { range: 'bytes=10-' } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    const end = await fetch(url, { headers: { range: 'bytes=-3' } });
    expect([end.status, await end.text()]).toEqual([206, '789']);
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe('10');
    await local.delete('short');
    expect((await fetch(url)).status).toBe(404);
  });
});
