import { callV1 } from '@videocall/contracts';
import { waitFor } from '@videocall/testing';
import { startBench, type Bench } from './testing/bench.js';
import { newRequestId, reasonOf, refusalOf } from './testing/orchestrator-under-test.js';
import {
  enter,
  eventsOf,
  factsOf,
  grantFor,
  host,
  invite,
  joinRequest,
  statusOf,
  type Inside,
} from './testing/people.js';
import { screenTrack } from './testing/scripted-node.js';

const { MICROPHONE, CAMERA, SCREEN, SCREEN_AUDIO } = callV1.TrackSource;
const { HOST, LISTENER } = callV1.ParticipantRole;

describe('in a call', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  }, 60_000);
  afterAll(() => bench.stop());

  const user = (claims = {}) => bench.around.identities.somebody(claims);

  /** A call of a host and others. */
  async function conference(others = 1): Promise<{ chair: Inside; guests: Inside[]; code: string }> {
    const chair = await host(bench.orchestrator, await user());
    const code = await invite(bench.orchestrator, chair);
    const guests: Inside[] = [];
    for (let i = 0; i < others; i++) guests.push(await enter(bench.orchestrator, await user(), code));
    return { chair, guests, code };
  }

  async function two(): Promise<{ chair: Inside; guest: Inside; code: string }> {
    const { chair, guests, code } = await conference();
    const [guest] = guests;
    if (!guest) throw new Error('nobody came');
    return { chair, guest, code };
  }

  it('a host mutes, and the node knows when the reply comes; only a host may', async () => {
    const { control } = bench.orchestrator;
    const { chair, guest } = await two();
    const request = { ...guest.self, source: MICROPHONE, muted: true };
    expect(await reasonOf(control.muteParticipant(request, guest.who.as))).toBe('HOST_ONLY');
    const { participant } = await control.muteParticipant(request, chair.who.as);
    expect(participant?.mutedByHost).toEqual([MICROPHONE]);
    expect(bench.node.peer(guest.peerId).policy).toMatchObject({ version: 2, mutedByHost: [MICROPHONE] });
    const [event] = (await eventsOf(bench.around, chair.callId)).slice(-1);
    expect(event?.fact).toEqual({
      $case: 'participantMuted',
      value: {
        participantId: guest.participantId,
        byParticipantId: chair.participantId,
        source: MICROPHONE,
        muted: true,
      },
    });
  });

  it('a host asks to unmute: the source is allowed again, and only the one asked is told', async () => {
    const { control } = bench.orchestrator;
    const { chair, guest } = await two();
    await control.muteParticipant({ ...guest.self, source: CAMERA, muted: true }, chair.who.as);
    await control.askToUnmute({ ...guest.self, source: CAMERA }, chair.who.as);
    expect(bench.node.peer(guest.peerId).policy).toMatchObject({ version: 3, mutedByHost: [] });
    const [asked] = (await eventsOf(bench.around, chair.callId)).slice(-1);
    expect(asked).toMatchObject({ onlyParticipantId: guest.participantId, fact: { $case: 'unmuteAsked' } });
  });

  it('who was muted and enters again is muted still', async () => {
    const { control, calls } = bench.orchestrator;
    const { chair, guest, code } = await two();
    await control.muteParticipant({ ...guest.self, source: MICROPHONE, muted: true }, chair.who.as);
    await calls.leaveCall(guest.self, guest.who.as);
    const again = await enter(bench.orchestrator, guest.who, code);
    expect(bench.node.peer(again.peerId).policy.mutedByHost).toEqual([MICROPHONE]);
  });

  it('a host removes somebody, whose media ends and who cannot come back', async () => {
    const { control, calls } = bench.orchestrator;
    const { chair, guest, code } = await two();
    const earlierGrant = await grantFor(bench.orchestrator, guest.who, code);
    await control.removeParticipant(guest.self, chair.who.as);
    expect(bench.node.closed.get(guest.peerId)).toBe('REMOVED');
    expect(await reasonOf(grantFor(bench.orchestrator, guest.who, code))).toBe('PARTICIPANT_REMOVED');
    expect(await reasonOf(calls.joinCall(joinRequest({ grant: earlierGrant }), guest.who.as))).toBe(
      'PARTICIPANT_REMOVED',
    );
    const { resumeToken } = guest;
    expect(await reasonOf(control.resumeParticipant({ resumeToken }, guest.who.as))).toBe('PARTICIPANT_REMOVED');
    expect((await statusOf(bench.orchestrator, chair)).participants).toHaveLength(1);
  });

  it('a lock keeps newcomers out, and lets in who was inside', async () => {
    const { control, calls } = bench.orchestrator;
    const { chair, guest, code } = await two();
    await control.setCallLocked({ requestId: newRequestId(), callId: chair.callId, locked: true }, chair.who.as);
    expect(await reasonOf(grantFor(bench.orchestrator, await user(), code))).toBe('CALL_LOCKED');
    await calls.leaveCall(guest.self, guest.who.as);
    await enter(bench.orchestrator, guest.who, code);
    await control.setCallLocked({ requestId: newRequestId(), callId: chair.callId, locked: false }, chair.who.as);
    await enter(bench.orchestrator, await user(), code);
  });

  it('a host changes roles: a listener publishes nothing, and a new host may do all', async () => {
    const { control } = bench.orchestrator;
    const { chair, guest } = await two();
    const role = (role: callV1.ParticipantRole, of = guest) =>
      control.setParticipantRole({ ...of.self, role }, chair.who.as);
    await role(LISTENER);
    expect(bench.node.peer(guest.peerId).policy).toMatchObject({ version: 2, allowedSources: [] });
    await role(HOST);
    expect(bench.node.peer(guest.peerId).policy).toMatchObject({ version: 3, allowedSources: [MICROPHONE, CAMERA] });
    await control.muteParticipant({ ...chair.self, source: MICROPHONE, muted: true }, guest.who.as);
  });

  it('when the host leaves, the user who spoke longest becomes host, before guests and listeners', async () => {
    const { calls, control } = bench.orchestrator;
    const chair = await host(bench.orchestrator, await user());
    const code = await invite(bench.orchestrator, chair);
    const silentCode = await invite(bench.orchestrator, chair, LISTENER);
    await enter(bench.orchestrator, await user({ kind: 'guest' }), code);
    await enter(bench.orchestrator, await user(), silentCode);
    const heir = await enter(bench.orchestrator, await user(), code);
    const later = await enter(bench.orchestrator, await user(), code);
    await calls.leaveCall(chair.self, chair.who.as);
    const { participants } = await statusOf(bench.orchestrator, heir);
    expect(participants.filter(({ role }) => role === HOST).map(({ id }) => id)).toEqual([heir.participantId]);
    await control.removeParticipant(later.self, heir.who.as);
  });

  it('one shares a screen: others are refused, with the sharer’s name, until it is released', async () => {
    const { control } = bench.orchestrator;
    const { chair, guest } = await two();
    await control.acquireScreenShare(guest.self, guest.who.as);
    expect(bench.node.peer(guest.peerId).policy.allowedSources).toEqual([MICROPHONE, CAMERA, SCREEN, SCREEN_AUDIO]);
    const refusal = await refusalOf(control.acquireScreenShare(chair.self, chair.who.as));
    expect([refusal.reason, refusal.details]).toEqual(['SCREEN_SHARE_TAKEN', { participantId: guest.participantId }]);
    await control.releaseScreenShare(guest.self, guest.who.as);
    expect(bench.node.peer(guest.peerId).policy.allowedSources).toEqual([MICROPHONE, CAMERA]);
    await control.acquireScreenShare(chair.self, chair.who.as);
    expect((await statusOf(bench.orchestrator, chair)).screenSharerId).toBe(chair.participantId);
  });

  it('many who want to share at once: one gets it', async () => {
    const { control } = bench.orchestrator;
    const { chair, guests } = await conference(5);
    const everybody = [chair, ...guests];
    const outcomes = await Promise.all(
      everybody.map((one) =>
        control.acquireScreenShare(one.self, one.who.as).then(
          () => 'SHARED',
          (refusal: { reason: string }) => refusal.reason,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'SHARED')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'SCREEN_SHARE_TAKEN')).toHaveLength(5);
  });

  it('a screen share ends when its sharer leaves, and when the node sees it unpublished', async () => {
    const { control, calls } = bench.orchestrator;
    const { chair, guest } = await two();
    await control.acquireScreenShare(guest.self, guest.who.as);
    await calls.leaveCall(guest.self, guest.who.as);
    await control.acquireScreenShare(chair.self, chair.who.as);
    const { callId } = chair;
    bench.node.tell({
      $case: 'trackChanged',
      value: { callId, track: screenTrack(chair.participantId), published: false },
    });
    const isFree = async () => (await statusOf(bench.orchestrator, chair)).screenSharerId === '' || undefined;
    await waitFor(isFree, { what: 'the screen share to end' });
  });

  it('a listener may not share', async () => {
    const { control } = bench.orchestrator;
    const chair = await host(bench.orchestrator, await user());
    const listener = await enter(
      bench.orchestrator,
      await user(),
      await invite(bench.orchestrator, chair, callV1.ParticipantRole.LISTENER),
    );
    expect(await reasonOf(control.acquireScreenShare(listener.self, listener.who.as))).toBe('SOURCE_NOT_ALLOWED');
  });

  it('one chooses one’s quality, and the node is told', async () => {
    const { control } = bench.orchestrator;
    const { chair } = await two();
    const { LOW, AUTO, UNSPECIFIED } = callV1.QualityProfile;
    const request = { ...chair.self, sendProfile: LOW, receiveProfile: UNSPECIFIED };
    const { participant } = await control.setQualityProfile(request, chair.who.as);
    expect(participant).toMatchObject({ sendProfile: LOW, receiveProfile: AUTO });
    expect(bench.node.peer(chair.peerId).policy).toMatchObject({ version: 2, sendProfile: LOW, receiveProfile: AUTO });
  });

  it('one acts for oneself only', async () => {
    const { control, calls } = bench.orchestrator;
    const { chair, guest } = await two();
    const as = chair.who.as;
    expect(await reasonOf(control.setHandRaised({ ...guest.self, raised: true }, as))).toBe('PARTICIPANT_FOREIGN');
    expect(await reasonOf(control.acquireScreenShare(guest.self, as))).toBe('PARTICIPANT_FOREIGN');
    expect(await reasonOf(calls.leaveCall(guest.self, as))).toBe('PARTICIPANT_FOREIGN');
    expect(await reasonOf(control.sendChatMessage({ ...guest.self, text: 'I?' }, as))).toBe('PARTICIPANT_FOREIGN');
  });

  it('hands are raised and lowered, once', async () => {
    const { control } = bench.orchestrator;
    const { chair } = await two();
    const before = (await factsOf(bench.around, chair.callId)).length;
    await control.setHandRaised({ ...chair.self, raised: true }, chair.who.as);
    await control.setHandRaised({ ...chair.self, raised: true }, chair.who.as);
    const { participant } = await control.setHandRaised({ ...chair.self, raised: false }, chair.who.as);
    expect(participant?.handRaisedAt).toBeUndefined();
    expect((await factsOf(bench.around, chair.callId)).slice(before)).toEqual([
      'participantUpdated',
      'participantUpdated',
    ]);
  });

  it('chat is kept in order, for those who were inside', async () => {
    const { control } = bench.orchestrator;
    const { chair, guest } = await two();
    const say = async (one: Inside, text: string) =>
      (await control.sendChatMessage({ ...one.self, text }, one.who.as)).message;
    const first = await say(chair, 'hello');
    await say(guest, 'こんにちは');
    await say(chair, ' bye ');
    const list = (afterMessageId: string, pageSize: number) =>
      control.listChatMessages({ callId: chair.callId, afterMessageId, pageSize }, guest.who.as);
    expect((await list('', 0)).messages.map(({ text }) => text)).toEqual(['hello', 'こんにちは', 'bye']);
    expect((await list(first?.id ?? '', 1)).messages.map(({ text }) => text)).toEqual(['こんにちは']);
    const request = { callId: chair.callId, afterMessageId: '', pageSize: 0 };
    expect(await reasonOf(control.listChatMessages(request, (await user()).as))).toBe('CALL_NOT_FOUND');
  });

  it('a host ends it for everybody: media is closed, nobody enters again, and it is in the history', async () => {
    const { control, calls } = bench.orchestrator;
    const { chair, guest, code } = await two();
    const request = { requestId: newRequestId(), callId: chair.callId };
    expect(await reasonOf(calls.endCall(request, guest.who.as))).toBe('HOST_ONLY');
    await calls.endCall(request, chair.who.as);
    expect(bench.node.closed.get(guest.peerId)).toBe('CALL_ENDED');
    const ended = await statusOf(bench.orchestrator, guest);
    expect(ended).toMatchObject({
      state: callV1.CallState.ENDED,
      endReason: callV1.CallEndReason.ENDED_BY_HOST,
      participants: [{ leaveReason: callV1.LeaveReason.CALL_ENDED }, { leaveReason: callV1.LeaveReason.CALL_ENDED }],
    });
    expect((await factsOf(bench.around, chair.callId)).at(-1)).toBe('callEnded');
    await calls.endCall({ ...request, requestId: newRequestId() }, chair.who.as);
    expect(await reasonOf(grantFor(bench.orchestrator, guest.who, code))).toBe('CALL_ENDED');
    expect(await reasonOf(control.setHandRaised({ ...guest.self, raised: true }, guest.who.as))).toBe('CALL_ENDED');
    const { calls: history } = await control.listCalls({ pageSize: 0, pageToken: '' }, guest.who.as);
    expect(history).toEqual([
      expect.objectContaining({
        id: chair.callId,
        title: 'Weekly',
        participantCount: 2,
        participantNames: [`Person ${chair.who.id}`, `Person ${guest.who.id}`],
        endReason: callV1.CallEndReason.ENDED_BY_HOST,
        canRejoin: false,
      }),
    ]);
  });

  it('an administrator ends a call without being in it', async () => {
    const { calls } = bench.orchestrator;
    const { chair } = await two();
    const admin = await user({ admin: true });
    await calls.endCall({ requestId: newRequestId(), callId: chair.callId }, admin.as);
    expect((await statusOf(bench.orchestrator, chair)).endReason).toBe(callV1.CallEndReason.ADMINISTRATOR);
  });

  it('the events of a call are numbered without gaps, whatever happened at once', async () => {
    const { control } = bench.orchestrator;
    const { chair, guests } = await conference(4);
    await Promise.all(
      guests.flatMap((one) => [
        control.setHandRaised({ ...one.self, raised: true }, one.who.as),
        control.sendChatMessage({ ...one.self, text: 'me' }, one.who.as),
        control.muteParticipant({ ...one.self, source: MICROPHONE, muted: true }, chair.who.as),
      ]),
    );
    const revisions = (await eventsOf(bench.around, chair.callId)).map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.map((_, index) => index + 1));
    expect((await statusOf(bench.orchestrator, chair)).revision).toBe(revisions.length);
    expect(guests.map(({ peerId }) => bench.node.peer(peerId).policy.version)).toEqual([2, 2, 2, 2]);
  });

  it('history comes in pages, newest first', async () => {
    const { control } = bench.orchestrator;
    const somebody = await user();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await host(bench.orchestrator, somebody)).callId);
    const found: string[] = [];
    let pageToken = '';
    do {
      const page = await control.listCalls({ pageSize: 2, pageToken }, somebody.as);
      expect(page.calls.length).toBeLessThanOrEqual(2);
      found.push(...page.calls.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(found).toEqual(ids.reverse());
    expect(await reasonOf(control.listCalls({ pageSize: 2, pageToken: 'x' }, somebody.as))).toBe('REQUEST_INVALID');
  });
});
