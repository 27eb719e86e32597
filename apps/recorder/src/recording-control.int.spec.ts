import { recordingV1 } from '@videocall/contracts';
import { loadSettings } from '@videocall/platform-config';
import { createGrpcClient, type GrpcClient, readTls } from '@videocall/platform-grpc';
import { type RunningService, startService } from '@videocall/platform-service';
import { recorderSettings } from './config/settings.js';
import { recorderService } from './recorder-service.js';
import { RecorderSurroundings } from './testing/recorder-surroundings.js';

describe('the control of recordings', () => {
  let around: RecorderSurroundings;
  let service: RunningService;
  const clients: { close(): void }[] = [];

  beforeAll(async () => {
    around = await RecorderSurroundings.make();
    service = await startService(recorderService(loadSettings(recorderSettings, around.environment)));
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await service.stop();
    await around.dispose();
  });

  function clientOf(caller: string): GrpcClient<recordingV1.RecordingControlServiceClient> {
    const client = createGrpcClient(recordingV1.RecordingControlServiceClient, {
      address: `127.0.0.1:${around.grpcPort}`,
      tls: readTls(around.certificates.filesFor(caller)),
      serverName: 'recorder',
      defaultDeadlineMs: 5_000,
    });
    clients.push(client);
    return client;
  }

  const rows = (id: string) =>
    around.query<{ title: string; ending: Date | null }>(
      'SELECT call_title AS title, end_requested_at AS ending FROM recording.recordings WHERE id = $1',
      [id],
    );

  it('takes a capture on once, however often it is asked', async () => {
    const client = clientOf('call-orchestrator');
    const order = { recordingId: 'rec_once', callId: 'call_1', callTitle: 'Standup' };
    await client.beginCapture(order);
    await client.beginCapture({ ...order, callTitle: 'Another' });
    expect(await rows('rec_once')).toEqual([{ title: 'Standup', ending: null }]);
  });

  it('ends a capture once, and knows of none that it was not given', async () => {
    const client = clientOf('call-orchestrator');
    await client.beginCapture({ recordingId: 'rec_ended', callId: 'call_1', callTitle: '' });
    await client.endCapture({ recordingId: 'rec_ended' });
    const [first] = await rows('rec_ended');
    expect(first?.ending).not.toBeNull();
    await client.endCapture({ recordingId: 'rec_ended' });
    expect(await rows('rec_ended')).toEqual([first]);
    await client.endCapture({ recordingId: 'rec_unknown' });
    expect(await rows('rec_unknown')).toEqual([]);
  });

  it('refuses ids that could lead out of its folder', async () => {
    const order = { recordingId: '../rec', callId: 'call_1', callTitle: '' };
    await expect(clientOf('call-orchestrator').beginCapture(order)).rejects.toMatchObject({
      reason: 'REQUEST_INVALID',
    });
  });

  it('refuses services that have no business here', async () => {
    await expect(clientOf('api-gateway').endCapture({ recordingId: 'rec_once' })).rejects.toMatchObject({
      reason: 'CALLER_NOT_ALLOWED',
    });
  });
});
