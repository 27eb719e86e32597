import { callV1 } from '@videocall/contracts';
import { createGrpcClient, type GrpcClient } from '@videocall/platform-grpc';
import { waitFor } from '@videocall/testing';
import { startBench, type Bench } from './testing/bench.js';
import { newRequestId, type OrchestratorUnderTest, reasonOf, refusalOf } from './testing/orchestrator-under-test.js';
import { eventsOf, host, start, type Inside } from './testing/people.js';

type CapacityClient = GrpcClient<callV1.CapacityServiceClient>;

const { DEGRADED, NORMAL } = callV1.CapacityMode;

describe('a server that is full', () => {
  let bench: Bench;
  let orchestrator: OrchestratorUnderTest;
  let client: CapacityClient;
  let chair: Inside;
  /** Milliseconds; goes on as the test says, ahead of the clock that the service itself looks by. */
  let now = 1e12;

  beforeAll(async () => {
    bench = await startBench({ HOST_LIMITS_ENFORCED: 'true' });
    ({ orchestrator } = bench);
    client = createGrpcClient(callV1.CapacityServiceClient, {
      address: orchestrator.address,
      tls: bench.around.gatewayTls,
      serverName: 'call-orchestrator',
      defaultDeadlineMs: 10_000,
    });
    chair = await host(orchestrator, await user());
  }, 60_000);
  afterAll(async () => {
    client.close();
    await bench.stop();
  });

  const user = (claims = {}) => bench.around.identities.somebody(claims);
  const capacity = async () => await client.getCapacity({}, (await user({ admin: true })).as);
  const cpu = async () => (await capacity()).causes.find(({ resource }) => resource === callV1.CapacityResource.CPU);

  /** The machine is so busy for so long, and it has been noticed. */
  async function busy(permille: number, seconds: number): Promise<void> {
    bench.node.tell({ $case: 'load', value: { ...bench.node.load, hostCpuPermille: permille } });
    await waitFor(
      async () => {
        await orchestrator.judgeCapacity(now);
        return (await cpu())?.measured === permille / 1_000;
      },
      { what: 'the load to be known' },
    );
    now += seconds * 1_000;
    await orchestrator.judgeCapacity(now);
  }

  const metrics = async () => await (await fetch(`${await orchestrator.httpUrl}/metrics`)).text();
  const startedBy = async (claims = {}) => start(orchestrator, await user(claims));
  const recorded = async ({ callId, who }: Inside) =>
    orchestrator.control.startRecording({ requestId: newRequestId(), callId }, who.as);

  it('refuses new calls while processors are full, but an administrator’s, and admits them again afterwards', async () => {
    const other = await host(orchestrator, await user());
    await recorded(chair);
    await busy(950, 15);
    expect(await capacity()).toMatchObject({
      mode: DEGRADED,
      actions: { qualityCeiling: callV1.QualityProfile.LOW, callsRefused: true, recordingsRefused: true },
    });
    expect(await refusalOf(startedBy())).toMatchObject({ reason: 'CAPACITY_RESERVED', details: { resource: 'CPU' } });
    await startedBy({ admin: true });
    expect(await reasonOf(recorded(other))).toBe('RECORDING_LIMIT');
    expect(bench.node.ceiling).toBe(callV1.QualityProfile.LOW);
    expect(await metrics()).toMatch(/^orchestrator_capacity_level\{resource="CPU",\S*\} 3$/m);

    await busy(300, 55);
    expect(await reasonOf(startedBy())).toBe('CAPACITY_RESERVED');
    await busy(300, 10);
    await startedBy();
    await recorded(other);
    expect(await capacity()).toMatchObject({ mode: NORMAL, actions: { callsRefused: false } });
    expect(bench.node.ceiling).toBe(callV1.QualityProfile.UNSPECIFIED);
  }, 60_000);

  it('tells of each change once, in the events', async () => {
    const told = await eventsOf(bench.around, 'capacity');
    expect(
      told.map(({ fact }) => fact?.$case === 'capacityChanged' && [fact.value.cause?.level, fact.value.mode]),
    ).toEqual([
      [3, DEGRADED],
      [0, NORMAL],
    ]);
  });

  it('tells nobody but administrators how full it is', async () => {
    expect(await reasonOf(client.getCapacity({}, (await user()).as))).toBe('ADMIN_ONLY');
  });

  it('adds up what the machine sends in a month, also after it was started again', async () => {
    const sent = async (bytes: number): Promise<void> => {
      bench.node.tell({ $case: 'load', value: { ...bench.node.load, hostSentBytes: bytes } });
      await waitFor(
        async () => {
          await orchestrator.judgeCapacity(now);
          const [row] = await bench.around.query<{ counter: string }>('SELECT counter FROM call.host_traffic');
          return row?.counter === String(bytes);
        },
        { what: 'the traffic to be known' },
      );
    };
    for (const bytes of [1_000, 5_000, 300, 700]) await sent(bytes);
    const [row] = await bench.around.query<{ sent_bytes: string }>('SELECT sent_bytes FROM call.host_traffic');
    expect(row?.sent_bytes).toBe('4700');
    expect(await metrics()).toMatch(/^orchestrator_month_sent_bytes\{node="node-1",\S*\} 4700$/m);
  });
});
