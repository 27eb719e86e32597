import type { callV1 } from '@videocall/contracts';
import { freePort, waitFor } from '@videocall/testing';
import type { Somebody } from './testing/identities.js';
import { newRequestId, OrchestratorUnderTest, reasonOf } from './testing/orchestrator-under-test.js';
import { eventsOf, grantFor, invite, joinRequest, start, statusOf, type Gateway } from './testing/people.js';
import { startRealNode, type RealNode } from './testing/real-node.js';
import { Surroundings } from './testing/surroundings.js';

/** Refusals on a machine that is too busy; clients ask again with the same request id. */
const PASSING = new Set(['SERVICE_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'NO_MEDIA_NODE']);

/** Asks until the answer is final: the word for success, or why it was refused. */
async function settled(success: string, ask: () => Promise<unknown>): Promise<string> {
  const attempt = () =>
    ask().then(
      () => success,
      (refusal: { reason: string }) => (PASSING.has(refusal.reason) ? undefined : refusal.reason),
    );
  return await waitFor(attempt, { what: 'an answer', timeoutMs: 60_000, intervalMs: 200 });
}

/** Two orchestrators run at once, as they do during an upgrade; the sfu-node is the product's own. */
describe('limits', () => {
  let around: Surroundings;
  let node: RealNode;
  let first: OrchestratorUnderTest;
  let second: OrchestratorUnderTest;
  let media: Pick<callV1.JoinCallRequest, 'rtpCapabilitiesJson' | 'codecListHash'>;

  beforeAll(async () => {
    around = await Surroundings.make();
    node = await startRealNode(around, await freePort());
    const settings = {
      SFU_NODES: node.address,
      MAX_CALLS: '6',
      RESERVED_CALLS: '2',
      MAX_PARTICIPANTS: '10',
      MAX_USERS: '14',
    };
    [first, second] = await Promise.all([
      OrchestratorUnderTest.start(around, settings),
      OrchestratorUnderTest.start(around, settings),
    ]);
    const { as } = await around.identities.somebody();
    const { codecListJson, codecListHash } = await first.control.getMediaConfiguration({}, as);
    media = { rtpCapabilitiesJson: codecListJson, codecListHash };
  }, 120_000);

  afterAll(async () => {
    await Promise.all([first.stop(), second.stop()]);
    await node.stop();
    await around.dispose();
  });

  afterEach(async () => {
    const admin = await around.identities.somebody({ admin: true });
    const open = await around.query<{ id: string }>(`SELECT id FROM call.calls WHERE state IN ('STARTING', 'ACTIVE')`);
    for (const { id } of open) await first.calls.endCall({ requestId: newRequestId(), callId: id }, admin.as);
  });

  async function enterAsHost(gateway: Gateway, who: Somebody): Promise<{ callId: string; who: Somebody }> {
    const { callId, grant } = await start(gateway, who);
    await gateway.calls.joinCall(joinRequest({ grant, ...media }), who.as);
    return { callId, who };
  }

  const people = (count: number, claims = {}) =>
    Promise.all(Array.from({ length: count }, () => around.identities.somebody(claims)));

  /** What each attempt came to: JOINED, or why it was refused. */
  async function joinAll(grants: readonly { who: Somebody; grant: string }[]): Promise<string[]> {
    return await Promise.all(
      grants.map(({ who, grant }, index) => {
        const request = joinRequest({ grant, ...media });
        return settled('JOINED', () => (index % 2 === 0 ? first : second).calls.joinCall(request, who.as));
      }),
    );
  }

  const count = (outcomes: readonly string[], outcome: string) => outcomes.filter((one) => one === outcome).length;

  it('forty people at once enter a call of ten, through two orchestrators: exactly ten are in', async () => {
    const call = await enterAsHost(first, await around.identities.somebody());
    const code = await invite(first, call);
    const guests = await people(40, { kind: 'guest' });
    const grants = await Promise.all(guests.map(async (who) => ({ who, grant: await grantFor(first, who, code) })));
    const outcomes = await joinAll(grants);
    expect([count(outcomes, 'JOINED'), count(outcomes, 'CALL_FULL')]).toEqual([9, 31]);
    const status = await statusOf(second, call);
    expect(status.participants).toHaveLength(10);
    const held = await waitFor(async () => (await node.hello()).peers, { what: 'peers' });
    expect(held.filter(({ callId }) => callId === call.callId)).toHaveLength(10);
    const revisions = (await eventsOf(around, call.callId)).map(({ revision }) => revision);
    expect(revisions).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
  }, 120_000);

  it('a full call takes back its own, and whoever comes once somebody has left', async () => {
    const chair = await around.identities.somebody();
    const { callId, grant } = await start(first, chair, { maxParticipants: 2 });
    const { participantId } = await first.calls.joinCall(joinRequest({ grant, ...media }), chair.as);
    const code = await invite(first, { callId, who: chair });
    const [guest, other] = await people(2);
    if (!guest || !other) throw new Error('nobody');
    const guestGrant = await grantFor(first, guest, code);
    const otherGrant = await grantFor(first, other, code);
    const enter = (who: Somebody, grant: string) => first.calls.joinCall(joinRequest({ grant, ...media }), who.as);
    await enter(guest, guestGrant);
    expect(await reasonOf(enter(other, otherGrant))).toBe('CALL_FULL');
    await enter(guest, guestGrant);
    await first.calls.leaveCall({ requestId: newRequestId(), callId, participantId }, chair.as);
    await enter(other, otherGrant);
    expect((await statusOf(first, { callId, who: guest })).participants).toHaveLength(2);
  });

  it('of many calls started at once exactly as many begin as the server carries, the last ones for administrators', async () => {
    const starting = async (who: Somebody, index: number) => {
      const request = {
        requestId: newRequestId(),
        title: '',
        roomId: '',
        maxParticipants: 0,
        endToEndEncrypted: false,
      };
      return await settled('STARTED', () => (index % 2 === 0 ? first : second).calls.startCall(request, who.as));
    };
    const outcomes = await Promise.all((await people(12)).map(starting));
    expect([count(outcomes, 'STARTED'), count(outcomes, 'CAPACITY_RESERVED')]).toEqual([4, 8]);
    const byAdmins = await Promise.all((await people(5, { admin: true })).map(starting));
    expect([count(byAdmins, 'STARTED'), count(byAdmins, 'CALL_LIMIT')]).toEqual([2, 3]);
  });

  it('counts people over all calls together, each once', async () => {
    const [a, b] = await Promise.all([
      enterAsHost(first, await around.identities.somebody()),
      enterAsHost(second, await around.identities.somebody()),
    ]);
    const codes = [await invite(first, a), await invite(first, b)];
    const guests = await people(18);
    const grants = await Promise.all(
      guests.map(async (who, index) => ({
        who,
        grant: await grantFor(first, who, codes[index % 4 < 2 ? 0 : 1] ?? ''),
      })),
    );
    const outcomes = await joinAll(grants);
    expect([count(outcomes, 'JOINED'), count(outcomes, 'USER_LIMIT')]).toEqual([12, 6]);
    // Who is counted already may be in both calls.
    const inside = guests[outcomes.indexOf('JOINED')];
    if (!inside) throw new Error('nobody is inside');
    for (const code of codes) {
      const grant = await grantFor(first, inside, code);
      await first.calls.joinCall(joinRequest({ grant, ...media }), inside.as);
    }
  }, 120_000);

  it('a place that was reserved and never taken is given up once, though two orchestrators watch', async () => {
    const call = await enterAsHost(first, await around.identities.somebody());
    await around.query(
      `INSERT INTO call.participants (id, call_id, identity_id, identity_kind, display_name, role, sources, can_subscribe,
         can_publish_data, hidden, state, deadline, muted_by_host, send_profile, receive_profile, peer_id, media_lost,
         policy_version, policy_confirmed_version)
       VALUES ('part_dead', $1, 'user_dead', 'USER', 'Dead', 'SPEAKER', '{}', true, true, false, 'JOINING',
         now() + interval '1 second', '{}', 'AUTO', 'AUTO', 'peer_dead', false, 1, 0)`,
      [call.callId],
    );
    const left = async () =>
      (await around.query(`SELECT FROM call.participants WHERE id = 'part_dead' AND state = 'LEFT'`)).length > 0;
    await waitFor(left, { timeoutMs: 15_000, what: 'the place to be given up' });
    expect((await eventsOf(around, call.callId)).length).toBe(2);
  }, 30_000);
});
