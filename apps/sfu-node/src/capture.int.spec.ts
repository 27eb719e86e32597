import { waitFor } from '@videocall/testing';
import { readPayload } from './domain/frame-headers.js';
import { MediaNode } from './media/media-node.js';
import { SfuUnderTest, type TicketOverrides } from './testing/sfu-under-test.js';
import type { SyntheticLayer } from './testing/synthetic-media.js';
import { SyntheticPeer } from './testing/synthetic-peer.js';
import { TestRecorder } from './testing/test-recorder.js';

const layer = (height: number, bitrate: number): SyntheticLayer => ({
  width: Math.round((height * 16) / 9),
  height,
  frameRate: 30,
  bitrate,
  temporalLayers: 3,
});
const SIMULCAST = [layer(180, 150_000), layer(360, 400_000), layer(720, 1_200_000)];
const SPEECH = -30;
/** Demand that fell is told to publishers after two seconds, and looked at twice a second. */
const DEMAND_SETTLED_MS = 3_500;

let sfu: SfuUnderTest;
let callId: string;
let callNumber = 0;
const peers: SyntheticPeer[] = [];
const recorders: TestRecorder[] = [];

const join = async (): Promise<SyntheticPeer> => {
  const peer = await SyntheticPeer.join(sfu, callId);
  peers.push(peer);
  return peer;
};
/** A recorder with a ticket for the call. */
const record = async (overrides: TicketOverrides = {}, caller = 'recorder'): Promise<TestRecorder> => {
  const ticket = await sfu.captureTicket(overrides.call ?? callId, overrides);
  const recorder = new TestRecorder(sfu.captureAs(caller), ticket);
  recorders.push(recorder);
  return recorder;
};

beforeAll(async () => {
  sfu = await SfuUnderTest.start();
}, 400_000);
afterAll(() => sfu.stop());
beforeEach(() => {
  callId = `call_${(callNumber += 1)}`;
});
afterEach(async () => {
  for (const recorder of recorders.splice(0)) recorder.close();
  await Promise.all(peers.splice(0).map((peer) => peer.leave()));
});

describe('a capture', () => {
  it('gives the media of a track, encrypted, from a keyframe on and not before it is resumed', async () => {
    const ayse = await join();
    const { track } = await ayse.publishVideo(SIMULCAST);
    const { track: voice } = await ayse.publishAudio(SPEECH);
    const recorder = await record();
    const { tracks } = await recorder.event('opened');
    expect(tracks.map(({ id }) => id)).toEqual([track.id, voice.id]);

    const [video, audio] = [await recorder.receive(track.id), await recorder.receive(voice.id)];
    expect([video.taken.packets.length, audio.taken.packets.length]).toEqual([0, 0]);
    recorder.act({ $case: 'resumeTrackId', value: track.id });
    recorder.act({ $case: 'resumeTrackId', value: voice.id });
    await waitFor(() => video.taken.packets.length > 50 && audio.taken.packets.length > 20, { what: 'media' });

    const [first, ...others] = video.taken.decrypted(video.sending.srtpParametersJson);
    // The recording's layer is the largest.
    expect(first && readPayload('VP8', first.payload)?.size).toEqual({ width: 1280, height: 720 });
    expect(others.every(({ header }) => header.ssrc === first?.header.ssrc)).toBe(true);
    expect(() => video.taken.decrypted(audio.sending.srtpParametersJson)).toThrow();
    const [firstVoice] = audio.taken.decrypted(audio.sending.srtpParametersJson);
    // The first clock is of the first packet, which is what a file's time begins with.
    await recorder.event('trackClock', ({ trackId }) => trackId === voice.id);
    const clocks = recorder.all('trackClock');
    expect(clocks.find(({ trackId }) => trackId === track.id)?.rtpTimestamp).toBe(first?.header.timestamp);
    expect(clocks.find(({ trackId }) => trackId === voice.id)?.rtpTimestamp).toBe(firstVoice?.header.timestamp);
  });

  it('tells the time of packets by the wall, over and over', async () => {
    const ayse = await join();
    const { track } = await ayse.publishAudio(SPEECH);
    const recorder = await record();
    await recorder.receive(track.id);
    const before = Date.now();
    recorder.act({ $case: 'resumeTrackId', value: track.id });
    const clocks = () => recorder.events.filter(({ event }) => event?.$case === 'trackClock');
    await waitFor(() => clocks().length >= 3, { timeoutMs: 15_000, what: 'three readings' });
    const offsets = clocks().map(({ at, event }) => {
      const ticks = event?.$case === 'trackClock' ? event.value.rtpTimestamp : 0;
      return (at?.getTime() ?? 0) - ticks / 48;
    });
    expect(clocks()[0]?.at?.getTime()).toBeGreaterThanOrEqual(before - 1);
    // A busy machine sends late, never early.
    expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThan(200);
  });

  it('tells of what is published, muted, unmuted and unpublished', async () => {
    const recorded = await join();
    const recorder = await record();
    expect((await recorder.event('opened')).tracks).toEqual([]);
    const { track } = await recorded.publishAudio(SPEECH);
    expect((await recorder.event('trackPublished')).id).toBe(track.id);
    await recorded.call().setTrackMuted(track.id, true);
    await recorder.event('trackUpdated', ({ id, muted }) => id === track.id && muted);
    await recorded.call().setTrackMuted(track.id, false);
    await recorder.event('trackUpdated', ({ id, muted }) => id === track.id && !muted);
    await recorder.event('activeSpeaker', (participantId) => participantId === recorded.participantId);
    await recorded.call().unpublish(track.id);
    await recorder.event('trackUnpublishedId', (id) => id === track.id);
    recorder.act({ $case: 'receive', value: { trackId: track.id, ip: '127.0.0.1', rtpPort: 9, rtcpPort: 9 } });
    expect((await recorder.event('refused')).reason).toBe('TRACK_NOT_FOUND');
    const malformed = { trackId: track.id, ip: 'localhost', rtpPort: 0, rtcpPort: 9 };
    recorder.act({ $case: 'receive', value: malformed });
    await recorder.event('refused', ({ reason }) => reason === 'REQUEST_INVALID');
  });

  it('counts as watched: publishers go on sending what it takes, and only as long as it takes it', async () => {
    const ayse = await join();
    const { track } = await ayse.publishVideo(SIMULCAST);
    const recorder = await record();
    const { taken } = await recorder.receive(track.id);
    recorder.act({ $case: 'resumeTrackId', value: track.id });
    await waitFor(() => taken.packets.length > 0, { what: 'media' });
    const since = performance.now();
    await waitFor(() => performance.now() - since > DEMAND_SETTLED_MS, { timeoutMs: DEMAND_SETTLED_MS * 2 });
    expect(ayse.events('publisherCommand').filter(({ cause }) => cause === 'LAYERS_UNUSED')).toEqual([]);
    recorder.act({ $case: 'stopTrackId', value: track.id });
    await ayse.event('publisherCommand', ({ maxSpatialLayer }) => maxSpatialLayer === 0);
  });

  it('goes on with a new key when a track is asked for again', async () => {
    const ayse = await join();
    const { track } = await ayse.publishAudio(SPEECH);
    const recorder = await record();
    const first = await recorder.receive(track.id);
    recorder.act({ $case: 'stopTrackId', value: track.id });
    const second = await recorder.receive(track.id);
    await waitFor(() => recorder.all('sending').length === 2, { what: 'the second answer' });
    recorder.act({ $case: 'resumeTrackId', value: track.id });
    await waitFor(() => second.taken.packets.length > 0, { what: 'media' });
    const [, again] = recorder.all('sending');
    expect(again?.srtpParametersJson).not.toBe(first.sending.srtpParametersJson);
    expect(second.taken.decrypted(again?.srtpParametersJson ?? '').length).toBeGreaterThan(0);
    expect(first.taken.packets).toEqual([]);
  });

  it('ends in good order when the media of the call ends, or when the recorder has done', async () => {
    const ayse = await join();
    const { track } = await ayse.publishVideo(SIMULCAST);
    const [left, done] = [await record(), await record()];
    await Promise.all([left.event('opened'), done.event('opened')]);
    await done.receive(track.id);
    await done.finish();
    const call = sfu.service.app.get(MediaNode).registry.call(callId);
    await waitFor(() => call?.observers.size === 1, { what: 'the node having closed what was opened' });
    await ayse.leave();
    expect(await left.ended).toBe('');
  });

  it('is refused to whoever has no ticket for it', async () => {
    await join();
    const outcome = async (recorder: Promise<TestRecorder>) => await (await recorder).ended;
    expect(await outcome(record({ call: 'call_elsewhere' }))).toBe('CALL_NOT_FOUND');
    expect(await outcome(record({ boot: 'boot_before' }))).toBe('TICKET_FOREIGN');
    expect(await outcome(record({ node: 'node_other' }))).toBe('TICKET_FOREIGN');
    expect(await outcome(record({ typ: 'peer+jwt' }))).toBe('TICKET_INVALID');
    expect(await outcome(record({ expiresInSeconds: -60 }))).toBe('TICKET_EXPIRED');
    expect(await outcome(record({}, 'api-gateway'))).toBe('CALLER_NOT_ALLOWED');
  });
});
