import { callV1, eventsV1 } from '@videocall/contracts';
import { AUTH_EVENTS, publishEvents } from '@videocall/events';
import { waitFor } from '@videocall/testing';
import { admission, call, callRecording, maintenance, peerSnapshot } from './testing/scripted-replies.spec.fixture.js';
import {
  connect,
  gateway,
  joined,
  joinRequest,
  locked,
  publish,
  redis,
  startsGateway,
  surroundings,
} from './testing/signalled-gateway.spec.fixture.js';

startsGateway();

describe('what happens in the call', () => {
  it('is told in order, once, and only from after the snapshot', async () => {
    const client = await joined();
    await publish(locked(true), 5);
    await publish(locked(true), 6);
    await publish(locked(true), 6);
    await publish(locked(false), 7);
    await waitFor(() => client.notifications.length >= 2);
    expect(client.notifications).toEqual([
      { plane: 'call', revision: 6, body: { type: 'callLocked', locked: true } },
      { plane: 'call', revision: 7, body: { type: 'callLocked', locked: false } },
    ]);
  });

  it('is told to the one it is meant for; the others learn only that it counts', async () => {
    const client = await joined();
    const asked = { byParticipantId: 'part_9', source: callV1.TrackSource.MICROPHONE };
    await publish({ $case: 'unmuteAsked', value: asked }, 6, 'part_1');
    await publish({ $case: 'unmuteAsked', value: asked }, 7, 'part_2');
    await client.notified('callRevisionOnly');
    expect(client.notifications.map(({ body }) => body)).toEqual([
      { type: 'unmuteAsked', byParticipantId: 'part_9', source: 'MICROPHONE' },
      { type: 'callRevisionOnly' },
    ]);
  });

  it('shows that it is recorded, from the snapshot on', async () => {
    const recorded = call({ id: surroundings.callId, recording: callRecording() });
    surroundings.orchestrator.on('joinCall', () => admission(surroundings.node.address, { call: recorded }));
    const client = await connect();
    const reply = await client.send('join', await joinRequest());
    expect(reply.call.recording).toMatchObject({ id: 'rec_1', state: 'STARTING', startedByParticipantId: 'part_1' });
    const capturing = callRecording({ state: callV1.CallRecordingState.CAPTURING });
    await publish({ $case: 'recordingChanged', value: { recording: capturing } }, 6);
    await publish({ $case: 'recordingChanged', value: { recording: undefined } }, 7);
    await waitFor(() => client.notifications.length >= 2);
    expect(client.notifications.map(({ body }) => body)).toMatchObject([
      { type: 'recordingChanged', recording: { id: 'rec_1', state: 'CAPTURING' } },
      { type: 'recordingChanged', recording: null },
    ]);
  });

  it('comes from the sfu-node where it is about media, in its own count', async () => {
    const client = await joined();
    const [track] = peerSnapshot().tracks;
    if (!track) throw new Error('the snapshot has a track');
    surroundings.notify({ revision: 3, event: { $case: 'trackUpdated', value: track } });
    surroundings.notify({ revision: 4, event: { $case: 'trackUpdated', value: { ...track, muted: true } } });
    surroundings.notify({ revision: 5, event: { $case: 'revisionOnly', value: {} } });
    surroundings.notify({
      event: { $case: 'audioLevels', value: { levels: [{ participantId: 'part_2', dbov: -30 }] } },
    });
    surroundings.notify({ peerId: 'peer_other', revision: 6, event: { $case: 'trackUpdated', value: track } });
    await client.notified('audioLevels');
    expect(client.notifications).toMatchObject([
      { plane: 'media', revision: 4, body: { type: 'trackUpdated', track: { id: 'trk_1', muted: true } } },
      { plane: 'media', revision: 5, body: { type: 'mediaRevisionOnly' } },
      { plane: 'passing', body: { levels: [{ participantId: 'part_2', dbov: -30 }] } },
    ]);
  });

  it('needs a snapshot where Redis came back without what was last read', async () => {
    const client = await joined();
    await publish(locked(true), 6);
    await client.notified('callLocked');
    await redis.flushall();
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await client.notified('snapshotNeeded');
  });

  it('ends with the call', async () => {
    const client = await joined();
    await publish({ $case: 'callEnded', value: { reason: callV1.CallEndReason.ENDED_BY_HOST, durationSeconds: 9 } }, 6);
    expect(await client.notified('callEnded')).toMatchObject({ body: { reason: 'ENDED_BY_HOST' } });
    await expect(client.send('leave', { requestId: 'r2' })).rejects.toMatchObject({ reason: 'NOT_JOINED' });
  });

  it('ends for who was removed, with the reason', async () => {
    const client = await joined();
    await publish(
      {
        $case: 'participantLeft',
        value: { participantId: 'part_1', identityId: 'user_1', reason: callV1.LeaveReason.REMOVED },
      },
      6,
    );
    expect(await client.notified('expelled')).toMatchObject({ body: { reason: 'REMOVED' } });
    expect(client.isConnected).toBe(true);
  });

  it.each(['MEDIA_LOST', 'NODE_DRAINING'])('lets a client join again at once after %s', async (reason) => {
    const client = await joined();
    surroundings.notify({ event: { $case: 'peerGone', value: { reason } } });
    expect(await client.notified('expelled')).toMatchObject({ body: { reason } });
    await client.send('join', await joinRequest({ requestId: 'r2', resumeToken: 'resume-1' }));
  });

  it('is told by the orchestrator rather than by the sfu-node where both know why', async () => {
    const client = await joined();
    surroundings.notify({ event: { $case: 'peerGone', value: { reason: 'CALL_ENDED' } } });
    await publish({ $case: 'callEnded', value: { reason: callV1.CallEndReason.ADMINISTRATOR, durationSeconds: 9 } }, 6);
    await client.notified('callEnded');
    expect(client.types()).toEqual(['callEnded']);
  });

  it('is told by the sfu-node alone where no event comes', async () => {
    const client = await joined();
    surroundings.notify({ event: { $case: 'peerGone', value: { reason: 'REMOVED' } } });
    expect(await client.notified('expelled')).toMatchObject({ body: { reason: 'REMOVED' } });
  });
});

describe('maintenance of the server', () => {
  it('is told to everybody who is connected, in a call or not, without being counted', async () => {
    const clients = [await joined(), await connect('user_2')];
    await publish({ $case: 'maintenanceChanged', value: { maintenance: maintenance() } }, 0);
    await publish({ $case: 'maintenanceChanged', value: { maintenance: maintenance({ endedAt: new Date() }) } }, 0);
    for (const client of clients) {
      await waitFor(() => client.notifications.length >= 2);
      const [announced, over] = client.notifications.map(({ plane, body }) => ({ plane, body }));
      expect(announced).toMatchObject({
        plane: 'passing',
        body: {
          type: 'maintenanceChanged',
          maintenance: { id: 'mnt_1', text: { en: 'New disk', ja: '新しいディスク' } },
        },
      });
      expect(over).toEqual({ plane: 'passing', body: { type: 'maintenanceChanged', maintenance: null } });
    }
  });
});

describe('an AuthSession that ended', () => {
  it('ends its connections, and no others', async () => {
    const [ending, other] = [
      await connect('user_1', gateway, 'ases_ending'),
      await connect('user_1', gateway, 'ases_other'),
    ];
    const event = eventsV1.AuthEvent.fromPartial({
      id: 'evt_auth',
      identityId: 'user_1',
      fact: {
        $case: 'authSessionEnded',
        value: { authSessionId: 'ases_ending', reason: eventsV1.AuthSessionEndReason.REVOKED },
      },
    });
    await publishEvents(redis, AUTH_EVENTS, [{ eventId: event.id, payload: AUTH_EVENTS.encode(event) }]);
    expect(await ending.disconnected()).toBe('io server disconnect');
    expect(ending.notifications.at(-1)).toMatchObject({ body: { type: 'expelled', reason: 'SIGNED_OUT' } });
    expect(other.isConnected).toBe(true);
  });

  it("does not take another identity's token", async () => {
    const client = await connect();
    const accessToken = await surroundings.accessToken('user_2');
    await expect(client.send('authenticate', { accessToken })).rejects.toMatchObject({ reason: 'TOKEN_INVALID' });
  });
});
