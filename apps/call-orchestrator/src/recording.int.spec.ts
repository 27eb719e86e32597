import { callV1 } from '@videocall/contracts';
import { CaptureTicketClaims, createTokenVerifier } from '@videocall/platform-auth-guard';
import { waitFor } from '@videocall/testing';
import { startBench, type Bench } from './testing/bench.js';
import { newRequestId, OrchestratorUnderTest, reasonOf, refusalOf } from './testing/orchestrator-under-test.js';
import { enter, eventsOf, host, invite, joinRequest, start, statusOf, type Inside } from './testing/people.js';
import { captureClient, type CaptureClient } from './testing/scripted-recorder.js';

const { STARTING, CAPTURING, STOPPING } = callV1.CallRecordingState;
const MOST = 5;

describe('the recording of a call', () => {
  let bench: Bench;
  let second: OrchestratorUnderTest;
  let capture: CaptureClient;
  beforeAll(async () => {
    bench = await startBench();
    second = await OrchestratorUnderTest.start(bench.around, bench.settings);
    capture = captureClient(bench.orchestrator.address, bench.around.certificates.materialFor('recorder'));
  }, 60_000);
  afterAll(async () => {
    capture.close();
    await second.stop();
    await bench.stop();
  });
  afterEach(async () => {
    bench.recorder.refusal = undefined;
    const admin = await user({ admin: true });
    const open = await bench.around.query<{ id: string }>(
      `SELECT id FROM call.calls WHERE state IN ('STARTING', 'ACTIVE')`,
    );
    for (const { id } of open) await bench.orchestrator.calls.endCall(request({ callId: id }), admin.as);
    await waitFor(async () => (await unfinished()).length === 0, { what: 'every recording to end', timeoutMs: 20_000 });
  });

  const user = (claims = {}) => bench.around.identities.somebody(claims);
  const request = ({ callId }: { callId: string }) => ({ requestId: newRequestId(), callId });
  const unfinished = () => bench.around.query(`SELECT FROM call.recordings WHERE state <> 'ENDED'`);

  async function record(chair: Inside): Promise<callV1.CallRecording> {
    const { recording } = await bench.orchestrator.control.startRecording(request(chair), chair.who.as);
    if (!recording) throw new Error('no recording');
    return recording;
  }

  async function recordedCall(): Promise<{ chair: Inside; recording: callV1.CallRecording }> {
    const chair = await host(bench.orchestrator, await user());
    return { chair, recording: await record(chair) };
  }

  const isTold = (recordingId: string) =>
    waitFor(() => bench.recorder.ended.has(recordingId), { what: 'the recorder to be told', timeoutMs: 20_000 });

  it('is seen by everybody from its start to its end, and stays in the history', async () => {
    const { chair, recording } = await recordedCall();
    expect(recording).toMatchObject({ state: STARTING, startedByParticipantId: chair.participantId });
    expect(recording.id).toMatch(/^rec_/);
    expect(bench.recorder.begun.get(recording.id)).toMatchObject({ callId: chair.callId, callTitle: 'Weekly' });

    const guest = await enter(bench.orchestrator, await user(), await invite(bench.orchestrator, chair));
    expect(guest.call.recording).toEqual(recording);
    await capture.reportCapture({ recordingId: recording.id, capturing: true });
    expect((await statusOf(second, guest)).recording).toEqual({ ...recording, state: CAPTURING });
    await bench.orchestrator.control.stopRecording(request(chair), chair.who.as);
    await isTold(recording.id);
    await waitFor(async () => (await statusOf(second, guest)).recording === undefined, { what: 'it to be over' });

    const states = (await eventsOf(bench.around, chair.callId)).flatMap(({ fact }) =>
      fact?.$case === 'recordingChanged' ? [fact.value.recording?.state] : [],
    );
    expect(states).toEqual([STARTING, CAPTURING, STOPPING, undefined]);
    const { calls } = await second.control.listCalls({ pageSize: 0, pageToken: '' }, guest.who.as);
    expect(calls).toMatchObject([{ id: chair.callId, recordingCount: 1 }]);
  });

  it('is for hosts to start and to stop, while the call goes on', async () => {
    const { control, calls } = bench.orchestrator;
    const chair = await host(bench.orchestrator, await user());
    const speaker = await enter(bench.orchestrator, await user(), await invite(bench.orchestrator, chair));
    const toListen = await invite(bench.orchestrator, chair, callV1.ParticipantRole.LISTENER);
    const listener = await enter(bench.orchestrator, await user({ kind: 'guest' }), toListen);
    for (const { as } of [speaker.who, listener.who, await user(), await user({ admin: true })]) {
      expect(await reasonOf(control.startRecording(request(chair), as))).toBe('HOST_ONLY');
    }
    await record(chair);
    expect(await reasonOf(control.stopRecording(request(chair), speaker.who.as))).toBe('HOST_ONLY');
    await calls.endCall(request(chair), chair.who.as);
    expect(await reasonOf(control.startRecording(request(chair), chair.who.as))).toBe('CALL_ENDED');
    expect(await reasonOf(control.startRecording(request({ callId: 'call_none' }), chair.who.as))).toBe(
      'CALL_NOT_FOUND',
    );
  });

  it('is refused where the call is end-to-end encrypted', async () => {
    const { calls, control } = bench.orchestrator;
    const chair = await user();
    const { callId, grant } = await start(bench.orchestrator, chair, { endToEndEncrypted: true });
    await calls.joinCall(joinRequest({ grant }), chair.as);
    expect(await reasonOf(control.startRecording(request({ callId }), chair.as))).toBe('CALL_ENCRYPTED');
    expect(await bench.around.query(`SELECT FROM call.recordings WHERE call_id = $1`, [callId])).toEqual([]);
  });

  it('is one at a time; the same request again gives the same one', async () => {
    const { control } = bench.orchestrator;
    const chair = await host(bench.orchestrator, await user());
    const same = request(chair);
    const [once, again] = await Promise.all([
      control.startRecording(same, chair.who.as),
      second.control.startRecording(same, chair.who.as),
    ]);
    expect(again.recording?.id).toBe(once.recording?.id);
    const refusal = await refusalOf(control.startRecording(request(chair), chair.who.as));
    expect(refusal).toMatchObject({ reason: 'RECORDING_ACTIVE', details: { recordingId: once.recording?.id } });
    await control.stopRecording(request(chair), chair.who.as);
    expect(await control.startRecording(same, chair.who.as)).toEqual(once);
    await control.stopRecording(request(chair), chair.who.as);
  });

  it('of twenty started at once, through two orchestrators, exactly five begin; another may once one has ended', async () => {
    const chairs = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const who = await user();
        return { who, ...(await start(bench.orchestrator, who)) };
      }),
    );
    const starting = ({ who, callId }: (typeof chairs)[number], index: number) =>
      (index % 2 === 0 ? bench.orchestrator : second).control.startRecording(request({ callId }), who.as).then(
        () => 'RECORDED',
        (refusal: { reason: string }) => refusal.reason,
      );
    const outcomes = await Promise.all(chairs.map(starting));
    const having = (outcome: string) => chairs.filter((_, index) => outcomes[index] === outcome);
    expect([having('RECORDED').length, having('RECORDING_LIMIT').length]).toEqual([MOST, 20 - MOST]);
    const [[recorded], [refused, another]] = [having('RECORDED'), having('RECORDING_LIMIT')];
    if (!recorded || !refused || !another) throw new Error('none');
    await bench.orchestrator.control.stopRecording(request(recorded), recorded.who.as);
    const ended = async () => (await unfinished()).length === MOST - 1;
    await waitFor(ended, { what: 'a recording to end' });
    expect(await starting(refused, 0)).toBe('RECORDED');
    expect(await starting(another, 1)).toBe('RECORDING_LIMIT');
  }, 60_000);

  it('is refused while no recorder can be reached, and nothing stays reserved', async () => {
    const { control } = bench.orchestrator;
    const chair = await host(bench.orchestrator, await user());
    const same = request(chair);
    bench.recorder.stop();
    expect(await reasonOf(control.startRecording(same, chair.who.as))).toBe('RECORDER_UNAVAILABLE');
    expect((await statusOf(bench.orchestrator, chair)).recording).toBeUndefined();
    expect(await bench.around.query(`SELECT FROM call.recordings WHERE state NOT IN ('ENDED', 'RELEASED')`)).toEqual(
      [],
    );
    await bench.recorder.startAgain();
    await waitFor(async () => (await unfinished()).length === 0, {
      what: 'the recorder to be told',
      timeoutMs: 20_000,
    });
    const { recording } = await control.startRecording(same, chair.who.as);
    expect(recording?.state).toBe(STARTING);
    const { calls } = await control.listCalls({ pageSize: 0, pageToken: '' }, chair.who.as);
    expect(calls).toMatchObject([{ recordingCount: 1 }]);
  }, 60_000);

  it('ends with the call, also while the recorder is away', async () => {
    const { chair, recording } = await recordedCall();
    bench.recorder.stop();
    await bench.orchestrator.calls.endCall(request(chair), chair.who.as);
    expect((await statusOf(bench.orchestrator, chair)).recording).toBeUndefined();
    await bench.recorder.startAgain();
    await isTold(recording.id);
  }, 60_000);

  it('ends when everybody has left', async () => {
    const { chair, recording } = await recordedCall();
    await bench.orchestrator.calls.leaveCall(chair.self, chair.who.as);
    expect((await statusOf(bench.orchestrator, chair)).recording?.id).toBe(recording.id);
    await bench.around.query(`UPDATE call.calls SET deadline = now() WHERE id = $1`, [chair.callId]);
    await isTold(recording.id);
  }, 30_000);

  describe('as the recorder asks for it', () => {
    it('comes with a ticket for the node that has the media', async () => {
      const { chair, recording } = await recordedCall();
      const opened = await capture.openCapture({ recordingId: recording.id });
      expect(opened).toMatchObject({ callId: chair.callId, nodeAddress: bench.node.address, nodeId: 'node-1' });
      const verifier = createTokenVerifier({
        jwksUrl: `${await bench.orchestrator.httpUrl}/.well-known/jwks.json`,
        issuer: 'videocall-orchestrator',
        typ: 'capture+jwt',
        schema: CaptureTicketClaims,
      });
      expect(await verifier.verify(opened.ticket)).toMatchObject({
        sub: recording.id,
        call: chair.callId,
        node: 'node-1',
        boot: bench.node.bootId,
      });
    });

    it('names everybody who was ever inside, and when', async () => {
      const { chair, recording } = await recordedCall();
      const guest = await enter(bench.orchestrator, await user(), await invite(bench.orchestrator, chair));
      await bench.orchestrator.calls.leaveCall(guest.self, guest.who.as);
      const { call } = await capture.getCapturedCall({ recordingId: recording.id });
      expect(call?.participants).toMatchObject([
        { id: chair.participantId, role: callV1.ParticipantRole.HOST },
        { id: guest.participantId, identityId: guest.who.id, joinedAt: expect.any(Date), leftAt: expect.any(Date) },
      ]);
    });

    it('has no media before anybody is inside, nor once it is lost', async () => {
      const who = await user();
      const { callId } = await start(bench.orchestrator, who);
      const { recording } = await bench.orchestrator.control.startRecording(request({ callId }), who.as);
      expect(await reasonOf(capture.openCapture({ recordingId: recording?.id ?? '' }))).toBe('NO_MEDIA_NODE');
      const { chair, recording: other } = await recordedCall();
      await bench.around.query('UPDATE call.calls SET media_lost = true WHERE id = $1', [chair.callId]);
      expect(await reasonOf(capture.openCapture({ recordingId: other.id }))).toBe('NO_MEDIA_NODE');
    });

    it('is refused once it is stopped, where it is unknown, and to every other service', async () => {
      const { chair, recording } = await recordedCall();
      const { id: recordingId } = recording;
      await bench.orchestrator.control.stopRecording(request(chair), chair.who.as);
      expect(await reasonOf(capture.openCapture({ recordingId }))).toBe('RECORDING_ENDED');
      await capture.reportCapture({ recordingId, capturing: true });
      expect((await statusOf(bench.orchestrator, chair)).recording?.state).not.toBe(CAPTURING);
      for (const ask of [
        (one: string) => capture.openCapture({ recordingId: one }),
        (one: string) => capture.reportCapture({ recordingId: one, capturing: true }),
        (one: string) => capture.getCapturedCall({ recordingId: one }),
      ]) {
        expect(await reasonOf(ask('rec_none'))).toBe('RECORDING_NOT_FOUND');
        expect(await reasonOf(ask(''))).toBe('REQUEST_INVALID');
      }
      const stranger = captureClient(bench.orchestrator.address, bench.around.gatewayTls);
      expect(await reasonOf(stranger.openCapture({ recordingId }))).toBe('CALLER_NOT_ALLOWED');
      stranger.close();
    });
  });

  it('is for those who were in the call, whom the orchestrator names', async () => {
    const chair = await host(bench.orchestrator, await user());
    const guest = await enter(bench.orchestrator, await user(), await invite(bench.orchestrator, chair));
    const stranger = await user();
    const listOf = async ({ as }: Inside['who']) =>
      (await capture.listAttendances({ callIds: [chair.callId, 'call_unknown'] }, as)).attendances;
    expect(await listOf(chair.who)).toEqual([{ callId: chair.callId, host: true }]);
    expect(await listOf(guest.who)).toEqual([{ callId: chair.callId, host: false }]);
    expect(await listOf(stranger)).toEqual([]);
    expect(await reasonOf(capture.listAttendances({ callIds: [chair.callId] }))).toBe('TOKEN_MISSING');
  });
});
