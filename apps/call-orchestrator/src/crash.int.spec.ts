import { freePort, waitFor } from '@videocall/testing';
import type { callV1 } from '@videocall/contracts';
import type { Somebody } from './testing/identities.js';
import { clientsOf, reasonOf } from './testing/orchestrator-under-test.js';
import { joinRequest, start, type Gateway } from './testing/people.js';
import { startRealNode, type RealNode } from './testing/real-node.js';
import { ServiceProcess } from './testing/service-process.js';
import { StallingProxy } from './testing/stalling-proxy.js';
import { Surroundings } from './testing/surroundings.js';

interface ParticipantRow {
  readonly id: string;
  readonly state: string;
  readonly leave_reason: string | null;
  readonly peer_id: string;
}

interface KillOptions {
  /** What is waited for besides, before the kill. */
  readonly reached?: (row: ParticipantRow) => Promise<unknown>;
  readonly whileDead?: (row: ParticipantRow) => Promise<unknown>;
}

const nothing = () => Promise.resolve();

/** The orchestrator is a process here, killed with SIGKILL; the sfu-node is the product's own. */
describe('an orchestrator killed during a join', () => {
  let around: Surroundings;
  let node: RealNode;
  /** Between orchestrator and node. */
  let nodeProxy: StallingProxy;
  /** Between gateway and orchestrator. */
  let gatewayProxy: StallingProxy;
  let gateway: Gateway & { readonly calls: { close(): void }; readonly control: { close(): void } };
  let orchestrator: ServiceProcess;
  let environment: Record<string, string>;

  beforeAll(async () => {
    around = await Surroundings.make();
    const [grpcPort, httpPort] = await Promise.all([freePort(), freePort()]);
    node = await startRealNode(around, httpPort);
    [nodeProxy, gatewayProxy] = await Promise.all([StallingProxy.start(node.port), StallingProxy.start(grpcPort)]);
    environment = {
      ...around.environment,
      GRPC_PORT: String(grpcPort),
      HTTP_PORT: String(httpPort),
      SFU_NODES: nodeProxy.address,
    };
    orchestrator = await ServiceProcess.start('call-orchestrator', environment);
    gateway = clientsOf(gatewayProxy.address, around.gatewayTls);
  }, 120_000);

  afterAll(async () => {
    gateway.calls.close();
    gateway.control.close();
    await orchestrator.stop();
    nodeProxy.stop();
    gatewayProxy.stop();
    await node.stop();
    await around.dispose();
  });

  async function participants(callId: string): Promise<ParticipantRow[]> {
    const columns = 'id, state::text, leave_reason::text, peer_id';
    return await around.query(`SELECT ${columns} FROM call.participants WHERE call_id = $1`, [callId]);
  }

  async function inState(callId: string, state: string): Promise<ParticipantRow> {
    const find = async () => (await participants(callId)).find((row) => row.state === state);
    return await waitFor(find, { timeoutMs: 15_000, what: `a participant to be ${state}` });
  }

  async function restart(whileDead: () => Promise<unknown>): Promise<void> {
    await orchestrator.kill();
    nodeProxy.cut();
    gatewayProxy.cut();
    await whileDead();
    orchestrator = await ServiceProcess.start('call-orchestrator', environment);
  }

  async function newJoin(): Promise<{ host: Somebody; callId: string; request: callV1.JoinCallRequest }> {
    const host = await around.identities.somebody();
    const { callId, grant } = await start(gateway, host);
    const { codecListJson, codecListHash } = await gateway.control.getMediaConfiguration({}, host.as);
    return { host, callId, request: joinRequest({ grant, rtpCapabilitiesJson: codecListJson, codecListHash }) };
  }

  /** Joins, and has the orchestrator killed once the participant is in the state; what the gateway got is of no use. */
  async function killedWhen(
    join: { host: Somebody; callId: string; request: callV1.JoinCallRequest },
    state: string,
    { reached = nothing, whileDead = nothing }: KillOptions = {},
  ): Promise<ParticipantRow> {
    const attempt = reasonOf(gateway.calls.joinCall(join.request, join.host.as));
    const row = await inState(join.callId, state);
    await reached(row);
    await restart(() => whileDead(row));
    expect(await attempt).toBe('SERVICE_UNAVAILABLE');
    return row;
  }

  it('between reservation and OpenPeer: the same request again gives the participant that was reserved', async () => {
    const join = await newJoin();
    nodeProxy.stall('requests');
    const reserved = await killedWhen(join, 'JOINING');
    const reply = await gateway.calls.joinCall(join.request, join.host.as);
    expect(reply.participantId).toBe(reserved.id);
    expect(reply.peer?.peerId).toBe(reserved.peer_id);
    expect(reply.call?.participants.map(({ id }) => id)).toEqual([reserved.id]);
    const { peers } = await node.hello();
    expect(peers.filter(({ callId }) => callId === join.callId)).toHaveLength(1);
  }, 60_000);

  it('between OpenPeer and its confirmation: the peer that the node opened is the one used', async () => {
    const join = await newJoin();
    nodeProxy.stall('replies');
    const reserved = await killedWhen(join, 'JOINING', {
      reached: ({ peer_id }) =>
        waitFor(async () => (await node.hello()).peers.some(({ peerId }) => peerId === peer_id), { what: 'the peer' }),
    });
    const reply = await gateway.calls.joinCall(join.request, join.host.as);
    expect([reply.participantId, reply.peer?.peerId]).toEqual([reserved.id, reserved.peer_id]);
    const { peers } = await node.hello();
    expect(peers.filter(({ callId }) => callId === join.callId).map(({ peerId }) => peerId)).toEqual([
      reserved.peer_id,
    ]);
  }, 60_000);

  it('between reservation and OpenPeer, with nobody asking again: the place is free after its deadline', async () => {
    const join = await newJoin();
    nodeProxy.stall('requests');
    const reserved = await killedWhen(join, 'JOINING', {
      whileDead: ({ id }) =>
        around.query(`UPDATE call.participants SET deadline = now() + interval '2 seconds' WHERE id = $1`, [id]),
    });
    const left = await inState(join.callId, 'LEFT');
    expect(left).toMatchObject({ id: reserved.id, leave_reason: 'JOIN_ABANDONED' });
    const closed = async () => (await around.query('SELECT FROM call.closing_peers')).length === 0 || undefined;
    await waitFor(closed, { timeoutMs: 15_000, what: 'the peer to be closed' });
    // Asking even later gives the same participant still.
    const reply = await gateway.calls.joinCall(join.request, join.host.as);
    expect(reply.participantId).toBe(reserved.id);
    expect(await participants(join.callId)).toEqual([expect.objectContaining({ id: reserved.id, state: 'JOINED' })]);
  }, 60_000);

  it('between commit and reply: the same request again gives the participant and peer that were confirmed', async () => {
    const join = await newJoin();
    gatewayProxy.stall('replies');
    const confirmed = await killedWhen(join, 'JOINED');
    const reply = await gateway.calls.joinCall(join.request, join.host.as);
    expect([reply.participantId, reply.peer?.peerId]).toEqual([confirmed.id, confirmed.peer_id]);
    expect(await participants(join.callId)).toEqual([expect.objectContaining({ id: confirmed.id, state: 'JOINED' })]);
    const joins = await around.query(`SELECT FROM call.outbox WHERE aggregate_id = $1`, [join.callId]);
    expect(joins).toHaveLength(2);
  }, 60_000);
});
