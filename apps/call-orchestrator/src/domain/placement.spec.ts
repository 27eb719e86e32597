import { aCall, aParticipant, RULES } from '../testing/domain-builders.js';
import { chooseNode, placeCall, stragglers, type KnownNode, type NodeLoad } from './placement.js';

function aNode(nodeId: string, changes: Partial<KnownNode> = {}, load: Partial<NodeLoad> = {}): KnownNode {
  const idle = {
    calls: 0,
    peers: 0,
    busiestWorkerCpuPermille: 0,
    draining: false,
    hostCpuPermille: 0,
    hostMemoryPermille: 0,
    hostSentBytes: 0,
  };
  return { nodeId, bootId: `boot-of-${nodeId}`, state: 'UP', load: { ...idle, ...load }, ...changes };
}

const inView = (...known: KnownNode[]) => ({ known, someUnseen: false });
const refusedWith = (reason: string) => expect.objectContaining({ reason });

describe('chooseNode', () => {
  it('takes the one with the fewest peers, but none whose worker has nothing to spare', () => {
    const nodes = [
      aNode('a', {}, { peers: 5 }),
      aNode('b', {}, { peers: 3 }),
      aNode('c', {}, { busiestWorkerCpuPermille: 900 }),
    ];
    expect(chooseNode(nodes)).toEqual({ nodeId: 'b', bootId: 'boot-of-b' });
    expect(chooseNode([aNode('c', {}, { busiestWorkerCpuPermille: 900 })]).nodeId).toBe('c');
  });

  it('takes neither a draining node nor one out of sight', () => {
    const nodes = [aNode('a', {}, { draining: true }), aNode('b', { state: 'AWAY' }), aNode('c', { state: 'LOST' })];
    expect(() => chooseNode(nodes)).toThrow(refusedWith('NO_MEDIA_NODE'));
  });
});

describe('placeCall', () => {
  const placed = { nodeId: 'a', bootId: 'boot-of-a' };

  it('places a new call, and leaves it there', () => {
    const call = aCall([], { nodeId: null, bootId: null });
    expect(placeCall(call, inView(aNode('b'), aNode('a')), RULES).nodeId).toBe('b');
    expect(placeCall(call, inView(aNode('b', {}, { peers: 99 }), aNode('a')), RULES).nodeId).toBe('b');
  });

  it('does not move a call whose node is out of sight for a moment, or not yet seen', () => {
    const call = aCall([aParticipant()], placed);
    const away = inView(aNode('a', { state: 'AWAY' }), aNode('b'));
    expect(() => placeCall(call, away, RULES)).toThrow(refusedWith('NO_MEDIA_NODE'));
    const unseen = { known: [aNode('b')], someUnseen: true };
    expect(() => placeCall(call, unseen, RULES)).toThrow(refusedWith('NO_MEDIA_NODE'));
  });

  it.each([
    ['lost', aNode('a', { state: 'LOST' })],
    ['born again', aNode('a', { bootId: 'boot-2' }, { peers: 50 })],
    ['not in the configuration any more', aNode('c', {}, { peers: 50 })],
  ])('moves a call whose node is %s: those inside must enter anew', (_, node) => {
    const inside = aParticipant(placed);
    const call = aCall([inside], placed);
    expect(placeCall(call, inView(node, aNode('b')), RULES).nodeId).toBe('b');
    expect(call.data).toMatchObject({ nodeId: 'b', bootId: 'boot-of-b', mediaLost: true });
    expect(call.participant(inside.id)).toMatchObject({ state: 'RECONNECTING', mediaLost: true });
  });

  it('leaves a draining node for another, and with it go those who enter; who is inside keeps the media there', () => {
    const draining = aNode('a', {}, { draining: true });
    const inside = aParticipant(placed);
    const call = aCall([inside], placed);
    expect(placeCall(call, inView(draining, aNode('b')), RULES).nodeId).toBe('b');
    expect(call.data).toMatchObject({ nodeId: 'b', mediaLost: false });
    expect(call.participant(inside.id)).toMatchObject({ ...placed, state: 'JOINED', mediaLost: false });
    expect(stragglers(call).map(({ id }) => id)).toEqual([inside.id]);
  });

  it('stays with a draining node where there is no other', () => {
    const draining = aNode('a', {}, { draining: true });
    expect(placeCall(aCall([], placed), inView(draining, aNode('b', { state: 'AWAY' })), RULES).nodeId).toBe('a');
  });

  it('loses the media of those alone who were on the process that is gone', () => {
    const [moved, left] = [aParticipant({ nodeId: 'b', bootId: 'boot-of-b' }), aParticipant(placed)];
    const call = aCall([moved, left], placed);
    placeCall(call, inView(aNode('a', { state: 'LOST' }), aNode('b')), RULES);
    expect(call.participant(moved.id).mediaLost).toBe(false);
    expect(call.participant(left.id).mediaLost).toBe(true);
    const told = call.changes.told.map(({ fact, onlyParticipantId }) => ({ type: fact.type, onlyParticipantId }));
    expect(told).toEqual([
      { type: 'PARTICIPANT_UPDATED', onlyParticipantId: null },
      { type: 'PEER_LOST', onlyParticipantId: left.id },
    ]);
  });
});
