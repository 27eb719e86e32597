import { randomUUID } from 'node:crypto';
import { callV1, type sfuV1 } from '@videocall/contracts';
import { SyntheticParticipant } from '@videocall/synthetic-participant';
import { grantFor, inviteTo, registerUser, type RestIdentity, startCall } from '@videocall/synthetic-participant/rest';
import pg from 'pg';
import { flowing, silent } from './support/flow.js';
import { unary } from './support/grpc-calls.js';
import { SfuNodeAs } from './support/internal-services.js';
import { PlantedKey } from './support/planted-key.js';
import { startProduct, type Product } from './support/product.js';
import { reasonOf } from './support/refusals.js';

let product: Product;
let key: PlantedKey;
let host: { identity: RestIdentity; participant: SyntheticParticipant };
let speaker: { identity: RestIdentity; participant: SyntheticParticipant };
let microphone: string;
let gateway: SfuNodeAs;
let orchestrator: SfuNodeAs;
let node: sfuV1.NodeHello;

beforeAll(async () => {
  product = await startProduct();
  key = await PlantedKey.plant(product);
  const { origin } = product;
  const identity = await registerUser(origin, 'Host');
  const { call, grant } = await startCall(origin, identity);
  host = { identity, participant: await SyntheticParticipant.join(origin, identity, grant) };
  const other = await registerUser(origin, 'Speaker');
  const admission = await grantFor(origin, other, call.id, await inviteTo(origin, identity, call.id));
  speaker = { identity: other, participant: await SyntheticParticipant.join(origin, other, admission) };
  await host.participant.receive();
  microphone = await speaker.participant.publishMicrophone(440);
  await flowing(host.participant, microphone);
  gateway = new SfuNodeAs(product, 'api-gateway');
  orchestrator = new SfuNodeAs(product, 'call-orchestrator');
  node = await orchestrator.hello();
}, 120_000);

afterAll(async () => {
  for (const service of [gateway, orchestrator]) service?.close();
  for (const somebody of [host, speaker]) somebody?.participant.vanish();
  await product?.stop();
});

type Claims = Record<'sub' | 'call' | 'participant' | 'peer' | 'node' | 'boot', string>;

/** What the orchestrator would put into somebody's peer ticket. */
function claimsOf({ identity, participant }: { identity: RestIdentity; participant: SyntheticParticipant }): Claims {
  return {
    sub: identity.identityId,
    call: participant.callId,
    participant: participant.id,
    peer: participant.joined.media.peerId,
    node: node.nodeId,
    boot: node.bootId,
  };
}

/** The snapshot that the sfu-node gives the holder of a ticket. */
function snapshotBy(ticket: string, service = gateway): Promise<sfuV1.PeerSnapshot> {
  return unary(service.signalling.getSnapshot.bind(service.signalling), {}, { 'x-peer-ticket': ticket });
}

function setPolicy(policy: sfuV1.PeerPolicy, peerId: string, service = orchestrator): Promise<unknown> {
  return unary(service.control.setPeerPolicy.bind(service.control), { peerId, policy });
}

async function policyOf(somebody: {
  identity: RestIdentity;
  participant: SyntheticParticipant;
}): Promise<sfuV1.PeerPolicy> {
  const { policy } = await snapshotBy(await key.sign('peer+jwt', claimsOf(somebody), 60));
  if (!policy) throw new Error('the snapshot has no policy');
  return policy;
}

describe('the database', () => {
  async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** The SQLSTATE with which a statement is refused; `none` where it is not. */
  async function refusal(client: pg.Client, statement: string): Promise<string> {
    return client.query(statement).then(
      () => 'none',
      (error: unknown) => (error instanceof pg.DatabaseError ? (error.code ?? '') : String(error)),
    );
  }

  it.each([
    ['auth', 'call'],
    ['call', 'auth'],
    ['recording', 'call'],
    ['call', 'recording'],
  ] as const)('lets the role of schema %s neither read nor write any table of schema %s', async (own, foreign) => {
    const { databaseUrls, ownerDatabaseUrl } = product.stack.addresses;
    const tables = await as(ownerDatabaseUrl, (owner) =>
      owner.query<{ schema: string; name: string }>(
        `SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname IN ('auth', 'call', 'recording')`,
      ),
    );
    const of = (schema: string) =>
      tables.rows.filter((table) => table.schema === schema).map(({ name }) => `${schema}."${name}"`);
    expect(of(foreign).length).toBeGreaterThanOrEqual(3);
    await as(databaseUrls[own], async (client) => {
      // 42501: insufficient_privilege
      for (const table of of(foreign)) {
        expect(await refusal(client, `SELECT * FROM ${table} LIMIT 1`)).toBe('42501');
        expect(await refusal(client, `DELETE FROM ${table}`)).toBe('42501');
      }
      for (const table of of(own)) expect(await refusal(client, `SELECT * FROM ${table} LIMIT 1`)).toBe('none');
      expect(await refusal(client, `CREATE TABLE ${foreign}.intruder (id int)`)).toBe('42501');
      expect(await refusal(client, `SET ROLE ${foreign}_service`)).toBe('42501');
    });
  });
});

describe('sfu-node', () => {
  it('takes a peer ticket of its own and no other', async () => {
    const claims = claimsOf(speaker);
    const good = await key.sign('peer+jwt', claims, 60);
    expect((await snapshotBy(good)).peerId).toBe(claims.peer);

    const [header = '', payload = '', signature = ''] = good.split('.');
    const wider = Buffer.from(JSON.stringify({ ...claims, peer: claimsOf(host).peer })).toString('base64url');
    const attempts = {
      'another boot': await key.sign('peer+jwt', { ...claims, boot: `boot_${randomUUID()}` }, 60),
      'another node': await key.sign('peer+jwt', { ...claims, node: 'node_elsewhere' }, 60),
      'an unknown peer': await key.sign('peer+jwt', { ...claims, peer: `peer_${randomUUID()}` }, 60),
      expired: await key.sign('peer+jwt', claims, -60),
      'another type': await key.sign('grant+jwt', claims, 60),
      'a forged signature': [header, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join(
        '.',
      ),
      'a forged payload': [header, wider, signature].join('.'),
      'the access token': speaker.identity.accessToken,
      nothing: '',
    };
    const reasons = await Promise.all(
      Object.entries(attempts).map(async ([what, ticket]) => [what, await reasonOf(snapshotBy(ticket))] as const),
    );
    expect(Object.fromEntries(reasons)).toEqual({
      'another boot': 'TICKET_FOREIGN',
      'another node': 'TICKET_FOREIGN',
      'an unknown peer': 'PEER_NOT_FOUND',
      expired: 'TICKET_EXPIRED',
      'another type': 'TICKET_INVALID',
      'a forged signature': 'TICKET_INVALID',
      'a forged payload': 'TICKET_INVALID',
      'the access token': 'TICKET_INVALID',
      nothing: 'TICKET_INVALID',
    });
  });

  it("lets nobody touch another peer's track, of the same call or another", async () => {
    const { origin } = product;
    const stranger = await registerUser(origin, 'Stranger');
    const { grant } = await startCall(origin, stranger);
    const elsewhere = { identity: stranger, participant: await SyntheticParticipant.join(origin, stranger, grant) };
    const { signalling } = gateway;
    for (const somebody of [host, elsewhere]) {
      const ticket = { 'x-peer-ticket': await key.sign('peer+jwt', claimsOf(somebody), 60) };
      const mute = unary(signalling.setTrackMuted.bind(signalling), { trackId: microphone, muted: true }, ticket);
      expect(await reasonOf(mute)).toBe('TRACK_NOT_FOUND');
      expect(await reasonOf(unary(signalling.unpublish.bind(signalling), { trackId: microphone }, ticket))).toBe(
        'TRACK_NOT_FOUND',
      );
    }
    // A ticket that names a peer of one call and another call is nobody's.
    const mixed = { ...claimsOf(speaker), call: elsewhere.participant.callId };
    expect(await reasonOf(snapshotBy(await key.sign('peer+jwt', mixed, 60)))).toBe('TICKET_FOREIGN');
    await elsewhere.participant.leave();
    await flowing(host.participant, microphone);
  });

  it('keeps to the newest policy when an older one comes late', async () => {
    const { peerId } = speaker.participant.joined.media;
    const policy = await policyOf(speaker);
    const muted = { ...policy, version: policy.version + 2, mutedByHost: [callV1.TrackSource.MICROPHONE] };
    expect(await reasonOf(setPolicy(muted, peerId))).toBe('ACCEPTED');
    await silent(host.participant, microphone);
    for (const version of [policy.version + 2, policy.version + 1, policy.version]) {
      expect(await reasonOf(setPolicy({ ...policy, version }, peerId))).toBe('POLICY_VERSION_OUTDATED');
    }
    await silent(host.participant, microphone);
    expect(await policyOf(speaker)).toMatchObject({ version: muted.version, mutedByHost: muted.mutedByHost });
    expect(await reasonOf(setPolicy({ ...policy, version: policy.version + 3 }, peerId))).toBe('ACCEPTED');
    expect(await reasonOf(setPolicy(policy, `peer_${randomUUID()}`))).toBe('PEER_NOT_FOUND');
  });

  it('refuses a second screen in a call, even where the policies of both allow one', async () => {
    for (const somebody of [host, speaker]) {
      const policy = await policyOf(somebody);
      const { SCREEN } = callV1.TrackSource;
      const allowedSources = [...new Set([...policy.allowedSources, SCREEN])];
      const { peerId } = somebody.participant.joined.media;
      await setPolicy({ ...policy, version: policy.version + 1, allowedSources }, peerId);
    }
    const screen = await speaker.participant.publishScreen();
    await flowing(host.participant, screen);
    expect(await reasonOf(host.participant.publishScreen())).toBe('SCREEN_SHARE_TAKEN');
    await flowing(host.participant, screen);
  });

  it('answers each of its services only to the one that has business there', async () => {
    const policy = await policyOf(speaker);
    const { peerId } = speaker.participant.joined.media;
    const ticket = await key.sign('peer+jwt', claimsOf(speaker), 60);
    expect(await reasonOf(setPolicy({ ...policy, version: policy.version + 1 }, peerId, gateway))).toBe(
      'CALLER_NOT_ALLOWED',
    );
    expect(await reasonOf(snapshotBy(ticket, orchestrator))).toBe('CALLER_NOT_ALLOWED');

    const anonymous = new SfuNodeAs(product, undefined);
    const { control } = anonymous;
    const request = { peerId, policy: { ...policy, version: policy.version + 1 } };
    // 14: UNAVAILABLE; the handshake fails.
    await expect(unary(control.setPeerPolicy.bind(control), request)).rejects.toMatchObject({ code: 14 });
    anonymous.close();
    expect((await policyOf(speaker)).version).toBe(policy.version);
  });
});
