import { callV1, sfuV1 } from '@videocall/contracts';
import { waitFor } from '@videocall/testing';
import { startBench, type Bench } from './testing/bench.js';
import { OrchestratorUnderTest } from './testing/orchestrator-under-test.js';
import {
  enter,
  eventsOf,
  factsOf,
  host,
  insideAs,
  invite,
  joinRequest,
  statusOf,
  type Inside,
} from './testing/people.js';
import { ScriptedNode } from './testing/scripted-node.js';
import { StallingProxy } from './testing/stalling-proxy.js';

const { LOST, CONNECTED } = sfuV1.PeerConnection;
const { JOINED, RECONNECTING } = callV1.ParticipantState;

/** Two nodes behind one orchestrator. The first is taken first. */
describe('a call on one of two nodes', () => {
  let bench: Bench;
  let nodes: readonly [ScriptedNode, ScriptedNode];
  let orchestrator: OrchestratorUnderTest;
  let chair: Inside;
  let guest: Inside;

  beforeAll(async () => {
    bench = await startBench();
  }, 60_000);
  afterAll(() => bench.stop());

  beforeEach(async () => {
    const tls = bench.around.certificates.materialFor('sfu-node');
    const [first, second] = await Promise.all([ScriptedNode.start('node-a', tls), ScriptedNode.start('node-b', tls)]);
    second.load = { ...second.load, peers: 10 };
    nodes = [first, second];
    orchestrator = await OrchestratorUnderTest.start(bench.around, { SFU_NODES: `${first.address},${second.address}` });
    chair = await host(orchestrator, await bench.around.identities.somebody());
    const code = await invite(orchestrator, chair);
    guest = await enter(orchestrator, await bench.around.identities.somebody(), code);
  });
  afterEach(async () => {
    await orchestrator.stop();
    for (const node of nodes) node.stop();
  });

  /** As the client does, when it was asked or lost its media. */
  async function enterAgain({ who, resumeToken }: Inside, changes: Partial<callV1.JoinCallRequest> = {}) {
    return await orchestrator.calls.joinCall(joinRequest({ resumeToken, ...changes }), who.as);
  }

  const statesOf = async () => (await statusOf(orchestrator, chair)).participants.map(({ state }) => state);

  async function drained(): Promise<void> {
    nodes[0].drain();
    await waitFor(() => nodes[0].movesAsked.includes(chair.callId), { what: 'those inside to be asked to move' });
  }

  it('is placed on the other when its own drains, and those inside are asked again until they have moved', async () => {
    await drained();
    const asked = nodes[0].movesAsked.length;
    await waitFor(() => nodes[0].movesAsked.length > asked, { what: 'to be asked again' });
    const late = await enter(orchestrator, await bench.around.identities.somebody(), await invite(orchestrator, chair));
    expect(nodes[1].peers.has(late.peerId)).toBe(true);
    expect(nodes[0].peers.size).toBe(2);
  });

  it('moves with those inside one by one: the same participants, with the old peers kept until they have moved', async () => {
    await drained();
    const before = await factsOf(bench.around, chair.callId);
    const moved = insideAs(chair.who, await enterAgain(chair));
    expect(moved.participantId).toBe(chair.participantId);
    expect(nodes[1].peers.has(moved.peerId)).toBe(true);
    expect(nodes[0].peers.has(chair.peerId)).toBe(true);
    expect(await statesOf()).toEqual([JOINED, JOINED]);
    expect(await factsOf(bench.around, chair.callId)).toEqual(before);

    // Each is ruled where its peer is.
    const muted = { source: callV1.TrackSource.MICROPHONE, muted: true };
    await orchestrator.control.muteParticipant({ ...guest.self, ...muted }, chair.who.as);
    expect(nodes[0].peer(guest.peerId).policy.mutedByHost).toEqual([callV1.TrackSource.MICROPHONE]);

    // The client has closed its former peer: that is no loss of the participant's.
    const { callId, participantId, peerId } = chair;
    nodes[0].tell({ $case: 'peerClosed', value: { callId, participantId, peerId, reason: 'REPLACED' } });
    nodes[0].tell({
      $case: 'trackChanged',
      value: {
        callId,
        track: sfuV1.Track.fromJSON({ source: callV1.TrackSource.SCREEN, participantId }),
        published: false,
      },
    });
    // What a node reports is taken in order, so this comes after it.
    nodes[0].connection(guest.peerId, LOST);
    await waitFor(async () => (await statesOf())[1] === RECONNECTING, { what: 'the report after it' });
    nodes[0].connection(guest.peerId, CONNECTED);
    await waitFor(async () => (await statesOf())[1] === JOINED, { what: 'the guest to be back' });
    expect(await statesOf()).toEqual([JOINED, JOINED]);
  });

  it('keeps what is on the way over a restart of the orchestrator', async () => {
    await drained();
    const moved = insideAs(chair.who, await enterAgain(chair));
    await orchestrator.stop();
    orchestrator = await OrchestratorUnderTest.start(bench.around, {
      SFU_NODES: `${nodes[0].address},${nodes[1].address}`,
    });
    const asked = nodes[0].movesAsked.length;
    await waitFor(() => nodes[0].movesAsked.length > asked, { what: 'the other to be asked again' });
    expect(nodes[0].closed.size).toBe(0);
    expect(nodes[0].peers.has(guest.peerId)).toBe(true);
    expect(nodes[1].peers.has(moved.peerId)).toBe(true);
  });

  it('closes a former peer that its client did not close', async () => {
    await drained();
    await enterAgain(chair);
    await waitFor(() => nodes[0].closed.get(chair.peerId) === 'REPLACED', {
      what: 'the former peer to be closed',
      timeoutMs: 30_000,
    });
    expect(nodes[0].peers.has(guest.peerId)).toBe(true);
  }, 60_000);

  it('ends on both when it is ended while it moves', async () => {
    await drained();
    const moved = insideAs(chair.who, await enterAgain(chair));
    await orchestrator.calls.endCall(chair.self, chair.who.as);
    await waitFor(() => nodes[0].closed.get(guest.peerId) === 'CALL_ENDED', { what: 'the end on the old node' });
    await waitFor(() => nodes[1].closed.get(moved.peerId) === 'CALL_ENDED', { what: 'the end on the new node' });
  });

  it('leaves a bot no peer behind, since it can be in one place only', async () => {
    await drained();
    await enterAgain(guest, { rtpCapabilitiesJson: '', codecListHash: '' });
    await waitFor(() => nodes[0].closed.has(guest.peerId), { what: 'the old peer to be closed', timeoutMs: 5_000 });
  });

  it('is moved within seconds when its node is gone: each is told, and enters anew as the same participant', async () => {
    const killedAt = performance.now();
    nodes[0].stop();
    const lost = async () =>
      (await eventsOf(bench.around, chair.callId)).filter(({ fact }) => fact?.$case === 'peerLost');
    await waitFor(async () => (await lost()).length === 2, { what: 'both to be told', timeoutMs: 10_000 });
    expect(performance.now() - killedAt).toBeLessThan(8_000);
    expect((await lost()).map(({ fact, onlyParticipantId }) => [fact?.value, onlyParticipantId])).toEqual(
      [chair, guest].map(({ participantId, peerId }) => [{ participantId, peerId }, participantId]),
    );
    expect(await statesOf()).toEqual([RECONNECTING, RECONNECTING]);
    const again = insideAs(chair.who, await enterAgain(chair));
    expect(again.participantId).toBe(chair.participantId);
    expect(nodes[1].peers.has(again.peerId)).toBe(true);
    expect((await statesOf())[0]).toBe(JOINED);
  }, 30_000);

  it('is moved when its node falls silent, as with its host: nothing refuses a connection then', async () => {
    await orchestrator.stop();
    nodes[0].loadEveryMs = 200;
    const proxy = await StallingProxy.start(Number(nodes[0].address.split(':')[1]));
    try {
      orchestrator = await OrchestratorUnderTest.start(bench.around, {
        SFU_NODES: `${proxy.address},${nodes[1].address}`,
      });
      const beats = setInterval(() => nodes[0].tell({ $case: 'load', value: nodes[0].load }), 100);
      const stalled = waitFor(async () => (await statesOf()).includes(RECONNECTING), {
        what: 'the node to be lost',
        timeoutMs: 20_000,
      });
      proxy.stall('replies');
      await stalled.finally(() => clearInterval(beats));
      const again = insideAs(chair.who, await enterAgain(chair));
      expect(nodes[1].peers.has(again.peerId)).toBe(true);
    } finally {
      proxy.stop();
    }
  }, 40_000);
});
