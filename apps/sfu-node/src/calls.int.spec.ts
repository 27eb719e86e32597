import { callV1, sfuV1 } from '@videocall/contracts';
import { waitFor } from '@videocall/testing';
import { Redis } from 'ioredis';
import { MEDIA_SAMPLES } from '@videocall/events';
import { MediaSamples } from './adapters/media-samples.js';
import { refusalOf } from './testing/refusal-of.js';
import { SfuUnderTest, withTicket } from './testing/sfu-under-test.js';
import { SyntheticPeer } from './testing/synthetic-peer.js';

const { TrackSource, QualityProfile } = callV1;
const { PeerConnection, MediaKind } = sfuV1;
const HD = { width: 1280, height: 720, frameRate: 30, bitrate: 600_000, temporalLayers: 3 } as const;
const SPEECH = -30;

let sfu: SfuUnderTest;
let callId: string;
let callNumber = 0;
const peers: SyntheticPeer[] = [];

const remember = (peer: SyntheticPeer): SyntheticPeer => {
  peers.push(peer);
  return peer;
};
const join = async (policy: Partial<sfuV1.PeerPolicy> = {}) => remember(await SyntheticPeer.join(sfu, callId, policy));

beforeAll(async () => {
  sfu = await SfuUnderTest.start();
}, 400_000);
afterAll(() => sfu.stop());
beforeEach(() => {
  callId = `call_${(callNumber += 1)}`;
});
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.leave()));
});

describe('media in a call', () => {
  it('goes from one peer to another over real ICE, DTLS and SRTP', async () => {
    const [ayse, bo] = [await join(), await join()];
    const { track } = await ayse.publishVideo([HD]);
    const { meter } = await bo.receive(track.id);
    await waitFor(() => meter.height === 720, { what: 'a keyframe of 720 lines' });
  });

  it('is all in the first reply to whoever joins late', async () => {
    const ayse = await join();
    const { track } = await ayse.publishVideo([HD]);
    const { track: voice } = await ayse.publishAudio(SPEECH);
    const late = await join();
    expect(late.snapshot.transports.map(({ direction }) => direction).sort()).toEqual([
      sfuV1.TransportDirection.RECEIVE,
      sfuV1.TransportDirection.SEND,
    ]);
    expect(late.snapshot.tracks.map(({ id }) => id)).toEqual([track.id, voice.id]);
    expect(late.snapshot.subscriptions.map(({ trackId }) => trackId).sort()).toEqual([track.id, voice.id].sort());
    const { meter } = await late.receive(track.id);
    await waitFor(() => meter.height === 720, { what: 'a keyframe for the late one' });
  });

  it('is opened once for one peer, however often the orchestrator asks', async () => {
    const peer = await join();
    const again = await sfu.control.openPeer(peer.request);
    expect(again.snapshot?.transports.map(({ id }) => id)).toEqual(peer.snapshot.transports.map(({ id }) => id));
    const [first, second] = await Promise.all(
      [1, 2].map(() => sfu.control.openPeer({ ...peer.request, peerId: 'peer_twice', participantId: 'part_twice' })),
    );
    expect(first?.snapshot?.transports).toEqual(second?.snapshot?.transports);
    await sfu.control.closePeer({ peerId: 'peer_twice', reason: 'LEAVE_REASON_LEFT' });
  });

  it('is published once for one client track id', async () => {
    const peer = await join();
    const { audio } = await peer.publishAudio(SPEECH);
    audio.stop();
    const request = peer.publication(TrackSource.CAMERA, MediaKind.VIDEO, videoParameters(), 640, 360);
    const [first, second] = await Promise.all([peer.call().publish(request), peer.call().publish(request)]);
    expect(first.track?.id).toBe(second.track?.id);
    const other = { ...request, clientTrackId: 'another' };
    expect(await refusalOf(peer.call().publish(other))).toBe('SOURCE_ALREADY_PUBLISHED');
  });

  it('is counted without a gap, and each peer is told every number once and in order', async () => {
    const [ayse, bo] = [await join(), await join()];
    const { track } = await ayse.publishVideo([HD]);
    await bo.receive(track.id);
    await ayse.call().setTrackMuted(track.id, true);
    await bo.call().show(track.id, 0, 0);
    const cem = await join();
    await cem.publishAudio(SPEECH);
    await bo.setPolicy(2, { canSubscribe: false });
    await ayse.call().unpublish(track.id);
    const { revision } = await ayse.call().snapshot();
    for (const peer of [ayse, bo, cem]) {
      await waitFor(() => peer.notifications.some((each) => each.revision === revision), { what: 'the last revision' });
      const [attached] = peer.events('attached');
      const counted = peer.notifications.map((each) => each.revision).filter((each) => each > 0);
      const expected = Array.from({ length: counted.length }, (_, index) => (attached?.revision ?? 0) + index + 1);
      expect(counted).toEqual(expected);
      expect(counted.at(-1)).toBe(revision);
    }
  });

  it('tells who speaks, and when all fall silent', async () => {
    const [ayse, bo] = [await join(), await join()];
    const { audio } = await ayse.publishAudio(SPEECH);
    const levels = await bo.event('audioLevels', (told) => told.levels.length > 0);
    expect(levels.levels).toEqual([{ participantId: ayse.participantId, dbov: expect.closeTo(SPEECH, -1) }]);
    await bo.event('activeSpeaker', ({ participantId }) => participantId === ayse.participantId);
    expect((await bo.call().snapshot()).activeSpeakerParticipantId).toBe(ayse.participantId);
    audio.level = -127;
    await bo.event('activeSpeaker', ({ participantId }) => participantId === '');
  });

  it('gets new ICE credentials when a network changed', async () => {
    const peer = await join();
    const before = JSON.parse(peer.snapshot.transports[0]?.iceParametersJson ?? '') as { usernameFragment: string };
    const { restarted } = await peer
      .call()
      .restartIce([peer.snapshot.transports[0]?.direction ?? sfuV1.TransportDirection.SEND]);
    const after = JSON.parse(restarted[0]?.iceParametersJson ?? '') as { usernameFragment: string };
    expect(after.usernameFragment).not.toBe(before.usernameFragment);
  });

  it('is counted in statistics and sampled for monitoring', async () => {
    const [ayse, bo] = [await join(), await join()];
    const { track } = await ayse.publishVideo([HD]);
    await bo.receive(track.id);
    const received = await waitFor(async () => {
      const [statistics] = (await bo.call().statistics()).received;
      return statistics && statistics.bitrate > 100_000 && statistics;
    });
    expect(received).toMatchObject({ trackId: track.id, packetsLost: 0, spatialLayer: 0, temporalLayer: 2 });
    const [sent] = (await ayse.call().statistics()).sent;
    expect(sent).toMatchObject({ trackId: track.id });

    await sfu.service.app.get(MediaSamples).publish();
    const redis = new Redis(sfu.redisUrl);
    const [, fields] = (await redis.xrevrangeBuffer(MEDIA_SAMPLES.name, '+', '-', 'COUNT', 1))[0] ?? [];
    redis.disconnect();
    expect(MEDIA_SAMPLES.decode(fields?.[3] ?? Buffer.alloc(0))).toMatchObject({ nodeId: 'node-under-test', callId });
  });
});

describe('what a peer may do', () => {
  it('is refused with a ticket of another node, of an earlier boot, of another type, expired or of nobody', async () => {
    const peer = await join();
    const snapshotWith = (ticket: string) => sfu.signalling.getSnapshot({}, withTicket(ticket));
    expect(await refusalOf(snapshotWith(await sfu.ticket(peer.id, { node: 'another-node' })))).toBe('TICKET_FOREIGN');
    expect(await refusalOf(snapshotWith(await sfu.ticket(peer.id, { boot: 'boot_before' })))).toBe('TICKET_FOREIGN');
    expect(await refusalOf(snapshotWith(await sfu.ticket(peer.id, { call: 'call_other' })))).toBe('TICKET_FOREIGN');
    expect(await refusalOf(snapshotWith(await sfu.ticket(peer.id, { typ: 'grant+jwt' })))).toBe('TICKET_INVALID');
    expect(await refusalOf(snapshotWith(await sfu.ticket(peer.id, { expiresInSeconds: -60 })))).toBe('TICKET_EXPIRED');
    expect(await refusalOf(snapshotWith(`${peer.ticket.slice(0, -8)}AAAAAAAA`))).toBe('TICKET_INVALID');
    expect(await refusalOf(snapshotWith(await sfu.ticket('peer_unknown')))).toBe('PEER_NOT_FOUND');
    expect(await refusalOf(sfu.signalling.getSnapshot({}))).toBe('TICKET_INVALID');
  });

  it('is decided by the orchestrator alone, and signalled by gateways alone', async () => {
    const peer = await join();
    const [gateway, orchestrator] = [sfu.controlAs('api-gateway'), sfu.signallingAs('call-orchestrator')];
    expect(await refusalOf(gateway.closePeer({ peerId: peer.id, reason: '' }))).toBe('CALLER_NOT_ALLOWED');
    expect(await refusalOf(orchestrator.getSnapshot({}, withTicket(peer.ticket)))).toBe('CALLER_NOT_ALLOWED');
    gateway.close();
    orchestrator.close();
  });

  it('follows the newest policy only', async () => {
    const peer = await join({ version: 5 });
    expect(await refusalOf(peer.setPolicy(5, {}))).toBe('POLICY_VERSION_OUTDATED');
    expect(await refusalOf(peer.setPolicy(4, {}))).toBe('POLICY_VERSION_OUTDATED');
    await peer.setPolicy(6, { sendProfile: QualityProfile.LOW });
    expect((await peer.call().snapshot()).policy).toMatchObject({ version: 6, sendProfile: QualityProfile.LOW });
  });

  it('is to share a screen only while nobody else does, whatever the policies say', async () => {
    const [ayse, bo] = [await join(), await join()];
    const { track } = await ayse.publishVideo([HD], TrackSource.SCREEN);
    expect(await refusalOf(bo.publishVideo([HD], TrackSource.SCREEN))).toBe('SCREEN_SHARE_TAKEN');
    await ayse.call().unpublish(track.id);
    await bo.publishVideo([HD], TrackSource.SCREEN);
    await ayse.leave();
    await bo.leave();
    await (await join()).publishVideo([HD], TrackSource.SCREEN);
  });

  it('is to publish what is allowed, and what ceases to be allowed ends', async () => {
    const [ayse, bo] = [await join({ allowedSources: [TrackSource.CAMERA] }), await join()];
    expect(await refusalOf(ayse.publishAudio(SPEECH))).toBe('SOURCE_NOT_ALLOWED');
    const { track } = await ayse.publishVideo([HD]);
    await ayse.setPolicy(2, { allowedSources: [] });
    await bo.event('trackUnpublished', ({ trackId }) => trackId === track.id);
    expect((await bo.call().snapshot()).subscriptions).toEqual([]);
  });

  it('is not to unmute what a host muted, until the host allows it again', async () => {
    const [ayse, bo] = [await join(), await join()];
    const { track } = await ayse.publishAudio(SPEECH);
    await ayse.setPolicy(2, { mutedByHost: [TrackSource.MICROPHONE] });
    await bo.event('trackUpdated', (told) => told.id === track.id && told.muted && told.mutedByHost);
    expect(await refusalOf(ayse.call().setTrackMuted(track.id, false))).toBe('MUTED_BY_HOST');
    await ayse.setPolicy(3, { mutedByHost: [] });
    await bo.event('trackUpdated', (told) => told.id === track.id && told.muted && !told.mutedByHost);
    await ayse.call().setTrackMuted(track.id, false);
    await bo.event('trackUpdated', (told) => told.id === track.id && !told.muted);
  });

  it('is to receive only when it may subscribe', async () => {
    const [ayse, bo] = [await join(), await join({ canSubscribe: false })];
    const { track } = await ayse.publishVideo([HD]);
    expect((await bo.call().snapshot()).subscriptions).toEqual([]);
    await bo.setPolicy(2, { canSubscribe: true });
    await bo.event('subscriptionOpened', (opened) => opened.trackId === track.id);
  });
});

describe('what comes from outside', () => {
  it.each(['', '{', '{}', '{"codecs":[]}', '{"codecs":[{"mimeType":"video/VP8"}]}', '[1]', 'null'])(
    'is refused as RTP parameters: %s',
    async (rtpParametersJson) => {
      const peer = await join();
      const request = {
        ...peer.publication(TrackSource.CAMERA, MediaKind.VIDEO, videoParameters(), 640, 360),
        rtpParametersJson,
      };
      expect(await refusalOf(peer.call().publish(request))).toBe('RTP_PARAMETERS_INVALID');
      const valid = peer.publication(TrackSource.CAMERA, MediaKind.VIDEO, videoParameters(), 640, 360);
      const { outcomes } = await peer
        .call()
        .connect({ transports: [], publish: [request, valid], readySubscriptionIds: [] });
      expect(outcomes.map(({ outcome }) => outcome?.$case)).toEqual(['refused', 'published']);
    },
  );

  it('is refused as RTP parameters that mediasoup cannot use, and leaves the source free', async () => {
    const peer = await join();
    const unsupported = {
      ...videoParameters(),
      codecs: [{ mimeType: 'video/AV1', payloadType: 45, clockRate: 90_000 }],
    };
    const publication = peer.publication(TrackSource.CAMERA, MediaKind.VIDEO, unsupported, 640, 360);
    expect(await refusalOf(peer.call().publish(publication))).toBe('RTP_PARAMETERS_INVALID');
    await peer.publishVideo([HD]);
  });

  it('is refused as DTLS parameters or a second set of them', async () => {
    const peer = await join();
    const connect = (dtlsParametersJson: string) =>
      peer.call().connect({
        transports: [{ direction: sfuV1.TransportDirection.SEND, dtlsParametersJson }],
        publish: [],
        readySubscriptionIds: [],
      });
    expect(await refusalOf(connect('{"fingerprints":[]}'))).toBe('DTLS_PARAMETERS_INVALID');
    const other = Array.from({ length: 32 }, () => 'AB').join(':');
    const foreign = JSON.stringify({ role: 'client', fingerprints: [{ algorithm: 'sha-256', value: other }] });
    expect(await refusalOf(connect(foreign))).toBe('TRANSPORT_ALREADY_CONNECTED');
  });

  it('is refused as capabilities that are none, or stated for another codec list', async () => {
    const request = SyntheticPeer.requestFor(await sfu.watch.hello, callId);
    expect(await refusalOf(sfu.control.openPeer({ ...request, rtpCapabilitiesJson: '{"codecs":1}' }))).toBe(
      'RTP_CAPABILITIES_INVALID',
    );
    expect(await refusalOf(sfu.control.openPeer({ ...request, codecListHash: '0000000000000000' }))).toBe(
      'CODEC_LIST_OUTDATED',
    );
  });
});

describe('who watches the node', () => {
  it('is told of connection, loss within seconds of missing signalling, return and end', async () => {
    const peer = await join();
    const is = (connection: sfuV1.PeerConnection) => (change: sfuV1.PeerConnectionChanged) =>
      change.peerId === peer.id && change.connection === connection;
    await sfu.watch.seen('peerConnectionChanged', is(PeerConnection.CONNECTED));
    const droppedAt = performance.now();
    peer.dropSignalling();
    await sfu.watch.seen('peerConnectionChanged', is(PeerConnection.LOST));
    expect(performance.now() - droppedAt).toBeGreaterThan(2_900);
    sfu.watch.changes.length = 0;
    await peer.attach();
    await sfu.watch.seen('peerConnectionChanged', is(PeerConnection.CONNECTED));
    await sfu.control.closePeer({ peerId: peer.id, reason: 'LEAVE_REASON_REMOVED' });
    await peer.event('peerGone', ({ reason }) => reason === 'LEAVE_REASON_REMOVED');
    await sfu.watch.seen('peerClosed', ({ peerId, reason }) => peerId === peer.id && reason === 'LEAVE_REASON_REMOVED');
  });

  it('is not told of a loss while a peer connects its second transport', async () => {
    const peer = remember(await SyntheticPeer.open(sfu, callId));
    await peer.connect([sfuV1.TransportDirection.SEND]);
    const ofPeer = ({ peerId }: { peerId: string }) => peerId === peer.id;
    await sfu.watch.seen('peerConnectionChanged', ofPeer);
    await peer.connect([sfuV1.TransportDirection.RECEIVE]);
    const { track } = await (await join()).publishVideo([HD]);
    const { meter } = await peer.receive(track.id);
    await waitFor(() => meter.packets > 0);
    const told = sfu.watch.changes.flatMap((change) =>
      change.$case === 'peerConnectionChanged' && ofPeer(change.value) ? [change.value.connection] : [],
    );
    expect(told).toEqual([PeerConnection.CONNECTED]);
  });

  it('sees at first all that the node holds, so that nothing need be remembered', async () => {
    const peer = await join({ version: 3 });
    await peer.publishVideo([HD], TrackSource.SCREEN);
    const other = SfuUnderTest.watch(sfu);
    const { peers: held } = await other.hello;
    other.close();
    expect(held.find(({ peerId }) => peerId === peer.id)).toMatchObject({
      callId,
      policyVersion: 3,
      sharingScreen: true,
    });
  });
});

function videoParameters() {
  return {
    codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }],
    encodings: [{ ssrc: 424_242 }],
  };
}
