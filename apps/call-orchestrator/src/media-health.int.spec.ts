import { callV1, sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { waitFor } from '@videocall/testing';
import { startBench, type Bench } from './testing/bench.js';
import { OrchestratorUnderTest, reasonOf } from './testing/orchestrator-under-test.js';
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

const { LOST, CONNECTED } = sfuV1.PeerConnection;
const { JOINED, RECONNECTING } = callV1.ParticipantState;

function ifNoMediaNode(error: unknown): undefined {
  if (error instanceof Refusal && error.reason === 'NO_MEDIA_NODE') return;
  throw error;
}

describe('media', () => {
  let bench: Bench;
  /** What a test starts besides. */
  const besides: { stop(): unknown }[] = [];
  beforeAll(async () => {
    bench = await startBench();
  }, 60_000);
  afterEach(async () => {
    for (const started of besides.splice(0)) await started.stop();
  });
  afterAll(() => bench.stop());

  async function another(settings: Record<string, string>): Promise<OrchestratorUnderTest> {
    const orchestrator = await OrchestratorUnderTest.start(bench.around, settings);
    besides.push(orchestrator);
    return orchestrator;
  }

  async function loadedNode(nodeId: string): Promise<ScriptedNode> {
    const node = await ScriptedNode.start(nodeId, bench.around.certificates.materialFor('sfu-node'));
    node.load = { ...node.load, peers: 1_000 };
    besides.push(node);
    return node;
  }

  async function two(): Promise<{ chair: Inside; guest: Inside }> {
    const somebody = await bench.around.identities.somebody();
    // The node of the test before may just be coming back into sight.
    const attempt = () => host(bench.orchestrator, somebody).catch(ifNoMediaNode);
    const chair = await waitFor(attempt, { what: 'a node' });
    const code = await invite(bench.orchestrator, chair);
    return { chair, guest: await enter(bench.orchestrator, await bench.around.identities.somebody(), code) };
  }

  /** How somebody in the call sees a participant; undefined for one who has left. */
  async function seenBy(viewer: Inside, { participantId }: Inside): Promise<callV1.Participant | undefined> {
    return (await statusOf(bench.orchestrator, viewer)).participants.find(({ id }) => id === participantId);
  }

  const becomes = (viewer: Inside, of: Inside, state: callV1.ParticipantState) =>
    waitFor(async () => (await seenBy(viewer, of))?.state === state, { what: `${of.participantId} to be ${state}` });

  it('lost and found: the participant is reconnecting, then inside again', async () => {
    const { chair, guest } = await two();
    bench.node.connection(guest.peerId, LOST);
    await becomes(chair, guest, RECONNECTING);
    bench.node.connection(guest.peerId, CONNECTED);
    await becomes(chair, guest, JOINED);
  });

  it('of a call that a worker took with it: everybody is reconnecting, and enters anew as the same participant', async () => {
    const { chair, guest } = await two();
    const { callId } = chair;
    for (const peerId of [chair.peerId, guest.peerId]) bench.node.peers.delete(peerId);
    bench.node.tell({ $case: 'callMediaLost', value: { callId, reason: 'WORKER_DIED' } });
    await becomes(chair, guest, RECONNECTING);
    const { resumeToken } = guest;
    expect(await reasonOf(bench.orchestrator.control.resumeParticipant({ resumeToken }, guest.who.as))).toBe(
      'MEDIA_LOST',
    );
    const reply = await bench.orchestrator.calls.joinCall(joinRequest({ resumeToken }), guest.who.as);
    expect(insideAs(guest.who, reply).participantId).toBe(guest.participantId);
    await becomes(guest, guest, JOINED);
  });

  it('of a node that was born again: its calls are there for whoever enters anew', async () => {
    const { chair, guest } = await two();
    bench.node.stop();
    await bench.node.startAgain('new');
    await becomes(chair, guest, RECONNECTING);
    const again = insideAs(
      chair.who,
      await bench.orchestrator.calls.joinCall(joinRequest({ resumeToken: chair.resumeToken }), chair.who.as),
    );
    expect(bench.node.peer(again.peerId).callId).toBe(chair.callId);
    expect((await seenBy(chair, chair))?.state).toBe(JOINED);
  });

  it('of a node whose connection broke for a moment goes on: nobody is told anything', async () => {
    const { chair, guest } = await two();
    const before = await factsOf(bench.around, chair.callId);
    bench.node.stop();
    await bench.node.startAgain('same');
    const policy = { ...guest.self, source: callV1.TrackSource.MICROPHONE, muted: true };
    await bench.orchestrator.control.muteParticipant(policy, chair.who.as);
    await waitFor(() => bench.node.peer(guest.peerId).policy.version === 2, { what: 'the policy', timeoutMs: 15_000 });
    expect(await factsOf(bench.around, chair.callId)).toEqual([...before, 'participantMuted']);
  });

  it('what was decided while the node was away reaches it when it is back', async () => {
    const { chair, guest } = await two();
    bench.node.stop();
    await bench.orchestrator.control.muteParticipant(
      { ...guest.self, source: callV1.TrackSource.MICROPHONE, muted: true },
      chair.who.as,
    );
    const third = await newcomer(chair).catch((refusal: { reason: string }) => refusal.reason);
    expect(third).toBe('NO_MEDIA_NODE');
    await bench.node.startAgain('same');
    await waitFor(() => bench.node.peer(guest.peerId).policy.version === 2, { what: 'the policy', timeoutMs: 15_000 });
  });

  async function newcomer(chair: Inside): Promise<Inside> {
    const code = await invite(bench.orchestrator, chair);
    return await enter(bench.orchestrator, await bench.around.identities.somebody(), code);
  }

  it('that nobody in the database knows is closed, and media that the node does not have is lost', async () => {
    const { chair, guest } = await two();
    const policy = bench.node.peer(guest.peerId).policy;
    bench.node.stop();
    bench.node.peers.delete(guest.peerId);
    const stray = { callId: chair.callId, participantId: 'part_x', peerId: 'peer_x', connection: CONNECTED };
    bench.node.peers.set('peer_x', { ...stray, policyVersion: 1, sharingScreen: false, policy });
    await bench.node.startAgain('same');
    await waitFor(() => bench.node.closed.has('peer_x'), { what: 'the stray peer to be closed' });
    await becomes(chair, guest, RECONNECTING);
    expect((await seenBy(chair, chair))?.state).toBe(JOINED);
  });

  it('the screen of a sharer whose page was killed is free for others before the sharer has left', async () => {
    const { chair, guest } = await two();
    const { control } = bench.orchestrator;
    await control.acquireScreenShare(guest.self, guest.who.as);
    bench.node.connection(guest.peerId, LOST);
    await becomes(chair, guest, RECONNECTING);
    const free = async () => (await statusOf(bench.orchestrator, chair)).screenSharerId === '';
    await waitFor(free, { what: 'the screen to be free', timeoutMs: 20_000 });
    await control.acquireScreenShare(chair.self, chair.who.as);
    expect((await seenBy(chair, guest))?.state).toBe(RECONNECTING);
  }, 60_000);

  it('is placed on the node with the fewest peers', async () => {
    const busy = await loadedNode('node-busy');
    const both = await another({ SFU_NODES: `${busy.address},${bench.node.address}` });
    const inside = await host(both, await bench.around.identities.somebody());
    expect(bench.node.peers.has(inside.peerId)).toBe(true);
  });

  it('of a node that stays away is moved: whoever enters anew is on another node', async () => {
    const [leaving, other] = [await loadedNode('node-leaving'), await loadedNode('node-staying')];
    leaving.load = { ...leaving.load, peers: 0 };
    const both = await another({ SFU_NODES: `${leaving.address},${other.address}` });
    const inside = await host(both, await bench.around.identities.somebody());
    expect(leaving.peers.has(inside.peerId)).toBe(true);
    leaving.stop();
    const { resumeToken } = inside;
    const rejoin = () => both.calls.joinCall(joinRequest({ resumeToken }), inside.who.as);
    expect(await reasonOf(rejoin())).toBe('NO_MEDIA_NODE');
    const reply = await waitFor(() => rejoin().catch(() => undefined), { what: 'to move', timeoutMs: 30_000 });
    expect(other.peers.has(reply.peer?.peerId ?? '')).toBe(true);
    expect(reply.participantId).toBe(inside.participantId);
  }, 60_000);

  it('after a restart is what it was: rebuilt from the database and from what the node holds', async () => {
    const { chair, guest } = await two();
    await bench.orchestrator.stop();
    bench.node.connection(guest.peerId, LOST);
    const restarted = await OrchestratorUnderTest.start(bench.around, { SFU_NODES: bench.node.address });
    bench = { ...bench, orchestrator: restarted };
    await becomes(chair, guest, RECONNECTING);
    expect((await seenBy(chair, chair))?.state).toBe(JOINED);
    const { resumeToken } = chair;
    const resumed = await restarted.control.resumeParticipant({ resumeToken }, chair.who.as);
    expect(insideAs(chair.who, resumed)).toMatchObject({ participantId: chair.participantId, peerId: chair.peerId });
  });
});

describe('a participant whose media stays lost', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ RECONNECT_GRACE_MS: '1000' });
  }, 60_000);
  afterAll(() => bench.stop());

  it('has left after the grace, and the peer is closed', async () => {
    const chair = await host(bench.orchestrator, await bench.around.identities.somebody());
    const code = await invite(bench.orchestrator, chair);
    const guest = await enter(bench.orchestrator, await bench.around.identities.somebody(), code);
    bench.node.connection(guest.peerId, LOST);
    await waitFor(() => bench.node.closed.get(guest.peerId) === 'CONNECTION_LOST', { what: 'the peer to be closed' });
    const facts = (await eventsOf(bench.around, chair.callId)).slice(-2).map(({ fact }) => fact);
    expect(facts).toMatchObject([
      { $case: 'participantUpdated', value: { participant: { state: RECONNECTING } } },
      { $case: 'participantLeft', value: { reason: callV1.LeaveReason.CONNECTION_LOST } },
    ]);
    const { resumeToken } = guest;
    expect(await reasonOf(bench.orchestrator.control.resumeParticipant({ resumeToken }, guest.who.as))).toBe(
      'PARTICIPANT_LEFT',
    );
  });
});
