import { callV1 } from '@videocall/contracts';
import { freePort, waitFor } from '@videocall/testing';
import { startBench, type Bench } from './testing/bench.js';
import { host, join, start, statusOf } from './testing/people.js';
import { ServiceProcess } from './testing/service-process.js';

const { ACTIVE, ENDED } = callV1.CallState;

describe('the end of a call', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  }, 60_000);
  afterAll(() => bench.stop());

  /** The call's time is up now, instead of in half a minute. */
  async function hasten(callId: string): Promise<void> {
    const hastened = await bench.around.query(
      `UPDATE call.calls SET deadline = now() WHERE id = $1 AND deadline IS NOT NULL RETURNING id`,
      [callId],
    );
    expect(hastened).toHaveLength(1);
  }

  it('comes a while after everybody left, and not if somebody comes back before', async () => {
    const chair = await host(bench.orchestrator, await bench.around.identities.somebody());
    const { callId } = chair;
    await bench.orchestrator.calls.leaveCall(chair.self, chair.who.as);
    expect((await statusOf(bench.orchestrator, chair)).state).toBe(ACTIVE);
    const { grant } = await bench.orchestrator.control.issueGrant({ callId, inviteCode: '' }, chair.who.as);
    const again = await join(bench.orchestrator, chair.who, grant?.token ?? '');
    expect(await bench.around.query('SELECT deadline FROM call.calls WHERE id = $1', [callId])).toEqual([
      { deadline: null },
    ]);
    await bench.orchestrator.calls.leaveCall(again.self, chair.who.as);
    await hasten(callId);
    const ended = async () => (await statusOf(bench.orchestrator, chair)).state === ENDED;
    await waitFor(ended, { what: 'the end', timeoutMs: 20_000 });
    expect((await statusOf(bench.orchestrator, chair)).endReason).toBe(callV1.CallEndReason.EVERYBODY_LEFT);
  });

  it('comes to a call that nobody entered', async () => {
    const chair = await bench.around.identities.somebody();
    const { callId } = await start(bench.orchestrator, chair);
    await hasten(callId);
    const status = () => statusOf(bench.orchestrator, { callId, who: chair });
    await waitFor(async () => (await status()).state === ENDED, { what: 'the end', timeoutMs: 20_000 });
    expect((await status()).endReason).toBe(callV1.CallEndReason.NOBODY_JOINED);
  });

  it('and its beginning are seen in the metrics', async () => {
    const chair = await host(bench.orchestrator, await bench.around.identities.somebody());
    const metrics = async () => await (await fetch(`${await bench.orchestrator.httpUrl}/metrics`)).text();
    const of = (name: string, text: string) => Number(new RegExp(`^${name}.* (\\d+)$`, 'm').exec(text)?.[1]);
    const before = await metrics();
    expect(of('orchestrator_sfu_nodes_up', before)).toBe(1);
    await bench.orchestrator.calls.endCall({ requestId: chair.self.requestId, callId: chair.callId }, chair.who.as);
    const after = await metrics();
    const active = 'orchestrator_calls{state="ACTIVE"';
    const joined = 'orchestrator_participants{state="JOINED"';
    expect(of(active, before) - of(active, after)).toBe(1);
    expect(of(joined, before) - of(joined, after)).toBe(1);
  });

  it('does not come with the end of the service: SIGTERM ends that in order, with 0', async () => {
    const chair = await host(bench.orchestrator, await bench.around.identities.somebody());
    const service = await ServiceProcess.start('call-orchestrator', {
      ...bench.around.environment,
      SFU_NODES: bench.node.address,
      GRPC_PORT: String(await freePort()),
      HTTP_PORT: String(await freePort()),
    });
    expect(await service.stop()).toBe(0);
    expect((await statusOf(bench.orchestrator, chair)).participants).toHaveLength(1);
  });
});
