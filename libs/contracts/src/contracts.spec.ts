import { authV1, callV1, eventsV1, grpcPackageDefinition, sfuV1 } from './index.js';

describe('the definition of gRPC services', () => {
  it('names each service and method as the proto files do', () => {
    const definition = grpcPackageDefinition(callV1.CallServiceService, sfuV1.SfuControlServiceService);
    expect(Object.keys(definition)).toEqual(['videocall.call.v1.CallService', 'videocall.sfu.v1.SfuControlService']);
    expect(definition['videocall.sfu.v1.SfuControlService']?.['OpenPeer']).toMatchObject({
      path: '/videocall.sfu.v1.SfuControlService/OpenPeer',
      requestStream: false,
      responseStream: false,
    });
    expect(definition['videocall.sfu.v1.SfuControlService']?.['WatchNode']).toMatchObject({ responseStream: true });
  });

  it('is refused for what is no service', () => {
    expect(() => grpcPackageDefinition({ broken: { path: 'nowhere' } })).toThrow('not a gRPC method path: nowhere');
  });
});

describe('a message', () => {
  it('is the same after it crossed the wire', () => {
    const event: eventsV1.CallEvent = {
      id: 'evt_1',
      occurredAt: new Date('2026-01-02T03:04:05.678Z'),
      callId: 'call_1',
      // Revisions are int64 on the wire; a call stays far below 2^53.
      revision: Number.MAX_SAFE_INTEGER,
      actorId: 'user_1',
      onlyParticipantId: '',
      fact: { $case: 'screenShareChanged', value: { participantId: 'part_1' } },
    };
    expect(eventsV1.CallEvent.decode(eventsV1.CallEvent.encode(event).finish())).toEqual(event);
  });

  it('of a newer version is read without what this version does not know', () => {
    const newer = new Uint8Array([
      ...authV1.AuditEvent.encode(authV1.AuditEvent.fromPartial({ id: 'aud_1' })).finish(),
      // Field 1000, a string of one character.
      0xc2,
      0x3e,
      0x01,
      0x61,
    ]);
    expect(authV1.AuditEvent.decode(newer).id).toBe('aud_1');
  });

  it('with an enum value of a newer version is read as unrecognized', () => {
    // Field 1 (reason) = 99.
    expect(eventsV1.CallEnded.decode(Uint8Array.of(0x08, 99)).reason).toBe(callV1.CallEndReason.UNRECOGNIZED);
  });
});
