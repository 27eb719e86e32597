import { randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordingV1 } from '@videocall/contracts';
import { loadSettings } from '@videocall/platform-config';
import { createGrpcClient, readTls, type GrpcClient } from '@videocall/platform-grpc';
import { startService, type RunningService } from '@videocall/platform-service';
import { KeepRetention } from './application/keep-retention.js';
import { RecordingFiles } from './application/ports/recording-files.js';
import { recorderSettings } from './config/settings.js';
import { recorderService } from './recorder-service.js';
import { People, type Somebody } from './testing/people.js';
import { RecorderSurroundings } from './testing/recorder-surroundings.js';

type Library = GrpcClient<recordingV1.RecordingServiceClient>;
const CONTENT = 'moving pictures and sound';
const { COMPOSITE, CLIP } = recordingV1.RecordingFileKind;

describe('the library', () => {
  let around: RecorderSurroundings;
  let people: People;
  let service: RunningService;
  let library: Library;
  let origin: string;

  beforeAll(async () => {
    around = await RecorderSurroundings.make();
    people = await People.start(around.certificates.materialFor('call-orchestrator'));
    service = await startService(
      recorderService(
        loadSettings(recorderSettings, {
          ...around.environment,
          AUTH_JWKS_URL: people.jwksUrl,
          ORCHESTRATOR_GRPC_ADDRESS: people.orchestratorAddress,
        }),
      ),
    );
    origin = await service.app.getUrl();
    library = libraryAs('api-gateway');
  });
  afterAll(async () => {
    library.close();
    await service.stop();
    people.stop();
    await around.dispose();
  });

  const libraryAs = (caller: string): Library =>
    createGrpcClient(recordingV1.RecordingServiceClient, {
      address: `127.0.0.1:${around.grpcPort}`,
      tls: readTls(around.certificates.filesFor(caller)),
      serverName: 'recorder',
      defaultDeadlineMs: 5_000,
    });

  const storedIn = () => readdir(join(around.folder, 'recordings'), { recursive: true });

  /** A stored recording of a call that nobody else's test knows. */
  async function recorded({
    state = 'READY',
    expiresAt = new Date(Date.now() + 60_000),
    callId = `call_${randomUUID()}`,
  } = {}) {
    const id = `rec_${randomUUID()}`;
    await around.query(
      `INSERT INTO recording.recordings (id, call_id, call_title, state, started_at, ended_at, expires_at)
       VALUES ($1, $2, 'Standup', $3::recording.recording_state, '2026-05-01T09:30:00Z', '2026-05-01T09:31:00Z', $4)`,
      [id, callId, state, expiresAt],
    );
    await around.query(
      `INSERT INTO recording.captured_participants VALUES ($1, 'part_1', 'user_x', 'Ada', true, '2026-05-01T09:30:00Z')`,
      [id],
    );
    const path = join(around.folder, 'composite.mp4');
    await writeFile(path, CONTENT);
    const file = { kind: 'COMPOSITE', path, contentType: 'video/mp4', durationMs: 60_000 } as const;
    await service.app.get(RecordingFiles).store(id, [file], () => undefined, new AbortController().signal);
    return { id, callId };
  }

  const get = async (recordingId: string, who: Somebody) =>
    (await library.getRecording({ recordingId }, who)).recording;
  const list = async (who: Somebody, pageSize = 0, pageToken = '', callId = '') =>
    await library.listRecordings({ callId, pageSize, pageToken }, who);
  const compositeOf = async (recordingId: string, who: Somebody): Promise<string> =>
    (await get(recordingId, who))?.files.find(({ kind }) => kind === COMPOSITE)?.id ?? '';
  async function addressOf(recordingId: string, who: Somebody, save = false): Promise<URL> {
    const fileId = await compositeOf(recordingId, who);
    return new URL((await library.createDownload({ recordingId, fileId, save }, who)).url, origin);
  }

  it('shows a recording to those who were in its call', async () => {
    const { id, callId } = await recorded();
    const guest = await people.somebody({ [callId]: false });
    expect(await get(id, guest)).toMatchObject({
      ...{ id, callId, callTitle: 'Standup', state: recordingV1.RecordingState.READY },
      ...{ durationMs: 60_000, bytes: CONTENT.length, participantNames: ['Ada'], canDelete: false },
      files: [{ kind: COMPOSITE, ready: true, durationMs: 60_000, fileName: 'Standup 2026-05-01 09.30.mp4' }],
    });
    expect((await list(guest)).recordings.map((recording) => recording.id)).toEqual([id]);
  });

  it('knows of no recording where somebody was not in its call', async () => {
    const { id, callId } = await recorded();
    const fileId = await compositeOf(id, await people.somebody({ [callId]: true }));
    const stranger = await people.somebody({ call_other: true });
    const unknown = { reason: 'RECORDING_NOT_FOUND' };
    await expect(library.getRecording({ recordingId: id }, stranger)).rejects.toMatchObject(unknown);
    const download = { recordingId: id, fileId, save: false };
    await expect(library.createDownload(download, stranger)).rejects.toMatchObject(unknown);
    const clip = { requestId: randomUUID(), recordingId: id, fromMs: 0, toMs: 5_000 };
    await expect(library.createClip(clip, stranger)).rejects.toMatchObject(unknown);
    const deletion = { requestId: randomUUID(), recordingId: id };
    await expect(library.deleteRecording(deletion, stranger)).rejects.toMatchObject(unknown);
    expect((await list(stranger)).recordings).toEqual([]);
    await expect(library.getRecording({ recordingId: id })).rejects.toMatchObject({ reason: 'TOKEN_MISSING' });
  });

  it('lets an administrator see that there is a recording and delete it, and not what is in it', async () => {
    const { id, callId } = await recorded();
    const fileId = await compositeOf(id, await people.somebody({ [callId]: true }));
    const admin = await people.somebody({}, { admin: true });
    expect(await get(id, admin)).toMatchObject({ canDelete: true });
    await expect(library.createDownload({ recordingId: id, fileId, save: false }, admin)).rejects.toMatchObject({
      reason: 'RECORDING_NOT_FOUND',
    });
    await library.deleteRecording({ requestId: randomUUID(), recordingId: id }, admin);
    await expect(library.getRecording({ recordingId: id }, admin)).rejects.toMatchObject({
      reason: 'RECORDING_NOT_FOUND',
    });
  });

  it('takes questions from the gateway alone', async () => {
    const other = libraryAs('sfu-node');
    await expect(
      other.listRecordings({ callId: '', pageSize: 0, pageToken: '' }, await people.somebody()),
    ).rejects.toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
    other.close();
  });

  it('gives pages, newest first, each recording once', async () => {
    const callId = `call_${randomUUID()}`;
    const host = await people.somebody({ [callId]: true });
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) ids.unshift((await recorded({ callId })).id);
    const first = await list(host, 2);
    const second = await list(host, 2, first.nextPageToken);
    const third = await list(host, 2, second.nextPageToken, callId);
    expect([first, second, third].flatMap(({ recordings }) => recordings.map(({ id }) => id))).toEqual(ids);
    expect(third.nextPageToken).toBe('');
    await expect(list(host, 2, 'nonsense')).rejects.toMatchObject({ reason: 'REQUEST_INVALID' });
  });

  it('gives addresses that play with ranges, save under a name, and are of no use when changed', async () => {
    const { id, callId } = await recorded();
    const guest = await people.somebody({ [callId]: false });
    const url = await addressOf(id, guest);
    const part = await fetch(url, { headers: { range: 'bytes=7-14' } });
    expect([part.status, part.headers.get('content-type'), await part.text()]).toEqual([206, 'video/mp4', 'pictures']);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(CONTENT.length)]);
    const saved = await fetch(await addressOf(id, guest, true));
    expect(saved.headers.get('content-disposition')).toContain('attachment; filename="Standup 2026-05-01 09.30.mp4"');
    expect(await saved.text()).toBe(CONTENT);
    url.searchParams.set('expires', '99999999999');
    const changed = await fetch(url);
    expect([changed.status, await changed.json()]).toMatchObject([403, { error: { reason: 'DOWNLOAD_LINK_INVALID' } }]);
  });

  it('is deleted from by hosts: the file and the entry, and once more without harm', async () => {
    const { id, callId } = await recorded();
    const [host, guest] = [await people.somebody({ [callId]: true }), await people.somebody({ [callId]: false })];
    const url = await addressOf(id, guest);
    const deletion = { requestId: randomUUID(), recordingId: id };
    await expect(library.deleteRecording(deletion, guest)).rejects.toMatchObject({ reason: 'HOST_ONLY' });
    await library.deleteRecording(deletion, host);
    expect((await storedIn()).filter((name) => name.startsWith(`${id}/`))).toEqual([]);
    expect((await list(guest)).recordings).toEqual([]);
    expect((await fetch(url)).status).toBe(404);
    await library.deleteRecording(deletion, host);
    await expect(library.getRecording({ recordingId: id }, host)).rejects.toMatchObject({
      reason: 'RECORDING_NOT_FOUND',
    });
  });

  it('does not delete what is being made', async () => {
    const { id, callId } = await recorded({ state: 'PROCESSING' });
    const host = await people.somebody({ [callId]: true });
    await expect(library.deleteRecording({ requestId: randomUUID(), recordingId: id }, host)).rejects.toMatchObject({
      reason: 'RECORDING_NOT_READY',
    });
    expect((await get(id, host))?.files).toEqual([]);
  });

  it('takes the order for a clip once', async () => {
    const { id, callId } = await recorded();
    const guest = await people.somebody({ [callId]: false });
    const order = { requestId: randomUUID(), recordingId: id, fromMs: 10_000, toMs: 20_000 };
    const { file } = await library.createClip(order, guest);
    expect(file).toMatchObject({
      ...{ kind: CLIP, ready: false, fromMs: 10_000, toMs: 20_000 },
      fileName: 'Standup 2026-05-01 09.30 0.00.10-0.00.20.mp4',
    });
    expect((await library.createClip(order, guest)).file).toEqual(file);
    await expect(library.createClip({ ...order, toMs: 21_000 }, guest)).rejects.toMatchObject({
      reason: 'REQUEST_ID_REUSED',
    });
    for (const [fromMs, toMs] of [
      [20_000, 10_000],
      [0, 999],
      [50_000, 60_001],
    ] as const) {
      const wrong = { requestId: randomUUID(), recordingId: id, fromMs, toMs };
      await expect(library.createClip(wrong, guest)).rejects.toMatchObject({ reason: 'RANGE_INVALID' });
    }
  });

  describe('by retention', () => {
    const keep = () => service.app.get(KeepRetention).run();

    it('loses what is too old, and keeps the rest', async () => {
      const callId = `call_${randomUUID()}`;
      const host = await people.somebody({ [callId]: true });
      await recorded({ callId, expiresAt: new Date(Date.now() - 1) });
      const kept = await recorded({ callId });
      await keep();
      expect((await list(host)).recordings.map(({ id }) => id)).toEqual([kept.id]);
    });

    it('finishes a deletion that was cut', async () => {
      const { id } = await recorded();
      await around.query('UPDATE recording.recordings SET deleted_at = now() WHERE id = $1', [id]);
      expect((await storedIn()).filter((name) => name.startsWith(`${id}/`))).toHaveLength(1);
      await keep();
      expect((await storedIn()).filter((name) => name.startsWith(`${id}/`))).toEqual([]);
      expect(await around.query('SELECT FROM recording.recording_files WHERE recording_id = $1', [id])).toEqual([]);
    });

    it('removes folders of what is stored, and none that is needed', async () => {
      const [ready, processing] = [await recorded(), await recorded({ state: 'PROCESSING' })];
      const captures = join(around.folder, 'captures');
      for (const { id } of [ready, processing]) await mkdir(join(captures, id), { recursive: true });
      await keep();
      const left = await readdir(captures);
      expect(left).toContain(processing.id);
      expect(left).not.toContain(ready.id);
    });
  });

  it('tells Prometheus how much it holds', async () => {
    await recorded();
    const metrics = await (await fetch(new URL('/metrics', origin))).text();
    expect(metrics).toMatch(/recorder_stored_bytes\{kind="COMPOSITE",service="recorder"\} \d+/);
    expect(metrics).toMatch(/recorder_recordings\{state="READY",service="recorder"\} \d+/);
    expect(metrics).toMatch(/recorder_disk_used_ratio\{disk="work",service="recorder"\} 0\.\d+/);
  });
});

describe('a recorder whose disk is fuller than allowed', () => {
  let around: RecorderSurroundings;
  let service: RunningService;
  beforeAll(async () => {
    around = await RecorderSurroundings.make();
    const settings = loadSettings(recorderSettings, { ...around.environment, CAPTURE_DISK_PERCENT: '1' });
    service = await startService(recorderService(settings));
  });
  afterAll(async () => {
    await service.stop();
    await around.dispose();
  });

  it('begins no capture', async () => {
    const control = createGrpcClient(recordingV1.RecordingControlServiceClient, {
      address: `127.0.0.1:${around.grpcPort}`,
      tls: readTls(around.certificates.filesFor('call-orchestrator')),
      serverName: 'recorder',
      defaultDeadlineMs: 5_000,
    });
    await expect(control.beginCapture({ recordingId: 'rec_1', callId: 'call_1', callTitle: '' })).rejects.toMatchObject(
      { reason: 'DISK_FULL' },
    );
    expect(await around.query('SELECT FROM recording.recordings')).toEqual([]);
    control.close();
  });
});
