import { waitFor } from '@videocall/testing';
import { SyntheticParticipant } from '@videocall/synthetic-participant';
import {
  grantFor,
  inviteTo,
  registerUser,
  rest,
  type RestIdentity,
  startCall,
} from '@videocall/synthetic-participant/rest';
import { decodeJwt } from 'jose';
import { GrpcCalls } from './support/grpc-calls.js';
import { PlantedKey } from './support/planted-key.js';
import { startProduct, type Product } from './support/product.js';
import { reasonOf } from './support/refusals.js';

const MAX_CALLS = 3;
const RESERVED_CALLS = 1;
const MAX_USERS = 12;
/** The product's own default. */
const MAX_PARTICIPANTS = 10;
const CAMERA = { width: 320, height: 180, frameRate: 15, maxBitrate: 200_000 };

let product: Product;
let key: PlantedKey;
let grpc: GrpcCalls;
/** The call that goes on while others are refused. */
let running: {
  host: RestIdentity;
  callId: string;
  invite: string;
  sender: SyntheticParticipant;
  receiver: SyntheticParticipant;
};
let tracks: readonly string[];

/** Somebody new with an account and a grant for a call. */
async function admitted(callId: string, invite: string): Promise<{ identity: RestIdentity; grant: string }> {
  const identity = await registerUser(product.origin, 'Newcomer');
  return { identity, grant: await grantFor(product.origin, identity, callId, invite) };
}

function joinOverRest(identity: RestIdentity, grant: string): Promise<unknown> {
  const { call } = decodeJwt<{ call: string }>(grant);
  return rest(product.origin, 'POST', `/v1/calls/${call}/join`, { token: identity.accessToken, body: { grant } });
}

/** The reasons that the three edges give for not letting somebody in. */
async function reasonsToRefuse(identity: RestIdentity, grant: string): Promise<string[]> {
  return [
    await reasonOf(SyntheticParticipant.join(product.origin, identity, grant)),
    await reasonOf(joinOverRest(identity, grant)),
    await reasonOf(grpc.join(identity.accessToken, grant)),
  ];
}

const atEveryEdge = (reason: string): string[] => [reason, reason, reason];

beforeAll(async () => {
  product = await startProduct({
    'call-orchestrator': {
      MAX_CALLS: String(MAX_CALLS),
      RESERVED_CALLS: String(RESERVED_CALLS),
      MAX_USERS: String(MAX_USERS),
    },
  });
  const { origin, stack } = product;
  key = await PlantedKey.plant(product);
  grpc = new GrpcCalls(stack.addresses.grpcAddress);
  const host = await registerUser(origin, 'Host');
  const { call, grant } = await startCall(origin, host);
  const invite = await inviteTo(origin, host, call.id);
  const viewer = await admitted(call.id, invite);
  const receiver = await SyntheticParticipant.join(origin, viewer.identity, viewer.grant);
  await receiver.receive();
  const sender = await SyntheticParticipant.join(origin, host, grant);
  tracks = [await sender.publishCamera(CAMERA), await sender.publishMicrophone(440)];
  running = { host, callId: call.id, invite, sender, receiver };
}, 120_000);

afterAll(async () => {
  running?.sender.vanish();
  running?.receiver.vanish();
  grpc?.close();
  await product?.stop();
});

// Whatever is refused, nobody inside is disturbed (CALL-3).
afterEach(async () => {
  const before = await Promise.all(tracks.map((track) => running.receiver.arrived(track)));
  const hasMoved = async (): Promise<boolean> => {
    const now = await Promise.all(tracks.map((track) => running.receiver.arrived(track)));
    return now.every(({ packets }, index) => packets >= (before[index]?.packets ?? 0) + 20);
  };
  await waitFor(hasMoved, { what: 'the running call going on', timeoutMs: 5_000 });
  expect(running.receiver.notices('expelled')).toEqual([]);
  expect(running.sender.notices('expelled')).toEqual([]);
});

describe('a full server', () => {
  const insiders: SyntheticParticipant[] = [];
  let outsider: { identity: RestIdentity; grant: string };

  it('refuses exactly the eleventh participant of a call', async () => {
    const { callId, invite, host } = running;
    const newcomers = await Promise.all(Array.from({ length: MAX_PARTICIPANTS - 1 }, () => admitted(callId, invite)));
    const attempts = await Promise.all(
      newcomers.map(async (newcomer) => {
        const joining = SyntheticParticipant.join(product.origin, newcomer.identity, newcomer.grant);
        const reason = await reasonOf(joining);
        if (reason === 'ACCEPTED') insiders.push(await joining);
        else outsider = newcomer;
        return reason;
      }),
    );
    expect(attempts.filter((reason) => reason === 'CALL_FULL')).toHaveLength(1);
    expect(attempts.filter((reason) => reason === 'ACCEPTED')).toHaveLength(MAX_PARTICIPANTS - 2);

    // Ten are inside and have the host's media; the eleventh is refused again, wherever it knocks.
    await Promise.all(insiders.map((insider) => insider.receive()));
    await waitFor(
      async () => {
        const arrived = await Promise.all(insiders.map((insider) => insider.arrived(tracks[0] ?? '')));
        return arrived.every(({ framesDecoded }) => framesDecoded > 5);
      },
      { what: 'the host seen by all ten', timeoutMs: 20_000 },
    );
    expect(await reasonsToRefuse(outsider.identity, outsider.grant)).toEqual(atEveryEdge('CALL_FULL'));
    const { call } = await rest<{ call: { participants: unknown[] } }>(product.origin, 'GET', `/v1/calls/${callId}`, {
      token: host.accessToken,
    });
    expect(call.participants).toHaveLength(MAX_PARTICIPANTS);
  }, 90_000);

  it('refuses the user after the last one it carries, in a call with room', async () => {
    const { origin } = product;
    const other = await registerUser(origin, 'Other host');
    const { call, grant } = await startCall(origin, other);
    const invite = await inviteTo(origin, other, call.id);
    for (let count = MAX_PARTICIPANTS; count < MAX_USERS; count += 1) {
      const last = count === MAX_PARTICIPANTS ? { identity: other, grant } : await admitted(call.id, invite);
      expect(await reasonOf(joinOverRest(last.identity, last.grant))).toBe('ACCEPTED');
    }
    const oneMore = await admitted(call.id, invite);
    expect(await reasonsToRefuse(oneMore.identity, oneMore.grant)).toEqual(atEveryEdge('USER_LIMIT'));

    // Somebody who leaves makes room for one.
    await insiders.pop()?.leave();
    expect(await reasonOf(joinOverRest(oneMore.identity, oneMore.grant))).toBe('ACCEPTED');
    await Promise.all(insiders.splice(0).map((insider) => insider.leave()));
    await rest(origin, 'POST', `/v1/calls/${call.id}/end`, { token: other.accessToken });
  }, 60_000);

  it('keeps the last calls for administrators, and refuses them too at the limit', async () => {
    const { origin, stack } = product;
    const start = async (token: string): Promise<string[]> => [
      await reasonOf(rest(origin, 'POST', '/v1/calls', { token, body: {} })),
      await reasonOf(grpc.start(token)),
    ];
    const user = await registerUser(origin, 'User');
    // With the running call and this one, only the reserved place is left.
    const { call } = await startCall(origin, user);
    expect(await start(user.accessToken)).toEqual(['CAPACITY_RESERVED', 'CAPACITY_RESERVED']);

    const admin = await rest<{ accessToken: string }>(origin, 'POST', '/v1/auth/login', {
      body: { email: stack.account.email, password: stack.adminPassword },
    });
    const reserved = await grpc.start(admin.accessToken);
    expect(await start(admin.accessToken)).toEqual(['CALL_LIMIT', 'CALL_LIMIT']);
    expect(await start(user.accessToken)).toEqual(['CALL_LIMIT', 'CALL_LIMIT']);

    await rest(origin, 'POST', `/v1/calls/${reserved.call?.id}/end`, { token: admin.accessToken });
    expect(await start(user.accessToken)).toEqual(['CAPACITY_RESERVED', 'CAPACITY_RESERVED']);
    await rest(origin, 'POST', `/v1/calls/${call.id}/end`, { token: user.accessToken });
  });
});

describe('a grant', () => {
  const permissions = {
    role: 'SPEAKER',
    sources: ['MICROPHONE', 'CAMERA', 'SCREEN', 'SCREEN_AUDIO'],
    canSubscribe: true,
    canPublishData: true,
    hidden: false,
  };

  it('that has expired is refused, where the same one would have been good', async () => {
    const identity = await registerUser(product.origin, 'Late');
    const claims = { sub: identity.identityId, call: running.callId, permissions };
    const expired = await key.sign('grant+jwt', claims, -1);
    expect(await reasonsToRefuse(identity, expired)).toEqual(atEveryEdge('GRANT_EXPIRED'));
    const participant = await SyntheticParticipant.join(
      product.origin,
      identity,
      await key.sign('grant+jwt', claims, 60),
    );
    await participant.leave();
  });

  it('of somebody else is refused', async () => {
    const { grant } = await admitted(running.callId, running.invite);
    const thief = await registerUser(product.origin, 'Thief');
    expect(await reasonsToRefuse(thief, grant)).toEqual(atEveryEdge('GRANT_FOREIGN'));
  });

  it('with another signature, or of another type of token, is refused', async () => {
    const { identity, grant } = await admitted(running.callId, running.invite);
    const [header = '', payload = '', signature = ''] = grant.split('.');
    const forged = [header, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.');
    expect(await reasonsToRefuse(identity, forged)).toEqual(atEveryEdge('GRANT_INVALID'));
    const ticket = await key.sign('peer+jwt', { sub: identity.identityId, call: running.callId, permissions }, 60);
    expect(await reasonsToRefuse(identity, ticket)).toEqual(atEveryEdge('GRANT_INVALID'));
  });
});

describe('a call that a host closed', () => {
  it('is refused to newcomers while locked, and open again after', async () => {
    const { callId, invite, host } = running;
    const { identity, grant } = await admitted(callId, invite);
    const lock = (locked: boolean) =>
      rest(product.origin, 'PATCH', `/v1/calls/${callId}`, { token: host.accessToken, body: { locked } });
    await lock(true);
    expect(await reasonsToRefuse(identity, grant)).toEqual(atEveryEdge('CALL_LOCKED'));
    expect(await reasonOf(grantFor(product.origin, await registerUser(product.origin, 'New'), callId, invite))).toBe(
      'CALL_LOCKED',
    );
    await lock(false);
    const participant = await SyntheticParticipant.join(product.origin, identity, grant);
    await participant.leave();
  });

  it('stays closed to whom the host removed', async () => {
    const { callId, invite, host } = running;
    const { identity, grant } = await admitted(callId, invite);
    const removed = await SyntheticParticipant.join(product.origin, identity, grant);
    await rest(product.origin, 'DELETE', `/v1/calls/${callId}/participants/${removed.id}`, { token: host.accessToken });
    await waitFor(() => removed.notices('expelled').length > 0, {
      what: 'the removed one being told',
      timeoutMs: 5_000,
    });
    expect(removed.notices('expelled')).toMatchObject([{ reason: 'REMOVED' }]);
    removed.vanish();
    expect(await reasonsToRefuse(identity, grant)).toEqual(atEveryEdge('PARTICIPANT_REMOVED'));
    expect(await reasonOf(grantFor(product.origin, identity, callId, invite))).toBe('PARTICIPANT_REMOVED');
  });

  it('is refused once it has ended', async () => {
    const { origin } = product;
    const host = await registerUser(origin, 'Host of a short call');
    const { call } = await startCall(origin, host);
    const { identity, grant } = await admitted(call.id, await inviteTo(origin, host, call.id));
    await rest(origin, 'POST', `/v1/calls/${call.id}/end`, { token: host.accessToken });
    expect(await reasonsToRefuse(identity, grant)).toEqual(atEveryEdge('CALL_ENDED'));
  });
});
