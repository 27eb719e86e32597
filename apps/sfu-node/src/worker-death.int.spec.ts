import { callV1 } from '@videocall/contracts';
import { waitFor } from '@videocall/testing';
import { DrainNode } from './application/drain-node.js';
import { MediaNode } from './media/media-node.js';
import { refusalOf } from './testing/refusal-of.js';
import { SfuUnderTest } from './testing/sfu-under-test.js';
import { SyntheticPeer } from './testing/synthetic-peer.js';

const HD = { width: 1280, height: 720, frameRate: 30, bitrate: 600_000, temporalLayers: 3 } as const;
/** Left to itself, a browser notices after about six seconds. */
const AT_ONCE_MS = 2_000;

let sfu: SfuUnderTest;
let node: MediaNode;

beforeAll(async () => {
  sfu = await SfuUnderTest.start({ workers: 2 });
  node = sfu.service.app.get(MediaNode);
}, 400_000);
afterAll(() => sfu.stop());

describe('the media workers', () => {
  it('share the calls between them', async () => {
    const peers = [await SyntheticPeer.join(sfu, 'call_a'), await SyntheticPeer.join(sfu, 'call_b')];
    const [a, b] = ['call_a', 'call_b'].map((callId) => node.registry.call(callId)?.worker.index);
    expect(new Set([a, b])).toEqual(new Set([0, 1]));
    await Promise.all(peers.map((peer) => peer.leave()));
    expect(node.pool.workers.map(({ load }) => load)).toEqual([0, 0]);
  });

  it('are replaced when they die; the peers of their calls and who watches are told at once, others notice nothing', async () => {
    const [hit, spared] = [await SyntheticPeer.join(sfu, 'call_hit'), await SyntheticPeer.join(sfu, 'call_spared')];
    const receiver = await SyntheticPeer.join(sfu, 'call_spared');
    const { track } = await spared.publishVideo([HD]);
    const { meter } = await receiver.receive(track.id);
    await waitFor(() => meter.height === 720);

    const worker = node.registry.call('call_hit')?.worker;
    const killedAt = performance.now();
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    await hit.event('peerGone', ({ reason }) => reason === 'MEDIA_LOST');
    await sfu.watch.seen('callMediaLost', ({ callId }) => callId === 'call_hit');
    expect(performance.now() - killedAt).toBeLessThan(AT_ONCE_MS);

    await waitFor(() => node.pool.workers.length === 2);
    const again = await SyntheticPeer.join(sfu, 'call_hit');
    expect(node.registry.call('call_hit')?.worker.pid).not.toBe(worker?.pid);
    await again.publishVideo([HD]);

    const before = meter.packets;
    await waitFor(() => meter.packets > before);
    expect(spared.events('peerGone')).toEqual([]);
    await Promise.all([again, spared, receiver].map((peer) => peer.leave()));
    hit.dropSignalling();
    await hit.dropMedia();
  });
});

describe('a machine that is full', () => {
  const levels = () => node.pool.workers.map(({ shedding }) => shedding.level);

  it('has all workers give up quality as long as the orchestrator says so', async () => {
    const peer = await SyntheticPeer.join(sfu, 'call_full');
    const { track } = await peer.publishVideo([HD]);
    await sfu.control.setQualityCeiling({ ceiling: callV1.QualityProfile.LOW });
    expect(levels()).toEqual([2, 2]);
    await peer.event('publisherCommand', ({ trackId, cause }) => trackId === track.id && cause === 'HOST_LOAD');
    await sfu.control.setQualityCeiling({ ceiling: callV1.QualityProfile.UNSPECIFIED });
    expect(levels()).toEqual([0, 0]);
    await peer.leave();
  });

  it('is capped by nobody else, and tells how full it is with its load', async () => {
    const gateway = sfu.controlAs('api-gateway');
    expect(await refusalOf(gateway.setQualityCeiling({ ceiling: callV1.QualityProfile.LOW }))).toBe(
      'CALLER_NOT_ALLOWED',
    );
    gateway.close();
    await waitFor(() => node.load.load.hostCpuPermille > 0);
    expect(node.load.load.hostMemoryPermille).toBeGreaterThan(0);
    expect(node.load.load.hostSentBytes).toBeGreaterThanOrEqual(0);
  });
});

describe('a node that drains', () => {
  it('keeps its media over SIGTERM: nobody but the service itself hears it', () => {
    const own = process.listeners('SIGTERM').filter((listener) => String(listener).includes('worker process'));
    expect(own).toEqual([]);
  });

  it('takes no new calls and lets people into those it has', async () => {
    const inside = await SyntheticPeer.join(sfu, 'call_running');
    expect(await sfu.control.drainNode({})).toEqual({ remainingCalls: 1 });
    await sfu.watch.seen('load', ({ draining }) => draining);
    const refused = SyntheticPeer.requestFor(await sfu.watch.hello, 'call_new');
    await expect(sfu.control.openPeer(refused)).rejects.toMatchObject({ reason: 'NODE_DRAINING' });
    const late = await SyntheticPeer.join(sfu, 'call_running');
    expect(late.snapshot.transports).toHaveLength(2);
    await late.leave();

    // As on SIGTERM: those who did not move meanwhile are told to.
    await sfu.service.app.get(DrainNode).stop();
    await inside.event('peerGone', ({ reason }) => reason === 'NODE_DRAINING');
    await sfu.watch.seen('peerClosed', ({ peerId, reason }) => peerId === inside.id && reason === 'NODE_DRAINING');
    await inside.leave();
  });
});
