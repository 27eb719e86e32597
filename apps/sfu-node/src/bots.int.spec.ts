import type { EventEmitter } from 'node:events';
import type { ServiceError } from '@grpc/grpc-js';
import { callV1, sfuV1 } from '@videocall/contracts';
import { refusalFromStatus } from '@videocall/platform-grpc';
import { waitFor } from '@videocall/testing';
import { SfuUnderTest, withTicket } from './testing/sfu-under-test.js';
import { SyntheticBot } from './testing/synthetic-bot.js';
import { SyntheticPeer } from './testing/synthetic-peer.js';

const { TrackSource, MediaCodec } = callV1;
const HD = { width: 1280, height: 720, frameRate: 30, bitrate: 600_000, temporalLayers: 3 } as const;

let sfu: SfuUnderTest;
let callId: string;
let callNumber = 0;
const inside: { leave(): Promise<void> }[] = [];

const remember = <Participant extends { leave(): Promise<void> }>(participant: Participant): Participant => {
  inside.push(participant);
  return participant;
};
const bot = async (policy: Partial<sfuV1.PeerPolicy> = {}) => remember(await SyntheticBot.join(sfu, callId, policy));
const browser = async () => remember(await SyntheticPeer.join(sfu, callId));
const reasonOf = (stream: EventEmitter): Promise<string> =>
  new Promise((resolve) => stream.on('error', (error: ServiceError) => resolve(refusalFromStatus(error).reason)));
const setPolicy = (one: SyntheticBot, version: number, policy: Partial<sfuV1.PeerPolicy>) =>
  sfu.control.setPeerPolicy({
    peerId: one.request.peerId,
    policy: sfuV1.PeerPolicy.fromPartial({ ...one.request.policy, ...policy, version }),
  });

beforeAll(async () => {
  sfu = await SfuUnderTest.start();
}, 400_000);
afterAll(() => sfu.stop());
beforeEach(() => {
  callId = `call_bots_${(callNumber += 1)}`;
});
afterEach(async () => {
  await Promise.all(inside.splice(0).map((participant) => participant.leave()));
});

describe('a server-side participant', () => {
  it('is heard as a speaker, and what it sends reaches another', async () => {
    const [ayse, speaker] = [await browser(), await bot()];
    const listener = await bot();
    const trackId = await speaker.startSpeaking();
    await ayse.event('activeSpeaker', ({ participantId }) => participantId === speaker.participantId);
    await ayse.event('subscriptionOpened', (subscription) => subscription.trackId === trackId);
    expect(await listener.told('trackAvailable', (track) => track.trackId === trackId)).toEqual({
      trackId,
      participantId: speaker.participantId,
      source: TrackSource.MICROPHONE,
      codec: MediaCodec.OPUS,
      payloadType: 100,
      muted: false,
      width: 0,
      height: 0,
    });
    await listener.told('speaker', ({ participantId }) => participantId === speaker.participantId);
    listener.subscribe(trackId);
    await waitFor(() => listener.packetsOf(trackId).length >= 50, { what: 'a second of voice' });
    const packets = listener.packetsOf(trackId);
    const [first] = packets;
    expect(first).toMatchObject({ payloadType: 100, audioLevel: 35 });
    expect(first?.payload).toHaveLength(80);
    packets.forEach((packet, index) => {
      expect(packet.timestamp - (first?.timestamp ?? 0)).toBe(index * 960);
      expect(packet.sequenceNumber - (first?.sequenceNumber ?? 0)).toBe(index);
    });
  });

  it('does not speak while its Opus says silence, and is as loud as it says', async () => {
    const ayse = await browser();
    const silent = await bot();
    const loud = await bot();
    await silent.startSpeaking({ silent: true });
    await loud.startSpeaking({ level: 12 });
    const { levels } = await ayse.event('audioLevels', (told) => told.levels.length > 0);
    expect(levels).toEqual([{ participantId: loud.participantId, dbov: -12 }]);
    expect(ayse.events('activeSpeaker').map(({ participantId }) => participantId)).not.toContain(silent.participantId);
  });

  it('receives only what it subscribes to, with a keyframe at once, and no more after it unsubscribed', async () => {
    const [ayse, watcher] = [await browser(), await bot()];
    const { track } = await ayse.publishVideo([HD]);
    const { track: voice } = await ayse.publishAudio(-30);
    await watcher.told('trackAvailable', ({ trackId }) => trackId === track.id);
    watcher.subscribe(track.id);
    await waitFor(() => watcher.packetsOf(track.id).length > 30, { what: 'video' });
    expect(watcher.packetsOf(voice.id)).toEqual([]);
    expect(watcher.all('opened')[0]).toEqual({ tracks: [], speakerParticipantId: '' });

    // The first byte of VP8's payload header, after the descriptor: bit 0 clear is a keyframe (RFC 7741, section 4.3).
    const keyframes = () => watcher.packetsOf(track.id).filter(({ payload }) => ((payload[6] ?? 1) & 1) === 0).length;
    await waitFor(() => keyframes() > 0, { what: 'a keyframe, unasked' });
    const before = keyframes();
    watcher.say({ $case: 'keyframeRequest', value: { trackId: track.id } });
    await waitFor(() => keyframes() > before, { what: 'another keyframe' });

    watcher.say({ $case: 'unsubscribe', value: { trackId: track.id } });
    watcher.say({ $case: 'keyframeRequest', value: { trackId: track.id } });
    await watcher.told('error', ({ reason }) => reason === 'TRACK_NOT_FOUND');
    const stopped = watcher.packetsOf(track.id).length;
    await ayse.call().unpublish(track.id);
    await watcher.told('trackGone', ({ trackId }) => trackId === track.id);
    expect(watcher.packetsOf(track.id)).toHaveLength(stopped);
  });

  it('is asked for a keyframe when somebody begins to watch, and told what its video must keep to', async () => {
    const [ayse, sender] = [await browser(), await bot({ sendProfile: callV1.QualityProfile.LOW })];
    const trackId = await sender.publish(TrackSource.CAMERA, MediaCodec.VP8, 'cam', { width: 320, height: 240 });
    expect(await sender.told('videoLimits')).toEqual({
      trackId,
      maxBitrate: 500_000,
      maxHeight: 360,
      maxFrameRate: 15,
    });
    sender.packet({ trackId, sequenceNumber: 1, payload: Buffer.from([0x10, 0x01, 0, 0]), marker: true });
    await ayse.receive(trackId);
    await sender.told('keyframeRequest', (asked) => asked.trackId === trackId);
  });

  it('is refused what it may not send, packet by packet, and goes on', async () => {
    const sender = await bot({ allowedSources: [TrackSource.MICROPHONE] });
    sender.say({
      $case: 'publish',
      value: { clientTrackId: 'c', source: TrackSource.CAMERA, codec: MediaCodec.VP8, width: 0, height: 0 },
    });
    expect(await sender.told('error')).toMatchObject({ reason: 'SOURCE_NOT_ALLOWED', subject: 'c' });
    sender.say({
      $case: 'publish',
      value: { clientTrackId: 'm', source: TrackSource.MICROPHONE, codec: MediaCodec.H264, width: 0, height: 0 },
    });
    await sender.told('error', ({ reason }) => reason === 'CODEC_NOT_ALLOWED');
    const trackId = await sender.publish(TrackSource.MICROPHONE, MediaCodec.OPUS);
    sender.packet({ trackId, payload: Buffer.alloc(1_201) });
    expect(await sender.told('error', ({ reason }) => reason === 'RTP_PACKET_INVALID')).toMatchObject({
      subject: trackId,
    });
    for (let sequenceNumber = 0; sequenceNumber < 600; sequenceNumber += 1)
      sender.packet({ trackId, sequenceNumber, payload: Buffer.alloc(40, 1) });
    await sender.told('error', ({ reason }) => reason === 'RTP_RATE_EXCEEDED');
    sender.packet({ trackId: 'trk_foreign', payload: Buffer.alloc(4) });
    await sender.told('error', ({ reason }) => reason === 'TRACK_NOT_FOUND');
    sender.say({ $case: 'open', value: { callId, participantId: 'part_other' } });
    await sender.told('error', ({ reason }) => reason === 'REQUEST_INVALID');
    expect(sender.ended).toBeUndefined();
  });

  it('is muted by the host, and cannot undo it', async () => {
    const [ayse, speaker, listener] = [await browser(), await bot(), await bot()];
    const trackId = await speaker.startSpeaking();
    await ayse.event('subscriptionOpened', (subscription) => subscription.trackId === trackId);
    listener.subscribe(trackId);
    await waitFor(() => listener.packetsOf(trackId).length > 5, { what: 'its voice' });
    await setPolicy(speaker, 2, { mutedByHost: [TrackSource.MICROPHONE] });
    const state = { trackId, muted: true, mutedByHost: true, heldReason: '' };
    expect(await speaker.told('trackState')).toEqual(state);
    expect(await listener.told('trackState')).toEqual(state);
    speaker.say({ $case: 'mute', value: { trackId, muted: false } });
    await speaker.told('error', ({ reason }) => reason === 'MUTED_BY_HOST');
    await setPolicy(speaker, 3, { mutedByHost: [] });
    speaker.say({ $case: 'mute', value: { trackId, muted: false } });
    await listener.told('trackState', ({ muted }) => !muted);
    const heard = listener.packetsOf(trackId).length;
    await waitFor(() => listener.packetsOf(trackId).length > heard, { what: 'its voice again' });
  });

  it('keeps its tracks when it comes back, and what it sends goes on without a break', async () => {
    const [speaker, listener] = [await bot(), await bot()];
    const trackId = await speaker.startSpeaking();
    listener.subscribe(trackId);
    await waitFor(() => listener.packetsOf(trackId).length > 20, { what: 'its voice' });
    speaker.drop();
    await sfu.watch.seen('peerConnectionChanged', ({ peerId, connection }) => {
      return peerId === speaker.request.peerId && connection === sfuV1.PeerConnection.LOST;
    });
    await speaker.reopen();
    const before = listener.packetsOf(trackId).length;
    expect(await speaker.startSpeaking()).toBe(trackId);
    await waitFor(() => listener.packetsOf(trackId).length > before + 5, { what: 'its voice again' });
    const packets = listener.packetsOf(trackId);
    const steps = packets
      .slice(1)
      .map((packet, index) => packet.sequenceNumber - (packets[index]?.sequenceNumber ?? 0));
    expect(new Set(steps)).toEqual(new Set([1]));
    const pause = (packets[before]?.timestamp ?? 0) - (packets[before - 1]?.timestamp ?? 0);
    expect(pause).toBeGreaterThan(960);
    expect(listener.all('trackGone')).toEqual([]);
    await sfu.watch.seen('peerConnectionChanged', ({ peerId, connection }) => {
      return peerId === speaker.request.peerId && connection === sfuV1.PeerConnection.CONNECTED;
    });
  });

  it('has one stream, the newest, and none without a ticket', async () => {
    const one = await bot();
    const ended = reasonOf(one.stream);
    await one.reopen();
    expect(await ended).toBe('MEDIA_STREAM_REPLACED');
    expect(one.ended).toBeUndefined();
    expect(await reasonOf(sfu.media.streamMedia())).toBe('TICKET_INVALID');
  });

  it('that does not read loses its own packets, is told so, and nobody else does', async () => {
    const [ayse, reader, sleeper] = [await browser(), await bot(), await bot()];
    const { track } = await ayse.publishVideo([{ ...HD, bitrate: 1_900_000, temporalLayers: 1 }]);
    await sleeper.told('trackAvailable');
    for (const one of [reader, sleeper]) one.subscribe(track.id);
    await waitFor(() => sleeper.packetsOf(track.id).length > 10, { what: 'video' });
    sleeper.pause();
    const asleep = sleeper.packetsOf(track.id).length;
    const before = reader.packetsOf(track.id).length;
    await waitFor(() => reader.packetsOf(track.id).length > before + 2_000, { what: 'much video', timeoutMs: 40_000 });
    sleeper.resume();
    const { count } = await sleeper.told('packetsDropped', (dropped) => dropped.trackId === track.id);
    expect(count).toBeGreaterThan(100);
    await waitFor(() => sleeper.packetsOf(track.id).length > asleep + 100, { what: 'video again' });
    const sequences = reader.packetsOf(track.id).map(({ sequenceNumber }) => sequenceNumber);
    const holes = sequences.slice(1).filter((sequence, index) => ((sequence - (sequences[index] ?? 0)) & 0xffff) !== 1);
    expect(holes).toEqual([]);
    expect(reader.all('packetsDropped')).toEqual([]);
  }, 60_000);

  it('is told why its stream ends', async () => {
    const [removed, webRtc] = [await bot(), await browser()];
    await sfu.control.closePeer({ peerId: removed.request.peerId, reason: 'REMOVED' });
    expect(await removed.end()).toBe('PARTICIPANT_REMOVED');
    const refused = sfu.media.streamMedia(withTicket(webRtc.ticket).metadata);
    expect(await reasonOf(refused)).toBe('PARTICIPANT_HAS_WEBRTC');
  });
});
