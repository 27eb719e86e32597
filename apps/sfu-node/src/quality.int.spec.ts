import { callV1, sfuV1 } from '@videocall/contracts';
import { limitsOf, type ProfileName } from '@videocall/quality-profiles';
import { waitFor } from '@videocall/testing';
import { SfuUnderTest } from './testing/sfu-under-test.js';
import type { SyntheticLayer } from './testing/synthetic-media.js';
import { SyntheticPeer } from './testing/synthetic-peer.js';
import type { VideoMeter } from './testing/video-meter.js';

const { QualityProfile } = callV1;
const layer = (height: number, bitrate: number, temporalLayers: 1 | 3 = 3): SyntheticLayer => ({
  width: Math.round((height * 16) / 9),
  height,
  frameRate: 30,
  bitrate,
  temporalLayers,
});
const SIMULCAST = [layer(180, 150_000), layer(360, 400_000), layer(720, 1_200_000)];
const SETTLING_MS = 20_000;
/** Long enough for an average; the whole product is measured over ten seconds in its end-to-end tests. */
const MEASURED_MS = 4_000;

let sfu: SfuUnderTest;
let callId: string;
let callNumber = 0;
const peers: SyntheticPeer[] = [];

const join = async (policy: Partial<sfuV1.PeerPolicy> = {}): Promise<SyntheticPeer> => {
  const peer = await SyntheticPeer.join(sfu, callId, policy);
  peers.push(peer);
  return peer;
};

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

/** What arrives over the next seconds. */
async function measured(meter: VideoMeter) {
  const since = performance.now();
  await waitFor(() => performance.now() - since >= MEASURED_MS, { timeoutMs: MEASURED_MS * 2 });
  return meter.since(since);
}

function expectWithin(received: Awaited<ReturnType<typeof measured>>, profile: ProfileName): void {
  const limits = limitsOf(profile, 'VP8');
  expect(received.bitrate).toBeLessThanOrEqual(limits.maxBitrate * 1.1);
  expect(received.frameRate).toBeLessThanOrEqual(limits.maxFrameRate * 1.05);
  expect(Math.max(0, ...received.heights)).toBeLessThanOrEqual(limits.maxHeight);
}

describe('what a viewer gets', () => {
  it('begins with the smallest picture, which is there soonest, and goes on to what the tile asks', async () => {
    const [ayse, bo] = [await join(), await join()];
    const { track } = await ayse.publishVideo(SIMULCAST);
    const { meter, subscription } = await bo.receive(track.id);
    await waitFor(() => meter.height === 720, { what: 'the large picture' });
    const sent = bo
      .events('subscriptionUpdated')
      .filter((told) => told.id === subscription.id && told.spatialLayer >= 0);
    expect(sent[0]?.spatialLayer).toBe(0);
  });

  it('follows the size of its tile, and nothing comes for what is not shown', async () => {
    const [ayse, bo] = [await join(), await join()];
    const { track } = await ayse.publishVideo(SIMULCAST);
    const { meter, subscription } = await bo.receive(track.id);
    await waitFor(() => meter.height === 720, { what: 'the large picture' });
    await bo.call().show(track.id, 240, 135);
    await waitFor(() => meter.height === 180, { what: 'the small picture' });
    await bo.call().show(track.id, 640, 360);
    await waitFor(() => meter.height === 360, { what: 'the middle picture' });
    await bo.call().show(track.id, 0, 0);
    await bo.event('subscriptionUpdated', (told) => told.id === subscription.id && told.pausedReason === 'NOT_SHOWN');
    await ayse.event(
      'publisherCommand',
      // The least goes on, so that it is there at once.
      ({ maxSpatialLayer, cause }) => maxSpatialLayer === 0 && cause === 'LAYERS_UNUSED',
    );
    await bo.call().show(track.id, 1280, 720);
    await ayse.event('publisherCommand', ({ maxSpatialLayer }) => maxSpatialLayer === 2);
    await waitFor(() => meter.height === 720, { what: 'the large picture again' });
  });

  it('never exceeds what it asked to receive', async () => {
    const [ayse, bo] = [await join(), await join({ receiveProfile: QualityProfile.LOW })];
    const { track } = await ayse.publishVideo(SIMULCAST);
    const { meter } = await bo.receive(track.id);
    await waitFor(() => meter.height === 360, { what: 'the middle picture' });
    expectWithin(await measured(meter), 'LOW');
  });

  it('is lowered at the publisher where there are no layers and nobody wants more, and pauses while another does', async () => {
    const [ayse, bo] = [await join(), await join({ receiveProfile: QualityProfile.LOW })];
    const { video, track, command } = await ayse.publishVideo([layer(720, 1_000_000, 1)]);
    expect(command).toMatchObject({
      maxBitrate: 500_000,
      maxHeight: 360,
      maxFrameRate: 15,
      cause: 'RECEIVERS_LIMITED',
    });
    const { meter, subscription } = await bo.receive(track.id);
    video.layers = [{ ...layer(360, 300_000, 1), frameRate: 15 }];
    await waitFor(() => meter.height === 360, { timeoutMs: SETTLING_MS, what: 'the lowered picture' });

    const cem = await join();
    await ayse.event('publisherCommand', ({ maxHeight }) => maxHeight === 720);
    video.layers = [layer(720, 1_000_000, 1)];
    const { meter: large } = await cem.receive(track.id);
    await waitFor(() => large.height === 720, { timeoutMs: SETTLING_MS, what: 'the picture for who wants it large' });
    await bo.event(
      'subscriptionUpdated',
      (told) => told.id === subscription.id && told.pausedReason === 'RECEIVE_PROFILE',
      SETTLING_MS,
    );
  });
});

describe('a client that ignores its profile', () => {
  it.each([
    ['LOW', QualityProfile.LOW, 1],
    ['MEDIUM', QualityProfile.MEDIUM, 1],
    ['HIGH', QualityProfile.HIGH, 2],
  ] as const)('is kept to %s by layers where layers serve', async (name, sendProfile, temporal) => {
    const [ayse, bo] = [await join({ sendProfile }), await join()];
    const { track } = await ayse.publishVideo([layer(180, 150_000), layer(360, 400_000), layer(1080, 3_500_000)]);
    const { meter } = await bo.receive(track.id);
    const settled = ({ spatialLayer, temporalLayer }: sfuV1.Subscription) =>
      spatialLayer === 1 && temporalLayer === temporal;
    await bo.event('subscriptionUpdated', settled, SETTLING_MS);
    const received = await measured(meter);
    expectWithin(received, name);
    expect(received.frameRate).toBeGreaterThan(0);
  });

  it('is paused with the reason where there are none, and shown again once it complies', async () => {
    const [ayse, bo] = [await join({ sendProfile: QualityProfile.LOW }), await join()];
    const { video, track, command } = await ayse.publishVideo([layer(720, 1_500_000, 1)]);
    expect(command).toMatchObject({ maxBitrate: 500_000, maxHeight: 360, maxFrameRate: 15, cause: 'SEND_PROFILE' });
    const { meter } = await bo.receive(track.id);
    await waitFor(() => meter.packets > 0);
    for (const peer of [ayse, bo]) {
      await peer.event(
        'trackUpdated',
        (told) => told.id === track.id && told.pausedReason === 'QUALITY_EXCEEDED',
        SETTLING_MS,
      );
    }
    const held = await measured(meter);
    expect(held.bitrate).toBe(0);

    video.layers = [{ ...layer(360, 300_000, 1), frameRate: 15 }];
    await bo.event('trackUpdated', (told) => told.id === track.id && told.pausedReason === '', SETTLING_MS);
    await waitFor(() => meter.height === 360, { timeoutMs: SETTLING_MS, what: 'the picture that complies' });
    expectWithin(await measured(meter), 'LOW');
  });

  it('is paused when only its bitrate or only its frame rate is above the table', async () => {
    for (const excess of [{ ...layer(360, 900_000, 1), frameRate: 15 }, layer(360, 300_000, 1)]) {
      const ayse = await join({ sendProfile: QualityProfile.LOW });
      const { track } = await ayse.publishVideo([excess]);
      await ayse.event(
        'trackUpdated',
        (told) => told.id === track.id && told.pausedReason === 'QUALITY_EXCEEDED',
        SETTLING_MS,
      );
    }
  });

  it('is held to a lower profile that it is given in the call', async () => {
    const [ayse, bo] = [await join({ sendProfile: QualityProfile.HIGH }), await join()];
    const { track } = await ayse.publishVideo([layer(720, 1_500_000, 1)]);
    const { meter } = await bo.receive(track.id);
    await waitFor(() => meter.height === 720);
    await ayse.setPolicy(2, { sendProfile: QualityProfile.MEDIUM });
    await ayse.event('publisherCommand', ({ maxHeight, cause }) => maxHeight === 480 && cause === 'SEND_PROFILE');
    await bo.event('trackUpdated', (told) => told.pausedReason === 'QUALITY_EXCEEDED', SETTLING_MS);
  });
});
