import { callV1, eventsV1, sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { AUTH_EVENTS, CALL_EVENTS, connectRedis, publishEvents } from '@videocall/events';
import { waitFor } from '@videocall/testing';
import type { Redis } from 'ioredis';
import { TestClient } from './testing/client.spec.fixture.js';
import {
  admission,
  call,
  callRecording,
  chatMessage,
  maintenance,
  peerSnapshot,
} from './testing/scripted-replies.spec.fixture.js';
import { Surroundings, type RunningGateway } from './testing/surroundings.spec.fixture.js';

let surroundings: Surroundings;
let gateway: RunningGateway;
let redis: Redis;
const clients: TestClient[] = [];
let events = 0;
let calls = 0;

beforeAll(async () => {
  surroundings = await Surroundings.create();
  gateway = await surroundings.startGateway();
  redis = connectRedis(surroundings.redisUrl, () => undefined);
});
// A call of its own for each test: the gateway remembers how far a call went.
beforeEach(() => {
  surroundings.callId = `call_test_${++calls}`;
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  surroundings.answerAsUsual();
  surroundings.mediaRevision = 3;
});
afterAll(async () => {
  redis.disconnect();
  await surroundings.stop();
});

async function connect(identityId = 'user_1', to = gateway, sid = 'ases_1'): Promise<TestClient> {
  const client = await TestClient.connect(to.url, { accessToken: await surroundings.accessToken(identityId, { sid }) });
  clients.push(client);
  return client;
}

async function joinRequest(fields: object = {}) {
  return {
    requestId: 'r1',
    grant: await surroundings.grant(),
    rtpCapabilities: { codecs: [] },
    codecListHash: 'h',
    sendProfile: 'AUTO' as const,
    receiveProfile: 'AUTO' as const,
    ...fields,
  };
}

/** A client in the test's call, heard by its node. */
async function joined(to = gateway): Promise<TestClient> {
  const client = await connect('user_1', to);
  const before = surroundings.attachRequests.length;
  await client.send('join', await joinRequest());
  await waitFor(() => surroundings.attachRequests.length > before);
  return client;
}

async function publish(fact: eventsV1.CallEvent['fact'], revision: number, onlyParticipantId = ''): Promise<void> {
  const event = eventsV1.CallEvent.fromPartial({
    id: `evt_${++events}`,
    callId: surroundings.callId,
    revision,
    onlyParticipantId,
    fact,
  });
  await publishEvents(redis, CALL_EVENTS, [{ eventId: event.id, payload: CALL_EVENTS.encode(event) }]);
}

const locked = (value: boolean): eventsV1.CallEvent['fact'] => ({ $case: 'callLocked', value: { locked: value } });

/** A sample from `/metrics`. */
async function metric(name: string, labels = ''): Promise<number> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  const sample = text
    .split('\n')
    .find((line) => line.startsWith(name) && labels.split(',').every((label) => line.includes(label)));
  return Number(sample?.split(' ').at(-1) ?? 0);
}

describe('connecting', () => {
  it.each([
    ['without a token', {}, 'TOKEN_MISSING'],
    ['with something that is no token', { accessToken: 'x' }, 'TOKEN_INVALID'],
    ['with a list for a token', { accessToken: ['x'] }, 'TOKEN_MISSING'],
  ])('is refused %s, with the reason', async (_, auth, reason) => {
    await expect(TestClient.connect(gateway.url, auth)).rejects.toMatchObject({ reason });
  });

  it('is refused with an expired token', async () => {
    const accessToken = await surroundings.accessToken('user_1', { expiresInSeconds: -60 });
    await expect(TestClient.connect(gateway.url, { accessToken })).rejects.toMatchObject({ reason: 'TOKEN_EXPIRED' });
  });

  it('is for the pages of this server only', async () => {
    const auth = { accessToken: await surroundings.accessToken() };
    await expect(TestClient.connect(gateway.url, auth, { origin: 'https://evil.example' })).rejects.toBeInstanceOf(
      Error,
    );
    clients.push(await TestClient.connect(gateway.url, auth, { origin: 'https://videocall.example' }));
  });
});

describe('joining', () => {
  it('gives everything in one reply and then attaches the peer at its sfu-node', async () => {
    const client = await connect();
    const reply = await client.send('join', await joinRequest({ displayName: 'Ada L.' }));
    expect(reply).toMatchObject({
      participantId: 'part_1',
      resumeToken: 'resume-1',
      call: { id: surroundings.callId, revision: 5, participants: [{ id: 'part_1', role: 'HOST' }] },
      media: {
        revision: 3,
        peerId: 'peer_1',
        transports: [{ direction: 'SEND', iceCandidates: [{ foundation: 'f' }] }],
        tracks: [{ id: 'trk_1', kind: 'video' }],
      },
      chat: [{ text: 'hello' }],
    });
    expect(surroundings.orchestrator.callsOf('joinCall').at(-1)?.request).toMatchObject({
      requestId: 'r1',
      rtpCapabilitiesJson: '{"codecs":[]}',
      displayName: 'Ada L.',
      sendProfile: callV1.QualityProfile.AUTO,
    });
    await waitFor(() => surroundings.attachRequests.at(-1)?.action?.$case === 'attach');
    expect(surroundings.attachRequests.at(-1)?.action?.value).toEqual({ ticket: 'ticket-1' });
  });

  it('gives the newest of a long chat', async () => {
    const messages = Array.from({ length: 250 }, (_, i) => ({ ...chatMessage(), id: `msg_${i}` }));
    surroundings.orchestrator.on('listChatMessages', ({ afterMessageId, pageSize }) => {
      const from = messages.findIndex(({ id }) => id === afterMessageId) + 1;
      return { messages: messages.slice(from, from + Number(pageSize)) };
    });
    const client = await connect();
    const { chat } = await client.send('join', await joinRequest());
    expect(chat.map(({ id }) => id)).toEqual(messages.slice(50).map(({ id }) => id));
  });

  it('is refused with a forged grant before the orchestrator is asked', async () => {
    const client = await connect();
    const before = surroundings.orchestrator.callsOf('joinCall').length;
    await expect(client.send('join', await joinRequest({ grant: 'forged' }))).rejects.toMatchObject({
      reason: 'GRANT_INVALID',
    });
    expect(surroundings.orchestrator.callsOf('joinCall')).toHaveLength(before);
  });

  it('goes on under the participant of before with a resume token and no grant', async () => {
    const client = await connect();
    await client.send('join', await joinRequest({ grant: '', resumeToken: 'resume-0' }));
    expect(surroundings.orchestrator.callsOf('joinCall').at(-1)?.request).toMatchObject({
      grant: '',
      resumeToken: 'resume-0',
    });
  });

  it('passes on why the orchestrator refuses, details included', async () => {
    surroundings.orchestrator.on('joinCall', () => {
      throw new Refusal('CODEC_LIST_OUTDATED', { details: { codecListHash: 'new' } });
    });
    const client = await connect();
    await expect(client.send('join', await joinRequest())).rejects.toMatchObject({
      reason: 'CODEC_LIST_OUTDATED',
      details: { codecListHash: 'new' },
    });
  });

  it('is done once', async () => {
    const client = await joined();
    await expect(client.send('join', await joinRequest())).rejects.toMatchObject({ reason: 'ALREADY_JOINED' });
  });

  it('asks for a snapshot where the media moved on before the peer was attached', async () => {
    surroundings.mediaRevision = 9;
    const client = await joined();
    await client.notified('snapshotNeeded');
  });

  it('asks for a snapshot where the call moved on before the reply', async () => {
    await joined();
    surroundings.orchestrator.on('joinCall', async () => {
      await publish(locked(true), 6);
      await waitFor(() => clients[0]?.types().includes('callLocked'));
      return admission(surroundings.node.address, { participantId: 'part_2', call: call({ id: surroundings.callId }) });
    });
    const late = await connect('user_2');
    await late.send('join', await joinRequest());
    await late.notified('snapshotNeeded');
  });
});

describe('what happens in the call', () => {
  it('is told in order, once, and only from after the snapshot', async () => {
    const client = await joined();
    await publish(locked(true), 5);
    await publish(locked(true), 6);
    await publish(locked(true), 6);
    await publish(locked(false), 7);
    await waitFor(() => client.notifications.length >= 2);
    expect(client.notifications).toEqual([
      { plane: 'call', revision: 6, body: { type: 'callLocked', locked: true } },
      { plane: 'call', revision: 7, body: { type: 'callLocked', locked: false } },
    ]);
  });

  it('is told to the one it is meant for; the others learn only that it counts', async () => {
    const client = await joined();
    const asked = { byParticipantId: 'part_9', source: callV1.TrackSource.MICROPHONE };
    await publish({ $case: 'unmuteAsked', value: asked }, 6, 'part_1');
    await publish({ $case: 'unmuteAsked', value: asked }, 7, 'part_2');
    await client.notified('callRevisionOnly');
    expect(client.notifications.map(({ body }) => body)).toEqual([
      { type: 'unmuteAsked', byParticipantId: 'part_9', source: 'MICROPHONE' },
      { type: 'callRevisionOnly' },
    ]);
  });

  it('shows that it is recorded, from the snapshot on', async () => {
    const recorded = call({ id: surroundings.callId, recording: callRecording() });
    surroundings.orchestrator.on('joinCall', () => admission(surroundings.node.address, { call: recorded }));
    const client = await connect();
    const reply = await client.send('join', await joinRequest());
    expect(reply.call.recording).toMatchObject({ id: 'rec_1', state: 'STARTING', startedByParticipantId: 'part_1' });
    const capturing = callRecording({ state: callV1.CallRecordingState.CAPTURING });
    await publish({ $case: 'recordingChanged', value: { recording: capturing } }, 6);
    await publish({ $case: 'recordingChanged', value: { recording: undefined } }, 7);
    await waitFor(() => client.notifications.length >= 2);
    expect(client.notifications.map(({ body }) => body)).toMatchObject([
      { type: 'recordingChanged', recording: { id: 'rec_1', state: 'CAPTURING' } },
      { type: 'recordingChanged', recording: null },
    ]);
  });

  it('comes from the sfu-node where it is about media, in its own count', async () => {
    const client = await joined();
    const [track] = peerSnapshot().tracks;
    if (!track) throw new Error('the snapshot has a track');
    surroundings.notify({ revision: 3, event: { $case: 'trackUpdated', value: track } });
    surroundings.notify({ revision: 4, event: { $case: 'trackUpdated', value: { ...track, muted: true } } });
    surroundings.notify({ revision: 5, event: { $case: 'revisionOnly', value: {} } });
    surroundings.notify({
      event: { $case: 'audioLevels', value: { levels: [{ participantId: 'part_2', dbov: -30 }] } },
    });
    surroundings.notify({ peerId: 'peer_other', revision: 6, event: { $case: 'trackUpdated', value: track } });
    await client.notified('audioLevels');
    expect(client.notifications).toMatchObject([
      { plane: 'media', revision: 4, body: { type: 'trackUpdated', track: { id: 'trk_1', muted: true } } },
      { plane: 'media', revision: 5, body: { type: 'mediaRevisionOnly' } },
      { plane: 'passing', body: { levels: [{ participantId: 'part_2', dbov: -30 }] } },
    ]);
  });

  it('needs a snapshot where Redis came back without what was last read', async () => {
    const client = await joined();
    await publish(locked(true), 6);
    await client.notified('callLocked');
    await redis.flushall();
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await client.notified('snapshotNeeded');
  });

  it('ends with the call', async () => {
    const client = await joined();
    await publish({ $case: 'callEnded', value: { reason: callV1.CallEndReason.ENDED_BY_HOST, durationSeconds: 9 } }, 6);
    expect(await client.notified('callEnded')).toMatchObject({ body: { reason: 'ENDED_BY_HOST' } });
    await expect(client.send('leave', { requestId: 'r2' })).rejects.toMatchObject({ reason: 'NOT_JOINED' });
  });

  it('ends for who was removed, with the reason', async () => {
    const client = await joined();
    await publish(
      {
        $case: 'participantLeft',
        value: { participantId: 'part_1', identityId: 'user_1', reason: callV1.LeaveReason.REMOVED },
      },
      6,
    );
    expect(await client.notified('expelled')).toMatchObject({ body: { reason: 'REMOVED' } });
    expect(client.isConnected).toBe(true);
  });

  it.each(['MEDIA_LOST', 'NODE_DRAINING'])('lets a client join again at once after %s', async (reason) => {
    const client = await joined();
    surroundings.notify({ event: { $case: 'peerGone', value: { reason } } });
    expect(await client.notified('expelled')).toMatchObject({ body: { reason } });
    await client.send('join', await joinRequest({ requestId: 'r2', resumeToken: 'resume-1' }));
  });

  it('is told by the orchestrator rather than by the sfu-node where both know why', async () => {
    const client = await joined();
    surroundings.notify({ event: { $case: 'peerGone', value: { reason: 'CALL_ENDED' } } });
    await publish({ $case: 'callEnded', value: { reason: callV1.CallEndReason.ADMINISTRATOR, durationSeconds: 9 } }, 6);
    await client.notified('callEnded');
    expect(client.types()).toEqual(['callEnded']);
  });

  it('is told by the sfu-node alone where no event comes', async () => {
    const client = await joined();
    surroundings.notify({ event: { $case: 'peerGone', value: { reason: 'REMOVED' } } });
    expect(await client.notified('expelled')).toMatchObject({ body: { reason: 'REMOVED' } });
  });
});

describe('maintenance of the server', () => {
  it('is told to everybody who is connected, in a call or not, without being counted', async () => {
    const clients = [await joined(), await connect('user_2')];
    await publish({ $case: 'maintenanceChanged', value: { maintenance: maintenance() } }, 0);
    await publish({ $case: 'maintenanceChanged', value: { maintenance: maintenance({ endedAt: new Date() }) } }, 0);
    for (const client of clients) {
      await waitFor(() => client.notifications.length >= 2);
      const [announced, over] = client.notifications.map(({ plane, body }) => ({ plane, body }));
      expect(announced).toMatchObject({
        plane: 'passing',
        body: {
          type: 'maintenanceChanged',
          maintenance: { id: 'mnt_1', text: { en: 'New disk', ja: '新しいディスク' } },
        },
      });
      expect(over).toEqual({ plane: 'passing', body: { type: 'maintenanceChanged', maintenance: null } });
    }
  });
});

describe('coming back', () => {
  it('gives the same participant and peer, with a fresh snapshot from the sfu-node', async () => {
    const client = await joined();
    client.close();
    const again = await connect();
    const reply = await again.send('resume', { resumeToken: 'resume-1' });
    expect(reply).toMatchObject({ participantId: 'part_1', media: { peerId: 'peer_1' }, resumeToken: 'resume-2' });
    expect(surroundings.node.callsOf('getSnapshot').at(-1)?.metadata.get('x-peer-ticket')).toEqual(['ticket-2']);
    await publish(locked(true), 6);
    await again.notified('callLocked');
  });

  it('works at another gateway', async () => {
    const client = await joined();
    client.close();
    const other = await surroundings.startGateway();
    const again = await connect('user_1', other);
    expect(await again.send('resume', { resumeToken: 'resume-1' })).toMatchObject({ participantId: 'part_1' });
    await publish(locked(true), 6);
    await again.notified('callLocked');
  });

  it('ends the connection that another gateway still held', async () => {
    const older = await joined();
    surroundings.notify({ event: { $case: 'peerGone', value: { reason: 'REPLACED' } } });
    expect(await older.notified('expelled')).toMatchObject({ body: { reason: 'REPLACED' } });
    expect(await older.disconnected()).toBe('io server disconnect');
  });

  it('supersedes the connection of before', async () => {
    const older = await joined();
    const newer = await connect();
    await newer.send('resume', { resumeToken: 'resume-1' });
    expect(await older.notified('expelled')).toMatchObject({ body: { reason: 'REPLACED' } });
    expect(await older.disconnected()).toBe('io server disconnect');
    // The older connection's end takes nothing from the newer one.
    surroundings.notify({ revision: 4, event: { $case: 'revisionOnly', value: {} } });
    await newer.notified('mediaRevisionOnly');
    expect(surroundings.attachRequests.at(-1)?.action?.$case).toBe('attach');
  });

  it('says that the media is lost where the sfu-node knows the peer no more', async () => {
    surroundings.node.on('getSnapshot', () => {
      throw new Refusal('PEER_NOT_FOUND');
    });
    const client = await connect();
    await expect(client.send('resume', { resumeToken: 'resume-1' })).rejects.toMatchObject({ reason: 'MEDIA_LOST' });
  });

  it('is no leave', async () => {
    const before = surroundings.orchestrator.callsOf('leaveCall').length;
    const client = await joined();
    client.close();
    await waitFor(() => surroundings.attachRequests.at(-1)?.action?.$case === 'detach');
    expect(surroundings.orchestrator.callsOf('leaveCall')).toHaveLength(before);
  });

  it('waits for an orchestrator that restarts', async () => {
    const client = await connect();
    surroundings.orchestrator.kill();
    const resuming = client.send('resume', { resumeToken: 'resume-1' });
    await surroundings.startOrchestrator();
    expect(await resuming).toMatchObject({ participantId: 'part_1' });
  });

  it('attaches every peer again after the stream of its sfu-node broke', async () => {
    const client = await joined();
    surroundings.mediaRevision = 8;
    surroundings.node.kill();
    await surroundings.startNode();
    await client.notified('snapshotNeeded');
    expect(await client.send('snapshot', {})).toMatchObject({
      call: { id: 'call_1' },
      media: { peerId: 'peer_1' },
      chat: [{}],
    });
  });

  it('joins anew where the sfu-node came back without the peer', async () => {
    const client = await joined();
    surroundings.notify({ event: { $case: 'attachRefused', value: { reason: 'TICKET_FOREIGN' } } });
    expect(await client.notified('expelled')).toMatchObject({ body: { reason: 'MEDIA_LOST' } });
  });
});

describe('media signalling', () => {
  const dtlsParameters = { role: 'client', fingerprints: [] };
  const camera = {
    clientTrackId: 'c',
    source: 'CAMERA',
    kind: 'video',
    rtpParameters: { codecs: [] },
    muted: false,
    width: 640,
    height: 360,
  } as const;

  it('goes to the sfu-node with the peer ticket', async () => {
    const client = await joined();
    surroundings.node.on('connect', () => ({
      outcomes: [
        {
          clientTrackId: 'c',
          outcome: {
            $case: 'published',
            value: { track: { ...peerSnapshot().tracks[0], id: 'trk_own' }, revision: 4, command: undefined },
          },
        },
        { clientTrackId: 'd', outcome: { $case: 'refused', value: { reason: 'SOURCE_NOT_ALLOWED', message: 'no' } } },
      ],
      revision: 4,
    }));
    const reply = await client.send('connectMedia', {
      transports: [{ direction: 'SEND', dtlsParameters }],
      publish: [camera, { ...camera, clientTrackId: 'd' }],
      readySubscriptionIds: ['sub_1'],
    });
    expect(reply).toMatchObject({
      published: [{ clientTrackId: 'c', track: { id: 'trk_own' }, command: null }],
      refused: [{ clientTrackId: 'd', refused: { reason: 'SOURCE_NOT_ALLOWED' } }],
      revision: 4,
    });
    const received = surroundings.node.callsOf('connect').at(-1);
    expect(received?.metadata.get('x-peer-ticket')).toEqual(['ticket-1']);
    expect(received?.request).toMatchObject({
      transports: [{ direction: sfuV1.TransportDirection.SEND, dtlsParametersJson: JSON.stringify(dtlsParameters) }],
      publish: [{ clientTrackId: 'c', source: callV1.TrackSource.CAMERA, kind: sfuV1.MediaKind.VIDEO }, {}],
      readySubscriptionIds: ['sub_1'],
    });
  });

  it('renews an expired ticket, once, and goes on', async () => {
    const client = await joined();
    surroundings.node.on('setTrackMuted', (_, metadata) => {
      if (metadata.get('x-peer-ticket')[0] === 'ticket-1') throw new Refusal('TICKET_EXPIRED');
      return { revision: 4 };
    });
    const before = surroundings.orchestrator.callsOf('resumeParticipant').length;
    await client.send('setTrackMuted', { trackId: 'trk_own', muted: true });
    await client.send('setTrackMuted', { trackId: 'trk_own', muted: false });
    expect(surroundings.orchestrator.callsOf('resumeParticipant')).toHaveLength(before + 1);
  });

  it('works while orchestrator and auth are down', async () => {
    const client = await joined();
    surroundings.orchestrator.kill();
    surroundings.auth.kill();
    const waiting = client.send('setHandRaised', { requestId: 'r3', raised: true });
    await client.send('setViewport', { shown: [{ trackId: 'trk_1', width: 640, height: 360 }] });
    expect(await client.send('restartIce', { directions: ['SEND'] })).toMatchObject({
      restarted: [{ direction: 'SEND' }],
    });
    await Promise.all([surroundings.startOrchestrator(), surroundings.startAuth()]);
    expect(await waiting).toEqual({});
  });

  it('goes on with an expired access token, while everything else needs a fresh one', async () => {
    const accessToken = await surroundings.accessToken('user_1', { expiresInSeconds: 2 });
    const client = await TestClient.connect(gateway.url, { accessToken });
    clients.push(client);
    await client.send('join', await joinRequest());
    const refused = await waitFor(
      async () => {
        const acknowledgement = await client.sendRaw('setHandRaised', { requestId: 'r4', raised: true });
        return acknowledgement.ok ? undefined : acknowledgement.error;
      },
      { intervalMs: 200 },
    );
    expect(refused).toMatchObject({ reason: 'TOKEN_EXPIRED' });
    await client.send('setTrackMuted', { trackId: 'trk_own', muted: true });
    await client.send('authenticate', { accessToken: await surroundings.accessToken() });
    await client.send('setHandRaised', { requestId: 'r5', raised: true });
  });

  it('is over for a peer that the sfu-node lost, and the client joins again', async () => {
    const client = await joined();
    surroundings.node.on('publish', () => {
      throw new Refusal('PEER_NOT_FOUND');
    });
    await expect(client.send('publish', camera)).rejects.toMatchObject({ reason: 'MEDIA_LOST' });
    await client.notified('expelled');
    await client.send('join', await joinRequest({ requestId: 'r6' }));
  });
});

describe('what is measured', () => {
  it('has connected clients, messages by outcome, and joins by stage', async () => {
    const client = await joined();
    await client.sendRaw('nonsense', {});
    await waitFor(async () => (await metric('gateway_connected_sockets')) === 1);
    expect(await metric('gateway_join_duration_seconds_count', 'stage="orchestrator"')).toBeGreaterThan(0);
    expect(await metric('gateway_join_duration_seconds_count', 'stage="total"')).toBeGreaterThan(0);
    await waitFor(async () => (await metric('gateway_join_duration_seconds_count', 'stage="node"')) > 0);
    expect(await metric('gateway_signalling_duration_seconds_count', 'message="join",outcome="OK"')).toBeGreaterThan(0);
    expect(await metric('gateway_refusals_total', 'edge="socket",reason="UNIMPLEMENTED"')).toBeGreaterThan(0);
  });
});

describe('messages about the call', () => {
  it("act on the client's own call and participant, whatever it says", async () => {
    const client = await joined();
    await client.sendRaw('setHandRaised', { requestId: 'r7', raised: true, participantId: 'part_2', callId: 'call_2' });
    expect(surroundings.orchestrator.callsOf('setHandRaised').at(-1)?.request).toEqual({
      requestId: 'r7',
      callId: surroundings.callId,
      participantId: 'part_1',
      raised: true,
    });
  });

  it.each([
    ['muteParticipant', { source: 'MICROPHONE', muted: true }, { source: callV1.TrackSource.MICROPHONE, muted: true }],
    ['askToUnmute', { source: 'CAMERA' }, { source: callV1.TrackSource.CAMERA }],
    ['setParticipantRole', { role: 'LISTENER' }, { role: callV1.ParticipantRole.LISTENER }],
    ['removeParticipant', {}, {}],
  ] as const)('%s names the participant it is about', async (name, fields, received) => {
    const client = await joined();
    expect(await client.sendRaw(name, { requestId: 'r8', participantId: 'part_2', ...fields })).toEqual({
      ok: true,
      reply: {},
    });
    expect(surroundings.orchestrator.callsOf(name).at(-1)?.request).toEqual({
      requestId: 'r8',
      callId: surroundings.callId,
      participantId: 'part_2',
      ...received,
    });
  });

  it.each([
    ['acquireScreenShare', {}],
    ['releaseScreenShare', {}],
    ['sendChatMessage', { text: 'hello' }],
    ['setQualityProfile', { sendProfile: 'LOW' }],
    ['setCallLocked', { locked: true }],
    ['endCall', {}],
  ] as const)('%s reaches the orchestrator', async (name, fields) => {
    const client = await joined();
    expect(await client.sendRaw(name, { requestId: 'r9', ...fields })).toMatchObject({ ok: true });
    expect(surroundings.orchestrator.callsOf(name).at(-1)?.request).toMatchObject({
      requestId: 'r9',
      callId: surroundings.callId,
    });
  });

  it('leave ends it without news of oneself', async () => {
    const client = await joined();
    surroundings.orchestrator.on('leaveCall', async () => {
      surroundings.notify({ event: { $case: 'peerGone', value: { reason: 'LEFT' } } });
      await publish(
        {
          $case: 'participantLeft',
          value: { participantId: 'part_1', identityId: 'user_1', reason: callV1.LeaveReason.LEFT },
        },
        6,
      );
      return {};
    });
    await client.send('leave', { requestId: 'r10' });
    await client.send('join', await joinRequest({ requestId: 'r11' }));
    expect(client.types()).not.toContain('expelled');
  });

  it.each(['snapshot', 'leave', 'setHandRaised', 'restartIce'])('%s needs a call', async (name) => {
    const client = await connect();
    const message = { requestId: 'r', raised: true, directions: ['SEND'] };
    expect(await client.sendRaw(name, message)).toMatchObject({ ok: false, error: { reason: 'NOT_JOINED' } });
  });
});

describe('an AuthSession that ended', () => {
  it('ends its connections, and no others', async () => {
    const [ending, other] = [
      await connect('user_1', gateway, 'ases_ending'),
      await connect('user_1', gateway, 'ases_other'),
    ];
    const event = eventsV1.AuthEvent.fromPartial({
      id: 'evt_auth',
      identityId: 'user_1',
      fact: {
        $case: 'authSessionEnded',
        value: { authSessionId: 'ases_ending', reason: eventsV1.AuthSessionEndReason.REVOKED },
      },
    });
    await publishEvents(redis, AUTH_EVENTS, [{ eventId: event.id, payload: AUTH_EVENTS.encode(event) }]);
    expect(await ending.disconnected()).toBe('io server disconnect');
    expect(ending.notifications.at(-1)).toMatchObject({ body: { type: 'expelled', reason: 'SIGNED_OUT' } });
    expect(other.isConnected).toBe(true);
  });

  it("does not take another identity's token", async () => {
    const client = await connect();
    const accessToken = await surroundings.accessToken('user_2');
    await expect(client.send('authenticate', { accessToken })).rejects.toMatchObject({ reason: 'TOKEN_INVALID' });
  });
});

describe('stopping', () => {
  it('finishes what is being answered and sends clients elsewhere', async () => {
    const stopping = await surroundings.startGateway();
    const client = await joined(stopping);
    const release = Promise.withResolvers<void>();
    surroundings.orchestrator.on('setHandRaised', async () => {
      await release.promise;
      return {};
    });
    const answer = client.send('setHandRaised', { requestId: 'r12', raised: true });
    await waitFor(() => surroundings.orchestrator.callsOf('setHandRaised').at(-1)?.request.requestId === 'r12');
    const stopped = stopping.service.stop();
    release.resolve();
    expect(await answer).toEqual({});
    expect(await client.disconnected()).toBe('transport close');
    await stopped;
  });
});
