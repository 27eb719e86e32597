import { callV1 } from '@videocall/contracts';
import { startBench, type Bench } from './testing/bench.js';
import type { Somebody } from './testing/identities.js';
import { newRequestId, OrchestratorUnderTest, reasonOf } from './testing/orchestrator-under-test.js';
import { join, start, statusOf } from './testing/people.js';

const { ANYONE, MEMBERS } = callV1.RoomAccess;

describe('a room', () => {
  let bench: Bench;
  let room = 0;
  beforeAll(async () => {
    bench = await startBench({ ROOMS_OPEN_TO_ANYONE: 'true' });
  }, 60_000);
  afterAll(() => bench.stop());

  const user = (claims = {}) => bench.around.identities.somebody(claims);

  function create(owner: Somebody, access = MEMBERS, name = `room-${++room}`): Promise<callV1.CreateRoomResponse> {
    const request = { requestId: newRequestId(), name, title: 'Kitchen', access };
    return bench.orchestrator.control.createRoom(request, owner.as);
  }

  const enterRoom = (who: Somebody, name: string) =>
    bench.orchestrator.control.enterRoom({ requestId: newRequestId(), name }, who.as);

  it('has a name of its own', async () => {
    const owner = await user();
    const { room: created } = await create(owner);
    expect(created).toMatchObject({ title: 'Kitchen', access: MEMBERS, ownerId: owner.id, activeCallId: '' });
    expect(await reasonOf(create(await user(), MEMBERS, created?.name))).toBe('ROOM_NAME_TAKEN');
    expect(await reasonOf(create(owner, MEMBERS, 'No Spaces'))).toBe('REQUEST_INVALID');
    expect(await reasonOf(create(await user({ kind: 'guest' })))).toBe('USERS_ONLY');
  });

  it('starts its call for whoever comes first, and all who come get the same one', async () => {
    const name = (await create(await user())).room?.name ?? '';
    const visitors = await Promise.all(Array.from({ length: 6 }, () => user()));
    const entered = await Promise.all(visitors.map((visitor) => enterRoom(visitor, name)));
    expect(new Set(entered.map(({ call }) => call?.id)).size).toBe(1);
    const [first, second] = visitors;
    if (!first || !second) throw new Error('nobody came');
    const inside = await join(bench.orchestrator, first, entered[0]?.grant?.token ?? '');
    await join(bench.orchestrator, second, entered[1]?.grant?.token ?? '');
    const { room: seen } = await bench.orchestrator.control.getRoom({ name }, first.as);
    expect(seen).toMatchObject({ activeCallId: inside.callId, participantCount: 2 });
  });

  it('lets its owner in as host, into a call that somebody else started', async () => {
    const owner = await user();
    const name = (await create(owner)).room?.name ?? '';
    await enterRoom(await user(), name);
    const { grant, call } = await enterRoom(owner, name);
    expect(grant?.permissions?.role).toBe(callV1.ParticipantRole.HOST);
    await join(bench.orchestrator, owner, grant?.token ?? '');
    const removal = { requestId: newRequestId(), callId: call?.id ?? '' };
    await bench.orchestrator.calls.endCall(removal, owner.as);
    const again = await enterRoom(owner, name);
    expect(again.call?.id).not.toBe(call?.id);
  });

  it('is for members, unless it is open to anyone: then a guest may even be the first, without being a host', async () => {
    const owner = await user();
    const closed = (await create(owner, MEMBERS)).room?.name ?? '';
    const open = (await create(owner, ANYONE)).room?.name ?? '';
    const guest = await user({ kind: 'guest' });
    expect(await reasonOf(enterRoom(guest, closed))).toBe('MEMBERS_ONLY');
    const { grant, call } = await enterRoom(guest, open);
    expect(grant?.permissions?.role).toBe(callV1.ParticipantRole.SPEAKER);
    const inside = await join(bench.orchestrator, guest, grant?.token ?? '');
    const issued = await bench.orchestrator.control.issueGrant({ callId: call?.id ?? '', inviteCode: '' }, owner.as);
    expect(issued.grant?.permissions?.role).toBe(callV1.ParticipantRole.HOST);
    expect((await statusOf(bench.orchestrator, inside)).participants).toHaveLength(1);
    expect((await bench.orchestrator.control.getRoom({ name: open })).room?.participantCount).toBe(1);
    expect(await reasonOf(bench.orchestrator.control.getRoom({ name: closed }))).toBe('MEMBERS_ONLY');
    const listed = await bench.orchestrator.control.listRooms({}, guest.as);
    expect(listed.rooms.map(({ name }) => name)).toContain(open);
    expect(listed.rooms.map(({ name }) => name)).not.toContain(closed);
  });

  it('is open to anyone only where the operator allows it', async () => {
    const owner = await user();
    const open = (await create(owner, ANYONE)).room?.name ?? '';
    const strict = await OrchestratorUnderTest.start(bench.around, { SFU_NODES: bench.node.address });
    try {
      const guest = await user({ kind: 'guest' });
      const entering = strict.control.enterRoom({ requestId: newRequestId(), name: open }, guest.as);
      expect(await reasonOf(entering)).toBe('MEMBERS_ONLY');
      const request = { requestId: newRequestId(), name: 'open-house', title: '', access: ANYONE };
      expect(await reasonOf(strict.control.createRoom(request, owner.as))).toBe('MEMBERS_ONLY');
    } finally {
      await strict.stop();
    }
  });

  it('is given up by its owner or an administrator; its calls stay in the history', async () => {
    const owner = await user();
    const { room: created } = await create(owner);
    const name = created?.name ?? '';
    const { callId, grant } = await start(bench.orchestrator, owner, { roomId: created?.id ?? '' });
    await join(bench.orchestrator, owner, grant);
    const deletion = { requestId: newRequestId(), name };
    expect(await reasonOf(bench.orchestrator.control.deleteRoom(deletion, (await user()).as))).toBe('ROOM_OWNER_ONLY');
    await bench.orchestrator.control.deleteRoom(deletion, owner.as);
    expect(await reasonOf(enterRoom(owner, name))).toBe('ROOM_NOT_FOUND');
    const history = await bench.orchestrator.control.listCalls({ pageSize: 1, pageToken: '' }, owner.as);
    expect(history.calls[0]).toMatchObject({ id: callId, roomId: '', canRejoin: true });
  });
});
