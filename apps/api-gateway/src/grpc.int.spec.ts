import { Metadata } from '@grpc/grpc-js';
import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { createGrpcClient, type GrpcClient } from '@videocall/platform-grpc';
import { Surroundings, type RunningGateway } from './testing/surroundings.spec.fixture.js';

let surroundings: Surroundings;
let gateway: RunningGateway;
let calls: GrpcClient<callV1.CallServiceClient>;
let metadata: Metadata;

beforeAll(async () => {
  surroundings = await Surroundings.create();
  gateway = await surroundings.startGateway();
  calls = createGrpcClient(callV1.CallServiceClient, { address: gateway.grpcAddress, defaultDeadlineMs: 5_000 });
  metadata = new Metadata();
  metadata.set('authorization', `Bearer ${await surroundings.accessToken()}`);
});
afterEach(() => surroundings.answerAsUsual());
afterAll(async () => {
  calls.close();
  await surroundings.stop();
});

const joinRequest = (fields: Partial<callV1.JoinCallRequest>): callV1.JoinCallRequest =>
  callV1.JoinCallRequest.fromPartial({ requestId: 'r1', ...fields });

describe('the public CallService', () => {
  it('starts, joins, shows, leaves and ends a call', async () => {
    const started = await calls.startCall(
      { requestId: 'r1', title: 'By gRPC', roomId: '', maxParticipants: 0, endToEndEncrypted: false },
      { metadata },
    );
    expect(started).toMatchObject({
      call: { id: 'call_1', state: callV1.CallState.ACTIVE },
      grant: { callId: 'call_1' },
    });
    const joined = await calls.joinCall(joinRequest({ grant: await surroundings.grant() }), { metadata });
    expect(joined).toMatchObject({ participantId: 'part_1', resumeToken: 'resume-1' });
    expect(await calls.getCallStatus({ callId: 'call_1' }, { metadata })).toMatchObject({ call: { revision: 5 } });
    expect(await calls.leaveCall({ requestId: 'r2', callId: 'call_1', participantId: 'part_1' }, { metadata })).toEqual(
      {},
    );
    expect(await calls.endCall({ requestId: 'r3', callId: 'call_1' }, { metadata })).toMatchObject({
      call: { state: callV1.CallState.ENDED },
    });
    expect(surroundings.orchestrator.callsOf('endCall').at(-1)?.metadata.get('authorization')).toEqual(
      metadata.get('authorization'),
    );
  });

  it('keeps the ticket and the private address of the sfu-node to itself', async () => {
    const { peer } = await calls.joinCall(joinRequest({ grant: await surroundings.grant() }), { metadata });
    expect(peer).toMatchObject({ peerId: 'peer_1', ticket: '', nodeAddress: '' });
  });

  it('lets nobody unknown in', async () => {
    await expect(calls.getCallStatus({ callId: 'call_1' })).rejects.toMatchObject({ reason: 'TOKEN_MISSING' });
    const forged = new Metadata();
    forged.set('authorization', 'Bearer forged');
    await expect(calls.getCallStatus({ callId: 'call_1' }, { metadata: forged })).rejects.toMatchObject({
      reason: 'TOKEN_INVALID',
    });
  });

  it('checks messages as REST does', async () => {
    const attempt = calls.startCall(
      { requestId: '', title: 'a\0b', roomId: '', maxParticipants: 1, endToEndEncrypted: false },
      { metadata },
    );
    await expect(attempt).rejects.toMatchObject({ reason: 'REQUEST_INVALID' });
    const invalid = calls.startCall(
      { requestId: '', title: '', roomId: '', maxParticipants: 1, endToEndEncrypted: false },
      { metadata },
    );
    await expect(invalid).rejects.toMatchObject({
      details: { fields: [{ field: 'requestId' }, { field: 'maxParticipants' }] },
    });
    await expect(calls.joinCall(joinRequest({ grant: 'forged' }), { metadata })).rejects.toMatchObject({
      reason: 'GRANT_INVALID',
    });
  });

  it('passes on what the orchestrator refuses', async () => {
    surroundings.orchestrator.on('endCall', () => {
      throw new Refusal('HOST_ONLY');
    });
    await expect(calls.endCall({ requestId: 'r4', callId: 'call_1' }, { metadata })).rejects.toMatchObject({
      reason: 'HOST_ONLY',
    });
  });
});
