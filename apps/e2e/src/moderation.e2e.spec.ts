import { randomUUID } from 'node:crypto';
import { waitFor } from '@videocall/testing';
import type { Call } from '@videocall/signalling';
import { SyntheticParticipant } from '@videocall/synthetic-participant';
import {
  grantFor,
  inviteTo,
  registerUser,
  rest,
  type RestIdentity,
  startCall,
} from '@videocall/synthetic-participant/rest';
import { flowing, silent } from './support/flow.js';
import { startProduct, type Product } from './support/product.js';
import { reasonOf } from './support/refusals.js';

const CAMERA = { width: 320, height: 180, frameRate: 15, maxBitrate: 200_000 };

let product: Product;
let host: { identity: RestIdentity; participant: SyntheticParticipant };
let callId: string;
let invite: string;

/** Somebody new inside the call, who receives everything. */
async function enter(name: string): Promise<{ identity: RestIdentity; participant: SyntheticParticipant }> {
  const { origin } = product;
  const identity = await registerUser(origin, name);
  const participant = await SyntheticParticipant.join(
    origin,
    identity,
    await grantFor(origin, identity, callId, invite),
  );
  await participant.receive();
  return { identity, participant };
}

/** What the host does, by its own connection. */
const asHost = {
  mute: (participantId: string, muted: boolean) =>
    host.participant.signalling.send('muteParticipant', {
      requestId: randomUUID(),
      participantId,
      source: 'MICROPHONE',
      muted,
    }),
  remove: (participantId: string) =>
    host.participant.signalling.send('removeParticipant', { requestId: randomUUID(), participantId }),
  setRole: (participantId: string, role: 'SPEAKER' | 'LISTENER') =>
    host.participant.signalling.send('setParticipantRole', { requestId: randomUUID(), participantId, role }),
};

const acquire = ({ signalling }: SyntheticParticipant) =>
  signalling.send('acquireScreenShare', { requestId: randomUUID() });
const release = ({ signalling }: SyntheticParticipant) =>
  signalling.send('releaseScreenShare', { requestId: randomUUID() });

async function currentCall(): Promise<Call> {
  const { call } = await rest<{ call: Call }>(product.origin, 'GET', `/v1/calls/${callId}`, {
    token: host.identity.accessToken,
  });
  return call;
}

beforeAll(async () => {
  product = await startProduct();
  const { origin } = product;
  const identity = await registerUser(origin, 'Host');
  const { call, grant } = await startCall(origin, identity);
  callId = call.id;
  invite = await inviteTo(origin, identity, callId);
  host = { identity, participant: await SyntheticParticipant.join(origin, identity, grant) };
  await host.participant.receive();
}, 120_000);

afterAll(async () => {
  host?.participant.vanish();
  await product?.stop();
});

it('lets a host mute somebody, whom nobody hears until they unmute with leave', async () => {
  const speaker = (await enter('Speaker')).participant;
  const listener = (await enter('Listener')).participant;
  const microphone = await speaker.publishMicrophone(440);
  const camera = await speaker.publishCamera(CAMERA);
  await flowing(listener, microphone);

  await asHost.mute(speaker.id, true);
  await silent(listener, microphone);
  await silent(host.participant, microphone);
  await flowing(listener, camera);
  expect(listener.notices('participantMuted')).toMatchObject([
    { participantId: speaker.id, byParticipantId: host.participant.id, source: 'MICROPHONE', muted: true },
  ]);
  expect(listener.notices('trackUpdated').at(-1)?.track).toMatchObject({
    id: microphone,
    muted: true,
    mutedByHost: true,
  });

  const unmute = () => speaker.signalling.send('setTrackMuted', { trackId: microphone, muted: false });
  expect(await reasonOf(unmute())).toBe('MUTED_BY_HOST');
  await silent(listener, microphone);

  // Leave to speak is not speech: only the participant unmutes.
  await asHost.mute(speaker.id, false);
  const allowed = () => speaker.notices('trackUpdated').at(-1)?.track.mutedByHost === false;
  await waitFor(allowed, { what: 'the speaker having leave', timeoutMs: 5_000 });
  await silent(listener, microphone);
  await unmute();
  await flowing(listener, microphone);

  await asHost.mute(speaker.id, true);
  await host.participant.signalling.send('askToUnmute', {
    requestId: randomUUID(),
    participantId: speaker.id,
    source: 'MICROPHONE',
  });
  await waitFor(() => speaker.notices('unmuteAsked').length > 0, { what: 'the speaker being asked', timeoutMs: 5_000 });
  expect(listener.notices('unmuteAsked')).toEqual([]);
  expect(await reasonOf(unmute())).toBe('ACCEPTED');
  await flowing(listener, microphone);
  await Promise.all([speaker.leave(), listener.leave()]);
}, 60_000);

it('refuses what only hosts may do to everybody else', async () => {
  const { participant } = await enter('Speaker');
  const { signalling } = participant;
  const target = { requestId: randomUUID(), participantId: host.participant.id };
  const refused = await Promise.all([
    reasonOf(signalling.send('muteParticipant', { ...target, source: 'MICROPHONE', muted: true })),
    reasonOf(signalling.send('askToUnmute', { ...target, requestId: randomUUID(), source: 'MICROPHONE' })),
    reasonOf(signalling.send('removeParticipant', { ...target, requestId: randomUUID() })),
    reasonOf(signalling.send('setParticipantRole', { ...target, requestId: randomUUID(), role: 'LISTENER' })),
    reasonOf(signalling.send('setCallLocked', { requestId: randomUUID(), locked: true })),
    reasonOf(signalling.send('endCall', { requestId: randomUUID() })),
  ]);
  expect(refused).toEqual(Array.from({ length: 6 }, () => 'HOST_ONLY'));
  await participant.leave();
});

it('takes the media of whoever becomes a listener, and lets a speaker publish again', async () => {
  const { participant: speaker } = await enter('Speaker');
  const first = await speaker.publishMicrophone(440);
  await flowing(host.participant, first);

  await asHost.setRole(speaker.id, 'LISTENER');
  await silent(host.participant, first);
  await waitFor(() => host.participant.notices('trackUnpublished').some(({ trackId }) => trackId === first), {
    what: 'the track being gone',
    timeoutMs: 5_000,
  });
  expect(await reasonOf(speaker.publishCamera(CAMERA))).toBe('SOURCE_NOT_ALLOWED');

  await asHost.setRole(speaker.id, 'SPEAKER');
  await flowing(host.participant, await speaker.publishCamera(CAMERA));
  await speaker.leave();
}, 60_000);

it('gives the screen to one at a time, until it is given back, left or lost', async () => {
  const [first, second, third] = await Promise.all([enter('First'), enter('Second'), enter('Third')]).then((all) =>
    all.map(({ participant }) => participant),
  );
  if (!first || !second || !third) throw new Error('three are needed');
  expect(await reasonOf(second.publishScreen())).toBe('SOURCE_NOT_ALLOWED');

  await acquire(first);
  const screen = await first.publishScreen();
  await flowing(second, screen);
  expect(await reasonOf(acquire(second))).toBe('SCREEN_SHARE_TAKEN');
  expect((await currentCall()).screenSharerId).toBe(first.id);

  // Given back: the picture goes with the lock.
  await release(first);
  await silent(second, screen);
  await acquire(second);
  await flowing(third, await second.publishScreen());

  // Left.
  await second.leave();
  await acquire(third);
  await flowing(first, await third.publishScreen());

  // Lost: nobody said goodbye.
  expect(await reasonOf(acquire(first))).toBe('SCREEN_SHARE_TAKEN');
  third.vanish();
  const vanishedAt = performance.now();
  await waitFor(async () => (await reasonOf(acquire(first))) === 'ACCEPTED', {
    what: 'the screen being free',
    timeoutMs: 20_000,
    intervalMs: 250,
  });
  expect(performance.now() - vanishedAt).toBeLessThan(15_000);
  await flowing(host.participant, await first.publishScreen());
  await first.leave();
}, 90_000);

it('takes somebody out for good, and nobody else', async () => {
  const { participant: removed, identity } = await enter('Removed');
  const { participant: other } = await enter('Other');
  const microphone = await removed.publishMicrophone(440);
  const otherMicrophone = await other.publishMicrophone(660);
  await flowing(host.participant, microphone);

  await asHost.remove(removed.id);
  await silent(host.participant, microphone);
  await waitFor(() => removed.notices('expelled').length > 0, { what: 'the removed one being told', timeoutMs: 5_000 });
  expect(removed.notices('expelled')).toMatchObject([{ reason: 'REMOVED' }]);
  expect(
    await reasonOf(removed.signalling.send('sendChatMessage', { requestId: randomUUID(), text: 'still here' })),
  ).toBe('NOT_JOINED');
  expect(await reasonOf(grantFor(product.origin, identity, callId, invite))).toBe('PARTICIPANT_REMOVED');
  await flowing(host.participant, otherMicrophone);
  const inside = (await currentCall()).participants.filter(({ state }) => state === 'JOINED').map(({ id }) => id);
  expect(inside.sort()).toEqual([host.participant.id, other.id].sort());
  removed.vanish();
  await other.leave();
}, 60_000);

it('knows a removed guest again in the same browser', async () => {
  const enterAsGuest = async (browser: string) => {
    const response = await fetch(new URL('/v1/auth/guests', product.origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(browser === '' ? {} : { cookie: browser }) },
      body: JSON.stringify({ displayName: 'Guest', inviteCode: invite }),
      signal: AbortSignal.timeout(15_000),
    });
    const identity = (await response.json()) as RestIdentity;
    return { identity, browser: response.headers.get('set-cookie')?.split(';')[0] ?? browser };
  };
  const { identity, browser } = await enterAsGuest('');
  const guest = await SyntheticParticipant.join(
    product.origin,
    identity,
    await grantFor(product.origin, identity, callId, invite),
  );
  await asHost.remove(guest.id);
  const { identity: again } = await enterAsGuest(browser);
  expect(await reasonOf(grantFor(product.origin, again, callId, invite))).toBe('PARTICIPANT_REMOVED');
  const { identity: other } = await enterAsGuest('');
  expect(await grantFor(product.origin, other, callId, invite)).toBeDefined();
  guest.vanish();
}, 60_000);

it('keeps newcomers out of a locked call, and lets back in who was inside', async () => {
  const { participant: inside, identity } = await enter('Inside');
  await inside.leave();
  await host.participant.signalling.send('setCallLocked', { requestId: randomUUID(), locked: true });
  expect(await reasonOf(enter('Newcomer'))).toBe('CALL_LOCKED');
  const { origin } = product;
  const back = await SyntheticParticipant.join(origin, identity, await grantFor(origin, identity, callId));
  expect(back.joined.call.locked).toBe(true);
  await host.participant.signalling.send('setCallLocked', { requestId: randomUUID(), locked: false });
  await (await enter('Newcomer')).participant.leave();
  await back.leave();
});

it('ends for everybody when a host ends it', async () => {
  const { participant } = await enter('Participant');
  const microphone = await host.participant.publishMicrophone(440);
  await flowing(participant, microphone);
  await host.participant.signalling.send('endCall', { requestId: randomUUID() });
  await waitFor(() => [participant, host.participant].every((one) => one.notices('callEnded').length > 0), {
    what: 'both being told',
    timeoutMs: 5_000,
  });
  expect(participant.notices('callEnded')).toMatchObject([{ reason: 'ENDED_BY_HOST' }]);
  await silent(participant, microphone);
  await waitFor(async () => (await currentCall()).state === 'ENDED', {
    what: 'the call having ended',
    timeoutMs: 5_000,
  });
  expect(await currentCall()).toMatchObject({ endReason: 'ENDED_BY_HOST', screenSharerId: null });
  participant.vanish();
}, 60_000);
