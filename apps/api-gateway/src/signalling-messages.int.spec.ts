import { callV1, sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { waitFor } from '@videocall/testing';
import { TestClient } from './testing/client.spec.fixture.js';
import { peerSnapshot } from './testing/scripted-replies.spec.fixture.js';
import {
  clients,
  connect,
  gateway,
  joined,
  joinRequest,
  publish,
  startsGateway,
  surroundings,
} from './testing/signalled-gateway.spec.fixture.js';

startsGateway();

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
