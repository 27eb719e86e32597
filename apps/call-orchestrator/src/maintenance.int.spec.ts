import { callV1 } from '@videocall/contracts';
import { createGrpcClient, type GrpcClient } from '@videocall/platform-grpc';
import { startBench, type Bench } from './testing/bench.js';
import { newRequestId, reasonOf, refusalOf } from './testing/orchestrator-under-test.js';
import { eventsOf, host, join, start, statusOf } from './testing/people.js';

type MaintenanceClient = GrpcClient<callV1.MaintenanceServiceClient>;

describe('maintenance of the server', () => {
  let bench: Bench;
  let clients: Record<'api-gateway' | 'care' | 'recorder', MaintenanceClient>;

  const clientOf = (service: string): MaintenanceClient =>
    createGrpcClient(callV1.MaintenanceServiceClient, {
      address: bench.orchestrator.address,
      tls: bench.around.certificates.materialFor(service),
      serverName: 'call-orchestrator',
      defaultDeadlineMs: 10_000,
    });

  beforeAll(async () => {
    bench = await startBench();
    clients = { 'api-gateway': clientOf('api-gateway'), care: clientOf('care'), recorder: clientOf('recorder') };
  }, 60_000);
  afterAll(async () => {
    for (const client of Object.values(clients)) client.close();
    await bench.stop();
  });
  afterEach(() => clients.care.endMaintenance({ requestId: newRequestId() }));

  const user = (claims = {}) => bench.around.identities.somebody(claims);
  const planned = (changes: Partial<callV1.AnnounceMaintenanceRequest> = {}): callV1.AnnounceMaintenanceRequest => ({
    requestId: newRequestId(),
    startsAt: undefined,
    durationSeconds: 3_600,
    textEn: 'New version',
    textJa: '新しいバージョン',
    ...changes,
  });
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);
  const current = async () => (await clients['api-gateway'].getMaintenance({})).maintenance;

  it('is announced by an administrator, and everybody may ask what is planned', async () => {
    expect(await current()).toBeUndefined();
    const startsAt = inHours(30);
    const admin = await user({ admin: true });
    const { maintenance } = await clients['api-gateway'].announceMaintenance(planned({ startsAt }), admin.as);
    expect(maintenance).toMatchObject({ startsAt, textEn: 'New version', textJa: '新しいバージョン' });
    expect(maintenance?.endsAt).toEqual(new Date(startsAt.getTime() + 3_600_000));
    expect(await current()).toEqual(maintenance);
    const [told] = await eventsOf(bench.around, maintenance?.id ?? '');
    expect(told).toMatchObject({
      callId: '',
      actorId: admin.id,
      fact: { $case: 'maintenanceChanged', value: { maintenance } },
    });
  });

  it('is announced by nobody else, except the operator on the server itself', async () => {
    const member = await user();
    expect(await reasonOf(clients['api-gateway'].announceMaintenance(planned(), member.as))).toBe('ADMIN_ONLY');
    expect(await reasonOf(clients['api-gateway'].announceMaintenance(planned()))).toBe('TOKEN_MISSING');
    expect(await reasonOf(clients.recorder.announceMaintenance(planned()))).toBe('CALLER_NOT_ALLOWED');
    expect(await reasonOf(clients['api-gateway'].endMaintenance({ requestId: newRequestId() }, member.as))).toBe(
      'ADMIN_ONLY',
    );
    expect((await clients.care.announceMaintenance(planned())).maintenance?.textEn).toBe('New version');
  });

  it('keeps new calls from starting, and lets running ones go on and be joined', async () => {
    const { orchestrator } = bench;
    const owner = await user();
    const running = await host(orchestrator, owner);
    const name = 'maintained-room';
    await orchestrator.control.createRoom(
      { requestId: newRequestId(), name, title: '', access: callV1.RoomAccess.MEMBERS },
      owner.as,
    );
    const { maintenance } = await clients.care.announceMaintenance(planned());
    const refusal = await refusalOf(start(orchestrator, await user()));
    expect(refusal).toMatchObject({
      reason: 'MAINTENANCE',
      details: { endsAt: maintenance?.endsAt?.toISOString() },
      retryAfterMs: 60_000,
    });
    expect(await reasonOf(orchestrator.control.enterRoom({ requestId: newRequestId(), name }, owner.as))).toBe(
      'MAINTENANCE',
    );
    const grant = await orchestrator.control.issueGrant({ callId: running.callId, inviteCode: '' }, owner.as);
    await join(orchestrator, owner, grant.grant?.token ?? '');
    expect((await statusOf(orchestrator, running)).state).toBe(callV1.CallState.ACTIVE);
    await expect(start(orchestrator, await user({ admin: true }))).resolves.toBeDefined();
    await clients.care.endMaintenance({ requestId: newRequestId() });
    await expect(start(orchestrator, await user())).resolves.toBeDefined();
  });

  it('that is planned keeps nobody from anything yet', async () => {
    await clients.care.announceMaintenance(planned({ startsAt: inHours(1) }));
    await expect(start(bench.orchestrator, await user())).resolves.toBeDefined();
  });

  it('takes the place of what was announced before, whose end is told', async () => {
    const { maintenance: first } = await clients.care.announceMaintenance(planned({ startsAt: inHours(2) }));
    const request = planned({ startsAt: inHours(5) });
    const { maintenance: second } = await clients.care.announceMaintenance(request);
    expect((await current())?.id).toBe(second?.id);
    const told = await eventsOf(bench.around, first?.id ?? '');
    const ends = told.map(({ fact }) => fact?.$case === 'maintenanceChanged' && fact.value.maintenance?.endedAt);
    expect(ends).toEqual([undefined, expect.any(Date)]);
    const again = await clients.care.announceMaintenance(request);
    expect(again.maintenance?.id).toBe(second?.id);
  });

  it.each([
    ['more than 90 days ahead', { startsAt: inHours(91 * 24) }],
    ['shorter than a minute', { durationSeconds: 59 }],
    ['longer than a day', { durationSeconds: 86_401 }],
    ['with a long text', { textEn: 'x'.repeat(501) }],
  ])('is refused when it is %s', async (_, changes) => {
    expect(await reasonOf(clients.care.announceMaintenance(planned(changes)))).toBe('REQUEST_INVALID');
  });
});
