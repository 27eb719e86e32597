import { freePort, waitFor } from '@videocall/testing';
import type { callV1 } from '@videocall/contracts';
import type { Somebody } from './testing/identities.js';
import { clientsOf, newRequestId, reasonOf } from './testing/orchestrator-under-test.js';
import { factsOf, start, type Gateway } from './testing/people.js';
import { ScriptedNode } from './testing/scripted-node.js';
import { ScriptedRecorder } from './testing/scripted-recorder.js';
import { ServiceProcess } from './testing/service-process.js';
import { StallingProxy } from './testing/stalling-proxy.js';
import { Surroundings } from './testing/surroundings.js';

interface RecordingRow {
  readonly id: string;
  readonly state: string;
}

interface Attempt {
  readonly host: Somebody;
  readonly callId: string;
  readonly request: callV1.StartRecordingRequest;
}

/** The orchestrator is a process here, killed with SIGKILL. */
describe('an orchestrator killed while a recording starts', () => {
  let around: Surroundings;
  let node: ScriptedNode;
  let recorder: ScriptedRecorder;
  /** Between orchestrator and recorder. */
  let recorderProxy: StallingProxy;
  /** Between gateway and orchestrator. */
  let gatewayProxy: StallingProxy;
  let gateway: Gateway & { readonly calls: { close(): void }; readonly control: { close(): void } };
  let orchestrator: ServiceProcess;
  let environment: Record<string, string>;

  beforeAll(async () => {
    around = await Surroundings.make();
    node = await ScriptedNode.start('node-1', around.certificates.materialFor('sfu-node'));
    recorder = await ScriptedRecorder.start(around.certificates.materialFor('recorder'));
    const [grpcPort, httpPort] = await Promise.all([freePort(), freePort()]);
    [recorderProxy, gatewayProxy] = await Promise.all([
      StallingProxy.start(recorder.port),
      StallingProxy.start(grpcPort),
    ]);
    environment = {
      ...around.environment,
      GRPC_PORT: String(grpcPort),
      HTTP_PORT: String(httpPort),
      SFU_NODES: node.address,
      RECORDER_GRPC_ADDRESS: recorderProxy.address,
    };
    orchestrator = await ServiceProcess.start('call-orchestrator', environment);
    gateway = clientsOf(gatewayProxy.address, around.gatewayTls);
  }, 120_000);

  afterAll(async () => {
    gateway.calls.close();
    gateway.control.close();
    await orchestrator.stop();
    recorderProxy.stop();
    gatewayProxy.stop();
    recorder.stop();
    node.stop();
    await around.dispose();
  });

  async function newAttempt(): Promise<Attempt> {
    const host = await around.identities.somebody();
    const { callId } = await start(gateway, host);
    return { host, callId, request: { requestId: newRequestId(), callId } };
  }

  /** Replies of the recorder stand still, on a connection that the orchestrator has made before. */
  async function stallReplies(): Promise<void> {
    const { host, callId, request } = await newAttempt();
    await gateway.control.startRecording(request, host.as);
    await gateway.calls.endCall({ requestId: newRequestId(), callId }, host.as);
    const isOver = async () => (await recordings(callId)).every(({ state }) => state === 'ENDED');
    await waitFor(isOver, { what: 'the other recording to end' });
    recorderProxy.stall('replies');
  }

  async function recordings(callId: string): Promise<RecordingRow[]> {
    return await around.query('SELECT id, state::text FROM call.recordings WHERE call_id = $1', [callId]);
  }

  /** Starts, and has the orchestrator killed once the recording is in the state; what the gateway got is of no use. */
  async function killedWhen(
    { host, callId, request }: Attempt,
    state: string,
    { reached, whileDead }: { reached?: (id: string) => boolean; whileDead?: () => Promise<unknown> } = {},
  ): Promise<RecordingRow> {
    const attempt = reasonOf(gateway.control.startRecording(request, host.as));
    const find = async () => (await recordings(callId)).find((row) => row.state === state);
    const row = await waitFor(find, { timeoutMs: 15_000, what: `a recording to be ${state}`, intervalMs: 20 });
    if (reached) await waitFor(() => reached(row.id), { what: 'the recorder to take it on', intervalMs: 20 });
    await orchestrator.kill();
    recorderProxy.cut();
    gatewayProxy.cut();
    await whileDead?.();
    orchestrator = await ServiceProcess.start('call-orchestrator', environment);
    expect(await attempt).toBe('SERVICE_UNAVAILABLE');
    return row;
  }

  /** The same request again gives the recording that was reserved, and the recorder has taken on that one alone. */
  async function goesOn({ host, callId, request }: Attempt, { id }: RecordingRow): Promise<void> {
    const { recording } = await gateway.control.startRecording(request, host.as);
    expect(recording?.id).toBe(id);
    expect(await recordings(callId)).toEqual([{ id, state: 'STARTING' }]);
    expect([...recorder.begun.values()].filter((begun) => begun.callId === callId)).toHaveLength(1);
    expect(await factsOf(around, callId)).toEqual(['callStarted', 'recordingChanged']);
  }

  it('between reservation and BeginCapture: the same request again goes on with it', async () => {
    const attempt = await newAttempt();
    recorderProxy.stall('requests');
    await goesOn(attempt, await killedWhen(attempt, 'RESERVED'));
  }, 60_000);

  it('between BeginCapture and its confirmation: the same request again goes on with it', async () => {
    const attempt = await newAttempt();
    await stallReplies();
    await goesOn(attempt, await killedWhen(attempt, 'RESERVED', { reached: (id) => recorder.begun.has(id) }));
  }, 60_000);

  it('between commit and reply: the same request again gives what was begun', async () => {
    const attempt = await newAttempt();
    gatewayProxy.stall('replies');
    await goesOn(attempt, await killedWhen(attempt, 'STARTING'));
  }, 60_000);

  it('with nobody asking again: the reservation lapses, and the recorder is told to forget it', async () => {
    const attempt = await newAttempt();
    await stallReplies();
    const { id } = await killedWhen(attempt, 'RESERVED', {
      reached: (one) => recorder.begun.has(one),
      whileDead: () => around.query(`UPDATE call.recordings SET deadline = now() WHERE call_id = $1`, [attempt.callId]),
    });
    const isGone = async () => (await recordings(attempt.callId)).length === 0;
    await waitFor(isGone, { timeoutMs: 20_000, what: 'the reservation to lapse' });
    expect(recorder.ended.has(id)).toBe(true);
    expect(await factsOf(around, attempt.callId)).toEqual(['callStarted']);
  }, 60_000);
});
