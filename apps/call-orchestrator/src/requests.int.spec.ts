import { callV1 } from '@videocall/contracts';
import { CALL_EVENTS, tailStream } from '@videocall/events';
import { waitFor } from '@videocall/testing';
import { Client } from 'pg';
import { startBench, type Bench } from './testing/bench.js';
import { newRequestId, reasonOf } from './testing/orchestrator-under-test.js';
import { enter, factsOf, host, invite, joinRequest, start } from './testing/people.js';

describe('a request', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  }, 60_000);
  afterAll(() => bench.stop());

  it('that comes again gives the first result: one call, however often it is started', async () => {
    const { calls } = bench.orchestrator;
    const somebody = await bench.around.identities.somebody();
    const request = {
      requestId: newRequestId(),
      title: 'Once',
      roomId: '',
      maxParticipants: 4,
      endToEndEncrypted: false,
    };
    const replies = await Promise.all(Array.from({ length: 8 }, () => calls.startCall(request, somebody.as)));
    const ids = new Set(replies.map(({ call }) => call?.id));
    expect(ids.size).toBe(1);
    expect(replies.map(({ grant }) => grant?.permissions?.role)).toEqual(Array(8).fill(callV1.ParticipantRole.HOST));
    // Each grant is good.
    const last = replies.at(-1)?.grant?.token ?? '';
    await calls.joinCall(joinRequest({ grant: last }), somebody.as);
    const [started] = await bench.around.query(`SELECT count(*)::int AS calls FROM call.calls WHERE title = 'Once'`);
    expect(started).toEqual({ calls: 1 });
  });

  it('to join that comes again, even at once, gives the same participant', async () => {
    const { orchestrator, around, node } = bench;
    const somebody = await around.identities.somebody();
    const { callId, grant } = await start(orchestrator, somebody);
    const request = joinRequest({ grant });
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => orchestrator.calls.joinCall(request, somebody.as)),
    );
    expect(new Set(replies.map(({ participantId }) => participantId)).size).toBe(1);
    expect(new Set(replies.map(({ peer }) => peer?.peerId)).size).toBe(1);
    expect([...node.peers.values()].filter((peer) => peer.callId === callId)).toHaveLength(1);
    expect(await factsOf(around, callId)).toEqual(['callStarted', 'participantJoined']);
  });

  it('to join that comes again after the participant left does not bring it back', async () => {
    const { orchestrator, around } = bench;
    const somebody = await around.identities.somebody();
    const { grant } = await start(orchestrator, somebody);
    const request = joinRequest({ grant });
    const { call, participantId } = await orchestrator.calls.joinCall(request, somebody.as);
    const leaving = { requestId: newRequestId(), callId: call?.id ?? '', participantId };
    await orchestrator.calls.leaveCall(leaving, somebody.as);
    await orchestrator.calls.leaveCall(leaving, somebody.as);
    expect(await reasonOf(orchestrator.calls.joinCall(request, somebody.as))).toBe('PARTICIPANT_LEFT');
  });

  it('of the same id with other content is refused; another method, or another person, may use the id', async () => {
    const { orchestrator, around } = bench;
    const chair = await host(orchestrator, await around.identities.somebody());
    const { requestId } = chair.self;
    const say = (text: string, id = requestId) =>
      orchestrator.control.sendChatMessage({ ...chair.self, requestId: id, text }, chair.who.as);
    const first = await say('one');
    expect(await reasonOf(say('two'))).toBe('REQUEST_ID_REUSED');
    expect(await say('one')).toEqual(first);
    await orchestrator.control.setHandRaised({ ...chair.self, requestId, raised: true }, chair.who.as);
    const other = await host(orchestrator, await around.identities.somebody());
    await orchestrator.control.sendChatMessage({ ...other.self, requestId, text: 'mine' }, other.who.as);
    const chat = { callId: chair.callId, afterMessageId: '', pageSize: 0 };
    const { messages } = await orchestrator.control.listChatMessages(chat, chair.who.as);
    expect(messages.map(({ text }) => text)).toEqual(['one']);
  });

  it('that is refused is not kept: it may succeed later', async () => {
    const { orchestrator, around } = bench;
    const chair = await host(orchestrator, await around.identities.somebody());
    const code = await invite(orchestrator, chair);
    const guest = await enter(orchestrator, await around.identities.somebody(), code);
    await orchestrator.control.acquireScreenShare(chair.self, chair.who.as);
    const request = guest.self;
    expect(await reasonOf(orchestrator.control.acquireScreenShare(request, guest.who.as))).toBe('SCREEN_SHARE_TAKEN');
    await orchestrator.control.releaseScreenShare(chair.self, chair.who.as);
    await orchestrator.control.acquireScreenShare(request, guest.who.as);
  });

  it('keeps no secret with its result', async () => {
    const { orchestrator, around } = bench;
    const inside = await host(orchestrator, await around.identities.somebody());
    const records = await around.query<{ result: Buffer }>(
      'SELECT result FROM call.request_records WHERE caller = $1',
      [inside.who.id],
    );
    expect(records).toHaveLength(2);
    // A JWT begins so.
    for (const { result } of records) expect(result.toString('latin1')).not.toContain('eyJ');
  });

  it('that changes a call is told in the stream, once and in order', async () => {
    const { orchestrator, around } = bench;
    const seen: string[] = [];
    const reader = tailStream({
      redisUrl: around.redisUrl,
      stream: CALL_EVENTS,
      onEvent: ({ callId, revision, fact }) => seen.push(`${callId} ${revision} ${fact?.$case}`),
      onGap: () => undefined,
      onError: (error) => seen.push(error.message),
    });
    const chair = await host(orchestrator, await around.identities.somebody());
    await orchestrator.control.setHandRaised({ ...chair.self, raised: true }, chair.who.as);
    const ofCall = () => seen.filter((line) => line.startsWith(chair.callId));
    // The reader may have begun after the first of them.
    await waitFor(() => ofCall().at(-1) === `${chair.callId} 3 participantUpdated`, { what: 'the events' });
    await orchestrator.calls.leaveCall(chair.self, chair.who.as);
    await waitFor(() => ofCall().at(-1) === `${chair.callId} 4 participantLeft`, { what: 'the last event' });
    expect(ofCall().length).toBe(new Set(ofCall()).size);
    await reader.close();
  });

  it('by the role of another service reads nothing of calls, nor this service’s role anything of auth', async () => {
    const { urls } = bench.around.database;
    const denied = async (connectionString: string, query: string) => {
      const client = new Client({ connectionString });
      await client.connect();
      const outcome = await client.query(query).catch((error: { code: string }) => error.code);
      await client.end();
      return outcome;
    };
    const INSUFFICIENT_PRIVILEGE = '42501';
    for (const table of ['calls', 'participants', 'signing_keys', 'outbox', 'request_records', 'chat_messages']) {
      expect(await denied(urls.auth, `SELECT * FROM call.${table}`)).toBe(INSUFFICIENT_PRIVILEGE);
    }
    const foreign = await bench.around.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'auth'`,
    );
    expect(foreign.length).toBeGreaterThan(0);
    for (const { name } of foreign) {
      expect(await denied(urls.call, `SELECT * FROM auth."${name}"`)).toBe(INSUFFICIENT_PRIVILEGE);
    }
    expect(await denied(urls.call, 'DROP TABLE call.calls')).toBe(INSUFFICIENT_PRIVILEGE);
  });
});
