import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { startBench, type Bench } from './testing/bench.js';
import { clientsOf, newRequestId, reasonOf, refusalOf } from './testing/orchestrator-under-test.js';
import {
  enter,
  eventsOf,
  factsOf,
  grantFor,
  host,
  insideAs,
  invite,
  join,
  joinRequest,
  start,
  statusOf,
} from './testing/people.js';
import { CODEC_LIST } from './testing/scripted-node.js';

describe('entering a call', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  }, 60_000);
  afterAll(() => bench.stop());

  const user = (claims = {}) => bench.around.identities.somebody(claims);

  it('makes the user who started it the host, with media on the node and a ticket for it', async () => {
    const { orchestrator, around, node } = bench;
    const somebody = await user({ name: 'Mio' });
    const { callId, grant } = await start(orchestrator, somebody, { title: ' Weekly ' });
    const reply = await orchestrator.calls.joinCall(
      joinRequest({ grant, sendProfile: callV1.QualityProfile.LOW }),
      somebody.as,
    );
    expect(reply.call).toMatchObject({ id: callId, title: 'Weekly', state: callV1.CallState.ACTIVE, revision: 2 });
    expect(reply.call?.participants).toEqual([
      expect.objectContaining({
        id: reply.participantId,
        displayName: 'Mio',
        role: callV1.ParticipantRole.HOST,
        state: callV1.ParticipantState.JOINED,
        sendProfile: callV1.QualityProfile.LOW,
        guest: false,
      }),
    ]);
    expect(reply.peer).toMatchObject({ nodeId: 'node-1', nodeAddress: node.address });
    expect(node.peer(reply.peer?.peerId ?? '').policy).toMatchObject({
      version: 1,
      allowedSources: [callV1.TrackSource.MICROPHONE, callV1.TrackSource.CAMERA],
    });
    const keys = (await (await fetch(`${await orchestrator.httpUrl}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
    const { payload, protectedHeader } = await jwtVerify(reply.peer?.ticket ?? '', createLocalJWKSet(keys), {
      issuer: 'videocall-orchestrator',
      typ: 'peer+jwt',
    });
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload).toMatchObject({
      sub: somebody.id,
      call: callId,
      participant: reply.participantId,
      peer: reply.peer?.peerId,
      node: 'node-1',
      boot: node.bootId,
    });
    const events = await eventsOf(around, callId);
    expect(events.map(({ revision, fact, actorId }) => [revision, fact?.$case, actorId])).toEqual([
      [1, 'callStarted', somebody.id],
      [2, 'participantJoined', somebody.id],
    ]);
  });

  it('is for guests by invite only, and starting is not for them', async () => {
    const { orchestrator } = bench;
    const inside = await host(orchestrator, await user());
    const guest = await user({ kind: 'guest' });
    expect(await reasonOf(start(orchestrator, guest))).toBe('USERS_ONLY');
    expect(await reasonOf(orchestrator.control.issueGrant({ callId: inside.callId, inviteCode: '' }, guest.as))).toBe(
      'CALL_NOT_FOUND',
    );
    const code = await invite(orchestrator, inside, callV1.ParticipantRole.LISTENER);
    expect(code).toMatch(/^[a-z]{4}-[a-z]{4}-[a-z]{4}$/);
    const entered = await enter(orchestrator, guest, code.toUpperCase().replaceAll('-', ' '));
    expect(entered.call.participants.find(({ id }) => id === entered.participantId)).toMatchObject({
      role: callV1.ParticipantRole.LISTENER,
      allowedSources: [],
      guest: true,
    });
    expect(bench.node.peer(entered.peerId).policy.allowedSources).toEqual([]);
  });

  it('tells what an invite leads to, until it is revoked', async () => {
    const { orchestrator } = bench;
    const inside = await host(orchestrator, await user({ name: 'Ken' }));
    const code = await invite(orchestrator, inside);
    expect(await orchestrator.control.getInvite({ code })).toMatchObject({
      callId: inside.callId,
      title: 'Weekly',
      hostName: 'Ken',
      participantCount: 1,
      role: callV1.ParticipantRole.SPEAKER,
      locked: false,
      full: false,
    });
    const stranger = await user();
    const revocation = { requestId: newRequestId(), callId: inside.callId, code };
    expect(await reasonOf(orchestrator.control.revokeInvite(revocation, stranger.as))).toBe('HOST_ONLY');
    await orchestrator.control.revokeInvite(revocation, inside.who.as);
    expect(await reasonOf(orchestrator.control.getInvite({ code }))).toBe('INVITE_INVALID');
    expect(await reasonOf(grantFor(orchestrator, stranger, code))).toBe('INVITE_INVALID');
  });

  it('refuses an invite after its time', async () => {
    const { orchestrator, around } = bench;
    const inside = await host(orchestrator, await user());
    const code = await invite(orchestrator, inside);
    await around.query(`UPDATE call.invites SET expires_at = now() - interval '1 second' WHERE code = $1`, [code]);
    expect(await reasonOf(orchestrator.control.getInvite({ code }))).toBe('INVITE_EXPIRED');
    expect(await reasonOf(grantFor(orchestrator, await user(), code))).toBe('INVITE_EXPIRED');
  });

  it('refuses grants that are forged or somebody else’s, and tokens of another type', async () => {
    const { orchestrator } = bench;
    const somebody = await user();
    const { grant } = await start(orchestrator, somebody);
    const refused = async (token: string, who = somebody) =>
      await reasonOf(orchestrator.calls.joinCall(joinRequest({ grant: token }), who.as));
    const [header, payload, signature = ''] = grant.split('.');
    const forged = { ...decodeJwt(grant), call: 'call_other' };
    const forgedPayload = Buffer.from(JSON.stringify(forged)).toString('base64url');
    expect(await refused(grant, await user())).toBe('GRANT_FOREIGN');
    expect(await refused('not a token')).toBe('GRANT_INVALID');
    expect(await refused(`${header}.${forgedPayload}.${signature}`)).toBe('GRANT_INVALID');
    expect(await refused(`${header}.${payload}.${signature.split('').reverse().join('')}`)).toBe('GRANT_INVALID');
    const inside = await join(orchestrator, somebody, grant);
    expect(await refused(inside.resumeToken)).toBe('GRANT_INVALID');
  });

  it('refuses a client with an old codec list, and gives it the new one', async () => {
    const { orchestrator } = bench;
    const somebody = await user();
    const { grant } = await start(orchestrator, somebody);
    const refusal = await refusalOf(
      orchestrator.calls.joinCall(joinRequest({ grant, codecListHash: 'old' }), somebody.as),
    );
    expect(refusal.reason).toBe('CODEC_LIST_OUTDATED');
    expect(refusal.details).toEqual({ codecList: JSON.parse(CODEC_LIST.json), codecListHash: CODEC_LIST.hash });
    expect(await orchestrator.control.getMediaConfiguration({}, somebody.as)).toMatchObject({
      codecListJson: CODEC_LIST.json,
      codecListHash: CODEC_LIST.hash,
    });
  });

  it('again from elsewhere replaces the earlier participant', async () => {
    const { orchestrator, around, node } = bench;
    const somebody = await user();
    const { callId, grant } = await start(orchestrator, somebody);
    const first = await join(orchestrator, somebody, grant);
    const second = await join(orchestrator, somebody, grant);
    expect(second.participantId).not.toBe(first.participantId);
    expect(second.call.participants.map(({ id }) => id)).toEqual([second.participantId]);
    expect(node.closed.get(first.peerId)).toBe('REPLACED');
    expect(await factsOf(around, callId)).toEqual([
      'callStarted',
      'participantJoined',
      'participantJoined',
      'participantLeft',
    ]);
    const { resumeToken } = first;
    const refusal = await refusalOf(orchestrator.control.resumeParticipant({ resumeToken }, somebody.as));
    expect([refusal.reason, refusal.details]).toEqual(['PARTICIPANT_LEFT', { leaveReason: 'REPLACED' }]);
  });

  it('after a lost connection gives the same participant and peer', async () => {
    const { orchestrator } = bench;
    const inside = await host(orchestrator, await user());
    const { resumeToken } = inside;
    const resumed = await orchestrator.control.resumeParticipant({ resumeToken }, inside.who.as);
    expect(insideAs(inside.who, resumed)).toMatchObject({
      participantId: inside.participantId,
      peerId: inside.peerId,
    });
    expect(decodeJwt(resumed.peer?.ticket ?? '')).toMatchObject({ peer: inside.peerId });
    expect(resumed.peer?.snapshot).toHaveLength(0);
    expect(await reasonOf(orchestrator.control.resumeParticipant({ resumeToken }, (await user()).as))).toBe(
      'RESUME_TOKEN_INVALID',
    );
  });

  it('after a reload gives the same participant a new peer, and ends the old one', async () => {
    const { orchestrator, node } = bench;
    const inside = await host(orchestrator, await user());
    await orchestrator.control.acquireScreenShare(inside.self, inside.who.as);
    const request = joinRequest({ resumeToken: inside.resumeToken });
    const reply = await orchestrator.calls.joinCall(request, inside.who.as);
    const again = insideAs(inside.who, reply);
    expect(again.participantId).toBe(inside.participantId);
    expect(again.peerId).not.toBe(inside.peerId);
    expect(node.closed.get(inside.peerId)).toBe('REPLACED');
    expect(again.call).toMatchObject({
      screenSharerId: '',
      participants: [{ id: inside.participantId, state: callV1.ParticipantState.JOINED }],
    });
    const repeated = insideAs(inside.who, await orchestrator.calls.joinCall(request, inside.who.as));
    expect(repeated.peerId).toBe(again.peerId);
    await orchestrator.calls.leaveCall(again.self, inside.who.as);
    expect(
      await reasonOf(orchestrator.calls.joinCall(joinRequest({ resumeToken: again.resumeToken }), inside.who.as)),
    ).toBe('PARTICIPANT_LEFT');
  });

  it('leads a participant without WebRTC to its media, and nobody else', async () => {
    const { orchestrator, node } = bench;
    const { control } = orchestrator;
    const bot = await user();
    const { callId, grant } = await start(orchestrator, bot);
    const joined = await orchestrator.calls.joinCall(
      joinRequest({ grant, rtpCapabilitiesJson: '', codecListHash: '' }),
      bot.as,
    );
    expect(joined.peer).toBeUndefined();
    const own = { callId, participantId: joined.participantId };
    const { peer } = await control.getPeerAccess(own, bot.as);
    expect(peer).toMatchObject({ nodeId: 'node-1', nodeAddress: node.address, snapshot: Buffer.alloc(0) });
    expect(decodeJwt(peer?.ticket ?? '')).toMatchObject({ participant: joined.participantId, peer: peer?.peerId });
    expect(await reasonOf(control.getPeerAccess(own, (await user()).as))).toBe('PARTICIPANT_FOREIGN');
    expect(await reasonOf(control.getPeerAccess({ callId, participantId: 'part_none' }, bot.as))).toBe(
      'PARTICIPANT_NOT_FOUND',
    );
    await orchestrator.calls.leaveCall({ requestId: newRequestId(), ...own }, bot.as);
    expect(await reasonOf(control.getPeerAccess(own, bot.as))).toBe('PARTICIPANT_LEFT');
  });

  it('tells nothing of a call to those who were never in it, and all to administrators', async () => {
    const { orchestrator } = bench;
    const inside = await host(orchestrator, await user());
    const { callId } = inside;
    const stranger = await user();
    expect(await reasonOf(orchestrator.calls.getCallStatus({ callId }, stranger.as))).toBe('CALL_NOT_FOUND');
    const admin = await user({ admin: true });
    expect((await statusOf(orchestrator, { callId, who: admin })).participants).toHaveLength(1);
  });

  it('gives the place back when the node cannot open the peer', async () => {
    const { orchestrator, around, node } = bench;
    const somebody = await user();
    const { callId, grant } = await start(orchestrator, somebody);
    node.refusal = new Refusal('WORKER_UNAVAILABLE');
    const request = joinRequest({ grant });
    expect(await reasonOf(orchestrator.calls.joinCall(request, somebody.as))).toBe('NO_MEDIA_NODE');
    node.refusal = undefined;
    expect(
      await around.query('SELECT state, leave_reason FROM call.participants WHERE call_id = $1', [callId]),
    ).toEqual([{ state: 'LEFT', leave_reason: 'JOIN_ABANDONED' }]);
    const reply = await orchestrator.calls.joinCall(request, somebody.as);
    expect(reply.call?.participants).toHaveLength(1);
    expect(await factsOf(around, callId)).toEqual(['callStarted', 'participantJoined']);
  });

  it('of a call with end-to-end encryption tells everybody that it is one; a call of a room is none', async () => {
    const { orchestrator } = bench;
    const somebody = await user();
    const { callId, grant } = await start(orchestrator, somebody, { endToEndEncrypted: true });
    const inside = await join(orchestrator, somebody, grant);
    expect(inside.call.endToEndEncrypted).toBe(true);
    expect(await orchestrator.control.getInvite({ code: await invite(orchestrator, inside) })).toMatchObject({
      callId,
      endToEndEncrypted: true,
    });
    const refusal = await refusalOf(start(orchestrator, somebody, { roomId: 'room_1', endToEndEncrypted: true }));
    expect(refusal.details).toMatchObject({ fields: [{ field: 'endToEndEncrypted' }] });
  });

  it('gives TURN credentials of one’s own, before, on joining and on coming back', async () => {
    const { orchestrator } = bench;
    const somebody = await user();
    const { grant } = await start(orchestrator, somebody);
    const before = await orchestrator.control.getMediaConfiguration({}, somebody.as);
    const joined = await orchestrator.calls.joinCall(joinRequest({ grant }), somebody.as);
    const { resumeToken } = joined;
    const resumed = await orchestrator.control.resumeParticipant({ resumeToken }, somebody.as);
    for (const { iceServers } of [before, joined, resumed]) {
      expect(iceServers).toEqual([
        {
          urls: ['turn:relay.test:3478?transport=udp', 'turns:relay.test:5349'],
          username: expect.stringMatching(new RegExp(`^\\d+:${somebody.id}$`)),
          credential: expect.stringMatching(/^\S{28}$/),
        },
      ]);
    }
  });

  it('needs a sign-in, and is for gateways only', async () => {
    const { orchestrator, around } = bench;
    const request = { requestId: newRequestId(), title: '', roomId: '', maxParticipants: 0, endToEndEncrypted: false };
    expect(await reasonOf(orchestrator.calls.startCall(request))).toBe('TOKEN_MISSING');
    const other = clientsOf(orchestrator.address, around.certificates.materialFor('sfu-node'));
    expect(await reasonOf(other.calls.startCall(request, (await user()).as))).toBe('CALLER_NOT_ALLOWED');
    expect(await reasonOf(other.control.getMediaConfiguration({}))).toBe('CALLER_NOT_ALLOWED');
    other.calls.close();
    other.control.close();
  });

  it('refuses requests that are not well formed, naming the fields', async () => {
    const { orchestrator } = bench;
    const somebody = await user();
    const refusal = await refusalOf(start(orchestrator, somebody, { requestId: '', maxParticipants: 1 }));
    expect(refusal.reason).toBe('REQUEST_INVALID');
    expect(refusal.details).toMatchObject({ fields: [{ field: 'requestId' }, { field: 'maxParticipants' }] });
  });
});
