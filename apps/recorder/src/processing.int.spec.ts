import { randomUUID } from 'node:crypto';
import { access, copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import { S3Storage } from '@videocall/platform-object-storage';
import {
  probed,
  startObjectServer,
  startRedis,
  type TestObjectServer,
  type TestRedis,
  waitFor,
} from '@videocall/testing';
import { WorkFoldersOnDisk } from './adapters/disk/work-folders-on-disk.js';
import { filmed, heard } from './testing/captured-files.js';
import { interval, manifestOf, person, segment, track } from './testing/manifests.js';
import { RecorderProcess } from './testing/recorder-process.js';
import { RecorderSurroundings } from './testing/recorder-surroundings.js';

const SECONDS = 4;
const PATIENCE_MS = 60_000;

interface FileRow {
  readonly id: string;
  readonly kind: string;
  readonly object_key: string;
  readonly ready: boolean;
}

describe('what was captured', () => {
  let around: RecorderSurroundings;
  let redis: TestRedis;
  let objects: TestObjectServer;
  let storage: S3Storage;
  let folders: WorkFoldersOnDisk;
  let recorder: RecorderProcess;

  beforeAll(async () => {
    [around, redis, objects] = await Promise.all([RecorderSurroundings.make(), startRedis(), startObjectServer()]);
    const { endpoint, bucket } = objects;
    const key = { accessKeyId: 'key', secretAccessKey: 'secret' };
    storage = new S3Storage({ endpoint, bucket, region: 'us-east-1', ...key, pathStyle: true, encrypted: true });
    folders = new WorkFoldersOnDisk(join(around.folder, 'captures'));
    await filmed({ path: join(around.folder, 'camera.webm'), colour: 'red', seconds: SECONDS });
    await heard({ path: join(around.folder, 'microphone.webm'), hertz: 500, seconds: SECONDS });
    recorder = await start();
  }, 60_000);
  afterAll(async () => {
    await recorder.stop();
    await Promise.all([redis.stop(), objects.stop()]);
    await around.dispose();
  });

  const start = () =>
    RecorderProcess.start({
      ...around.environment,
      REDIS_URL: redis.url,
      S3_BUCKET: objects.bucket,
      S3_ENDPOINT: objects.endpoint,
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: 'secret',
    });

  /** A capture that has just ended: its files and manifest in its folder, its row to be processed. */
  async function captured(files = true): Promise<string> {
    const id = `rec_${randomUUID()}`;
    const folder = await folders.of(id);
    const whole = interval(0, SECONDS * 1000);
    const tracks = ['camera', 'microphone'].map((name) => {
      const source = name === 'camera' ? 'CAMERA' : 'MICROPHONE';
      return track('part_1', source, whole, files ? [segment(`${name}.webm`, 0, SECONDS * 1000)] : []);
    });
    for (const name of ['camera.webm', 'microphone.webm'])
      await copyFile(join(around.folder, name), join(folder, name));
    const participants = [person('part_1', 'Ada', whole)];
    await folders.writeManifest(id, manifestOf({ recordingId: id, durationMs: SECONDS * 1000, participants, tracks }));
    await around.query(
      `INSERT INTO recording.recordings (id, call_id, call_title, state) VALUES ($1, 'call_1', 'Weekly', 'PROCESSING')`,
      [id],
    );
    return id;
  }

  const filesOf = (id: string) =>
    around.query<FileRow>(
      'SELECT id, kind, object_key, ready FROM recording.recording_files WHERE recording_id = $1 ORDER BY kind',
      [id],
    );
  const rowOf = async (id: string) => {
    const [row] = await around.query<{ state: string; progress: number; reason: string | null; expires: Date }>(
      `SELECT state, progress_permille AS progress, failure_reason AS reason, expires_at AS expires
       FROM recording.recordings WHERE id = $1`,
      [id],
    );
    return row;
  };
  const until = (id: string, state: string) =>
    waitFor(async () => (await rowOf(id))?.state === state, { what: `${id} to be ${state}`, timeoutMs: PATIENCE_MS });
  const hasFolder = async (id: string) => (await folders.all()).includes(id);
  const isThere = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    );

  async function fetched(key: string): Promise<string> {
    const path = join(around.folder, `fetched-${randomUUID()}`);
    await pipeline(await storage.read(key), createWriteStream(path));
    return path;
  }

  async function expectComplete(id: string): Promise<void> {
    const files = await filesOf(id);
    expect(files.map(({ kind }) => kind)).toEqual(['COMPOSITE', 'PARTICIPANT', 'THUMBNAIL']);
    const keys: string[] = [];
    for await (const { key } of storage.list(`${id}/`)) keys.push(key);
    expect(keys.sort()).toEqual(files.map(({ object_key: key }) => key).sort());
    const composite = await probed(await fetched(files[0]?.object_key ?? ''));
    expect(composite.streams.map(({ codec_name: codec }) => codec).sort()).toEqual(['aac', 'h264']);
    expect(Number(composite.format.duration)).toBeCloseTo(SECONDS, 0);
    await waitFor(async () => !(await hasFolder(id)), { what: 'the local copy to go' });
  }

  it(
    'is composed and stored, and its local copy goes last',
    async () => {
      const id = await captured();
      await until(id, 'READY');
      await expectComplete(id);
      expect(await rowOf(id)).toMatchObject({ progress: 1000, reason: null });
    },
    PATIENCE_MS,
  );

  it(
    'is a failed recording where nothing of it can be played',
    async () => {
      const id = await captured(false);
      await until(id, 'FAILED');
      expect(await rowOf(id)).toMatchObject({ reason: 'NOTHING_CAPTURED' });
      expect((await rowOf(id))?.expires.getTime()).toBeGreaterThan(Date.now());
    },
    PATIENCE_MS,
  );

  it(
    'is gone on with after the recorder was killed in the middle of composing, of storing, and after it',
    async () => {
      const id = await captured();
      const folder = await folders.of(id);
      const moments: readonly [string, () => Promise<boolean>][] = [
        ['composing', async () => (await readdir(join(folder, 'composed')).catch(() => [])).length > 1],
        ['being composed', () => isThere(join(folder, 'finished.json'))],
        ['the first file stored', async () => (await filesOf(id)).length > 0],
      ];
      for (const [what, reached] of moments) {
        await waitFor(reached, { what, timeoutMs: PATIENCE_MS, intervalMs: 5 });
        await recorder.kill();
        recorder = await start();
      }
      await until(id, 'READY');
      await expectComplete(id);
    },
    2 * PATIENCE_MS,
  );

  it(
    'waits on the disk while the storage is away, over a restart and over Redis losing all it had',
    async () => {
      await objects.kill();
      const id = await captured();
      await waitFor(() => isThere(join(around.folder, 'captures', id, 'finished.json')), {
        what: 'being composed',
        timeoutMs: PATIENCE_MS,
      });
      await recorder.kill();
      process.kill(redis.pid, 'SIGKILL');
      await redis.stop();
      redis = await redis.startAgain();
      recorder = await start();
      expect(await rowOf(id)).toMatchObject({ state: 'PROCESSING' });
      expect(await filesOf(id)).toEqual([]);
      await objects.startAgain();
      await until(id, 'READY');
      await expectComplete(id);
    },
    2 * PATIENCE_MS,
  );

  it(
    'can have a range of it made a file of its own',
    async () => {
      const id = await captured();
      await until(id, 'READY');
      await around.query(
        `INSERT INTO recording.recording_files (id, recording_id, kind, content_type, object_key, bytes, duration_ms, from_ms, to_ms, ready)
       VALUES ($2, $1, 'CLIP', 'video/mp4', $1 || '/clip.mp4', 0, 1500, 1000, 2500, false)`,
        [id, `file_${randomUUID()}`],
      );
      const clip = await waitFor(async () => (await filesOf(id)).find(({ kind, ready }) => kind === 'CLIP' && ready), {
        what: 'the clip',
        timeoutMs: PATIENCE_MS,
      });
      const { streams, format } = await probed(await fetched(clip.object_key));
      expect(streams).toHaveLength(2);
      expect(Number(format.duration)).toBeCloseTo(1.5, 1);
      await waitFor(async () => !(await hasFolder(id)), { what: 'the local copy to go' });
    },
    PATIENCE_MS,
  );
});
