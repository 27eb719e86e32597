import { jest } from '@jest/globals';
import { FakeMediaStreamTrack } from 'fake-mediastreamtrack';
import { Device, FakeHandler, testFakeParameters } from 'mediasoup-client';
import { CallClient } from '../call-client.js';
import { CallError } from '../call-error.js';
import type { JoinOptions } from '../join-options.js';
import type { ActiveCallState, Notice } from '../state/active-call-state.js';
import type { ReadableStore } from '../store.js';
import type { ActiveCall } from './active-call.js';
import {
  call,
  joined,
  LoopbackGateway,
  media,
  participant,
  subscription,
  track,
} from './loopback-gateway.spec.support.js';

jest.setTimeout(20_000);

const gateway = new LoopbackGateway();
const handlers: FakeHandler[] = [];
let active: ActiveCall | undefined;
const forced: boolean[] = [];

/** A mediasoup device on a handler without a browser, whose transports connect at the test's word. */
async function createDevice(): Promise<Device> {
  const factory = FakeHandler.createFactory(testFakeParameters);
  return new Device({
    handlerFactory: {
      ...factory,
      factory: (options) => {
        const handler = factory.factory(options) as FakeHandler;
        handlers.push(handler);
        return handler;
      },
    },
  });
}

function connectMedia(): void {
  for (const handler of handlers) handler.setConnectionState('connected');
}

async function join(options: Partial<JoinOptions> = {}): Promise<ActiveCall> {
  const client = new CallClient(
    {
      url: gateway.url,
      getAccessToken: async ({ forceRefresh }) => {
        forced.push(forceRefresh);
        return forceRefresh ? 'fresh' : 'token';
      },
    },
    createDevice,
  );
  active = await client.join({ grant: 'grant-1', ...options });
  return active;
}

async function until<T>(store: ReadableStore<T>, holds: (state: T) => boolean): Promise<T> {
  for (;;) {
    const state = store.getState();
    if (holds(state)) return state;
    await new Promise<void>((resolve) => {
      const unsubscribe = store.subscribe(() => {
        unsubscribe();
        resolve();
      });
    });
  }
}

const phaseIs = (phase: ActiveCallState['connection']['phase']) => (state: ActiveCallState) =>
  state.connection.phase === phase;
const microphone = () => ({ track: new FakeMediaStreamTrack({ kind: 'audio' }) as unknown as MediaStreamTrack });
const ownMicrophone = track('trk_mic', 'part_me', { source: 'MICROPHONE', kind: 'audio', simulcast: false });
const published = () => media(2, { tracks: [ownMicrophone] });

beforeEach(async () => {
  gateway.received.length = 0;
  gateway.tokens.length = 0;
  gateway.admit = () => undefined;
  handlers.length = 0;
  forced.length = 0;
  gateway.handlers = {
    join: () => joined(),
    resume: () => joined({ resumeToken: 'resume-2' }),
    connectMedia: ({ publish }) => ({
      published: publish.map(({ clientTrackId }) => ({
        clientTrackId,
        track: ownMicrophone,
        command: null,
        revision: 2,
      })),
      refused: [],
      revision: 2,
    }),
  };
  await gateway.start();
});

afterEach(async () => {
  await active?.leave();
  active = undefined;
  await gateway.kill();
});

describe('joining', () => {
  it('takes two turns: join, then what is received and what is published, each in one request', async () => {
    gateway.handlers.join = () =>
      joined({
        call: call(1, [participant('part_me'), participant('part_her')]),
        media: media(1, {
          tracks: [track('trk_1', 'part_her'), track('trk_2', 'part_her', { source: 'SCREEN' })],
          subscriptions: [subscription('sub_1', 'trk_1'), subscription('sub_2', 'trk_2')],
        }),
      });
    const active = await join({ microphone: microphone() });
    const received = await gateway.request('connectMedia', 1);
    expect(received.transports.map(({ direction }) => direction)).toEqual(['RECEIVE']);
    expect([...received.readySubscriptionIds].sort()).toEqual(['sub_1', 'sub_2']);
    const sent = await gateway.request('connectMedia', 2);
    expect(sent.transports.map(({ direction }) => direction)).toEqual(['SEND']);
    expect(sent.publish.map(({ source, muted }) => ({ source, muted }))).toEqual([
      { source: 'MICROPHONE', muted: false },
    ]);
    const state = await until(active, ({ others }) => others[0]?.tracks.every(({ mediaTrack }) => mediaTrack) ?? false);
    expect(state.others.map(({ id }) => id)).toEqual(['part_her']);
    expect(gateway.received.map(({ name }) => name)).toEqual(['join', 'connectMedia', 'connectMedia']);
  });

  it('is connected when its transports are', async () => {
    const active = await join({ microphone: microphone() });
    await gateway.request('connectMedia');
    expect(active.getState().connection.phase).toBe('CONNECTING');
    connectMedia();
    await until(active, phaseIs('CONNECTED'));
  });

  it('does not wait for media where there is none', async () => {
    const active = await join();
    await until(active, phaseIs('CONNECTED'));
  });

  it('is refused with the reason of the server', async () => {
    gateway.handlers.join = () => {
      throw new CallError('CALL_FULL', 'This call is full.');
    };
    await expect(join()).rejects.toMatchObject({ reason: 'CALL_FULL' });
  });

  it('fetches a fresh token when the connection is refused for an expired one', async () => {
    gateway.admit = (token) =>
      token === 'fresh' ? undefined : new CallError('TOKEN_EXPIRED', 'The sign-in has expired.');
    await join();
    expect(gateway.tokens).toEqual(['token', 'fresh']);
  });
});

describe('a lost connection', () => {
  it('resumes the same participant and its media, without a second join', async () => {
    const active = await join({ microphone: microphone() });
    await gateway.request('connectMedia');
    connectMedia();
    await until(active, phaseIs('CONNECTED'));
    gateway.handlers.resume = () => joined({ media: published() });
    gateway.breakConnections();
    await until(active, phaseIs('RECONNECTING'));
    expect(await gateway.request('resume')).toEqual({ resumeToken: 'resume-1' });
    await until(active, phaseIs('CONNECTED'));
    expect(gateway.count('join')).toBe(1);
    expect(gateway.count('connectMedia')).toBe(1);
    expect(active.getState().local.MICROPHONE?.trackId).toBe('trk_mic');
  });

  it('is tried again until a killed server is back', async () => {
    const active = await join();
    await until(active, phaseIs('CONNECTED'));
    await gateway.kill();
    const state = await until(
      active,
      ({ connection }) => connection.phase === 'RECONNECTING' && connection.attempt >= 2,
    );
    expect(state.connection).toMatchObject({ cause: 'SIGNALLING' });
    await gateway.start();
    await until(active, phaseIs('CONNECTED'));
  });

  it('repeats an unanswered request with the same id once it is back', async () => {
    const active = await join();
    await until(active, phaseIs('CONNECTED'));
    gateway.handlers.setHandRaised = (_request, times) => (times === 1 ? 'SILENCE' : {});
    const raised = active.setHandRaised(true);
    await gateway.request('setHandRaised');
    gateway.breakConnections();
    await raised;
    expect(await gateway.request('setHandRaised', 2)).toEqual(await gateway.request('setHandRaised', 1));
  });

  it('enters again with its resume token, then with a fresh grant, when the server cannot resume', async () => {
    const active = await join({ getGrant: async () => 'grant-2' });
    await until(active, phaseIs('CONNECTED'));
    gateway.handlers.resume = () => {
      throw new CallError('RESUME_TOKEN_INVALID', 'The connection cannot be resumed. Join again.');
    };
    gateway.handlers.join = ({ resumeToken }) => {
      if (resumeToken) throw new CallError('PARTICIPANT_LEFT', 'You are no longer in this call.');
      return joined({
        participantId: 'part_new',
        call: call(9, [participant('part_new')]),
        media: media(4, { peerId: 'peer_2' }),
      });
    };
    gateway.breakConnections();
    const state = await until(
      active,
      ({ connection, self }) => connection.phase === 'CONNECTED' && self.id === 'part_new',
    );
    expect(await gateway.request('join', 2)).toMatchObject({ resumeToken: 'resume-1', grant: '' });
    expect(await gateway.request('join', 3)).toMatchObject({ grant: 'grant-2' });
    expect(state.call.revision).toBe(9);
  });

  it.each([
    ['PARTICIPANT_REMOVED', 'REMOVED', false],
    ['CALL_ENDED', 'CALL_ENDED', false],
  ] as const)('ends the call when the server says %s', async (reason, ended, canRejoin) => {
    const active = await join();
    await until(active, phaseIs('CONNECTED'));
    gateway.handlers.resume = () => {
      throw new CallError(reason, reason);
    };
    gateway.breakConnections();
    const { connection } = await until(active, phaseIs('ENDED'));
    expect(connection).toMatchObject({ reason: ended, canRejoin });
    await expect(active.setHandRaised(true)).rejects.toMatchObject({ reason: 'CALL_CLOSED' });
  });
});

describe('an expelled participant', () => {
  it('enters again as itself with a new peer when the media server was lost, publishing what it published', async () => {
    const active = await join({ microphone: microphone() });
    await gateway.request('connectMedia');
    gateway.notify({ plane: 'media', revision: 2, body: { type: 'trackPublished', track: ownMicrophone } });
    await until(active, ({ self }) => self.tracks.length === 1);
    gateway.handlers.join = () => joined({ media: media(1, { peerId: 'peer_2' }), resumeToken: 'resume-2' });
    gateway.notify({ plane: 'passing', body: { type: 'expelled', reason: 'MEDIA_LOST' } });
    expect(await gateway.request('join', 2)).toMatchObject({ resumeToken: 'resume-1' });
    const { publish, transports } = await gateway.request('connectMedia', 2);
    expect(publish).toHaveLength(1);
    expect(transports).toHaveLength(1);
    connectMedia();
    await until(active, phaseIs('CONNECTED'));
  });

  it('is out when a host removed it', async () => {
    const active = await join();
    gateway.notify({ plane: 'passing', body: { type: 'expelled', reason: 'REMOVED' } });
    const { connection } = await until(active, phaseIs('ENDED'));
    expect(connection).toMatchObject({ reason: 'REMOVED', canRejoin: false });
  });
});

describe('notifications', () => {
  it('are filled up by a snapshot after a gap', async () => {
    const active = await join();
    gateway.handlers.snapshot = () => ({
      call: call(3, [participant('part_me'), participant('part_her')], { locked: true }),
      media: media(1),
      chat: [],
    });
    gateway.notify({ plane: 'call', revision: 4, body: { type: 'screenShareChanged', participantId: 'part_her' } });
    const state = await until(active, ({ screenSharerId }) => screenSharerId === 'part_her');
    expect(state.call).toMatchObject({ revision: 4, locked: true });
    expect(gateway.count('snapshot')).toBe(1);
  });

  it('count also when they come before the answer to the join', async () => {
    gateway.handlers.join = () => {
      gateway.notify({ plane: 'call', revision: 2, body: { type: 'callLocked', locked: true } });
      return joined();
    };
    const active = await join();
    await until(active, ({ call }) => call.locked);
    expect(gateway.count('snapshot')).toBe(0);
  });

  it('open and close what is received', async () => {
    const active = await join();
    gateway.notify(
      { plane: 'call', revision: 2, body: { type: 'participantJoined', participant: participant('part_her') } },
      { plane: 'media', revision: 2, body: { type: 'trackPublished', track: track('trk_1', 'part_her') } },
      {
        plane: 'media',
        revision: 3,
        body: { type: 'subscriptionOpened', subscription: subscription('sub_1', 'trk_1') },
      },
    );
    expect(await gateway.request('connectMedia')).toMatchObject({ readySubscriptionIds: ['sub_1'] });
    const shown = await until(active, ({ others }) => others[0]?.tracks[0]?.mediaTrack !== undefined);
    const mediaTrack = shown.others[0]?.tracks[0]?.mediaTrack;
    gateway.notify({ plane: 'media', revision: 4, body: { type: 'subscriptionClosed', subscriptionId: 'sub_1' } });
    await until(active, ({ others }) => others[0]?.tracks[0]?.mediaTrack === undefined);
    expect(mediaTrack?.readyState).toBe('ended');
  });

  it('keep what did not change the same object', async () => {
    const active = await join();
    const before = await until(active, phaseIs('CONNECTED'));
    gateway.notify({ plane: 'call', revision: 2, body: { type: 'callLocked', locked: true } });
    const after = await until(active, ({ call }) => call.locked);
    expect(after.self).toBe(before.self);
    expect(after.others).toBe(before.others);
  });

  it('tell once what a person is to know', async () => {
    const active = await join();
    const notices: Notice[] = [];
    const told = new Promise<void>((resolve) =>
      active.onNotice((notice) => {
        notices.push(notice);
        if (notice.type === 'UNMUTE_ASKED') resolve();
      }),
    );
    const muted = {
      type: 'participantMuted',
      participantId: 'part_me',
      byParticipantId: 'part_h',
      source: 'MICROPHONE',
      muted: true,
    } as const;
    gateway.notify(
      { plane: 'call', revision: 2, body: muted },
      { plane: 'call', revision: 2, body: muted },
      { plane: 'call', revision: 3, body: { type: 'unmuteAsked', byParticipantId: 'part_h', source: 'MICROPHONE' } },
    );
    await told;
    expect(notices.map(({ type }) => type)).toEqual(['MUTED_BY_HOST', 'UNMUTE_ASKED']);
  });
});

describe('commands', () => {
  it('mute at once, and tell the server the last of several changes', async () => {
    const active = await join({ microphone: microphone() });
    await until(active, ({ local }) => local.MICROPHONE?.publishing === 'PUBLISHED');
    const mediaTrack = active.getState().local.MICROPHONE?.mediaTrack;
    const done = Promise.all([
      active.setMuted('MICROPHONE', true),
      active.setMuted('MICROPHONE', false),
      active.setMuted('MICROPHONE', true),
    ]);
    expect(mediaTrack?.enabled).toBe(false);
    await done;
    expect(await gateway.request('setTrackMuted', gateway.count('setTrackMuted'))).toEqual({
      trackId: 'trk_mic',
      muted: true,
    });
    expect(active.getState().local.MICROPHONE?.muted).toBe(true);
  });

  it('are repeated after a fresh token when the old one expired', async () => {
    const active = await join();
    gateway.handlers.setCallLocked = (_request, times) => {
      if (times === 1) throw new CallError('TOKEN_EXPIRED', 'The sign-in has expired.');
      return {};
    };
    await active.setLocked(true);
    expect(await gateway.request('authenticate')).toEqual({ accessToken: 'fresh' });
    expect(gateway.count('setCallLocked')).toBe(2);
  });

  it('are repeated while a part of the server restarts', async () => {
    const active = await join();
    gateway.handlers.setCallLocked = (_request, times) => {
      if (times < 3) throw new CallError('SERVICE_UNAVAILABLE', 'A part of the server is restarting.');
      return {};
    };
    await active.setLocked(true);
    expect(gateway.count('setCallLocked')).toBe(3);
  });

  it('fail with the reason of the server', async () => {
    const active = await join();
    gateway.handlers.removeParticipant = () => {
      throw new CallError('HOST_ONLY', 'Only a host may do that.');
    };
    await expect(active.removeParticipant('part_her')).rejects.toMatchObject({ reason: 'HOST_ONLY' });
  });
});

describe('chat', () => {
  const message = (id: string, text: string) => ({
    id,
    participantId: 'part_me',
    displayName: 'part_me',
    text,
    sentAt: '2026-11-22T10:00:00.000Z',
  });

  it('shows a message at once, and once, whichever of answer and notification comes first', async () => {
    const active = await join();
    gateway.handlers.sendChatMessage = ({ text }) => {
      gateway.notify({ plane: 'call', revision: 2, body: { type: 'chatMessage', message: message('msg_1', text) } });
      return { message: message('msg_1', text) };
    };
    const lists: number[] = [];
    active.subscribe(() => lists.push(active.getState().chat.length));
    await active.sendChat(' Hello ');
    const state = await until(active, ({ chat }) => chat[0]?.delivery === 'SENT');
    expect(state.chat).toMatchObject([{ id: 'msg_1', text: 'Hello' }]);
    expect(Math.max(...lists)).toBe(1);
  });

  it('keeps a failed message, and sends it again under the same id', async () => {
    const active = await join();
    gateway.handlers.sendChatMessage = ({ text }, times) => {
      if (times === 1) throw new CallError('DATA_NOT_ALLOWED', 'You may not write in this call.');
      return { message: message('msg_1', text) };
    };
    await active.sendChat('Hello');
    const [failed] = (await until(active, ({ chat }) => chat[0]?.delivery === 'FAILED')).chat;
    expect(failed?.failedReason).toBe('DATA_NOT_ALLOWED');
    await active.retryChatMessage(failed?.id ?? '');
    await until(active, ({ chat }) => chat[0]?.delivery === 'SENT');
    expect((await gateway.request('sendChatMessage', 2)).requestId).toBe(
      (await gateway.request('sendChatMessage', 1)).requestId,
    );
  });
});

describe('media that fails', () => {
  it('restarts ICE, and is reconnected when it works again', async () => {
    const active = await join({ microphone: microphone() });
    await gateway.request('connectMedia');
    connectMedia();
    await until(active, phaseIs('CONNECTED'));
    gateway.handlers.restartIce = ({ directions }) => ({
      restarted: directions.map((direction) => ({
        direction,
        iceParameters: { usernameFragment: 'u', password: 'p' },
      })),
    });
    for (const handler of handlers) handler.setConnectionState('failed');
    const { connection } = await until(active, phaseIs('RECONNECTING'));
    expect(connection).toMatchObject({ cause: 'MEDIA' });
    expect(await gateway.request('restartIce')).toEqual({ directions: ['SEND'] });
    connectMedia();
    await until(active, phaseIs('CONNECTED'));
  });
});

describe('a call that moves to another media server', () => {
  const people = call(1, [participant('part_me'), participant('part_her')]);
  const her = (id: string) => track(id, 'part_her', { muted: true });
  const moved = (tracks: readonly ReturnType<typeof her>[] = []) =>
    joined({ call: people, media: media(1, { peerId: 'peer_2', tracks: [...tracks] }), resumeToken: 'resume-2' });
  const moveAsked = { plane: 'passing', body: { type: 'moveAsked' } } as const;
  const shown = (active: ActiveCall) => active.getState().others[0]?.tracks.map(({ id }) => id);

  async function inside(): Promise<{ readonly active: ActiveCall; readonly phases: Set<string> }> {
    gateway.handlers.join = () => joined({ call: people, media: media(7, { tracks: [her('trk_old')] }) });
    const active = await join({ microphone: microphone() });
    await gateway.request('connectMedia');
    connectMedia();
    await until(active, phaseIs('CONNECTED'));
    const phases = new Set<string>();
    active.subscribe(() => phases.add(active.getState().connection.phase));
    return { active, phases };
  }

  it('shows what it had until it comes from there, then closes the old way, and never says that it reconnects', async () => {
    const { active, phases } = await inside();
    gateway.handlers.join = () => moved();
    gateway.notify(moveAsked);
    expect(await gateway.request('join', 2)).toMatchObject({ moving: true, resumeToken: 'resume-1', grant: '' });
    await gateway.request('connectMedia', 2);
    expect(shown(active)).toEqual(['trk_old']);
    connectMedia();
    gateway.notify({ plane: 'media', revision: 2, body: { type: 'trackPublished', track: her('trk_new') } });
    await gateway.request('closeFormerPeer');
    await until(active, () => shown(active)?.join() === 'trk_new');
    expect([...phases]).toEqual(['CONNECTED']);
    expect(gateway.count('resume')).toBe(0);
  });

  it('stays where it is when it is refused there, until it is asked again', async () => {
    const { active, phases } = await inside();
    gateway.handlers.join = (_request, times) => {
      if (times === 2) throw new CallError('NO_MEDIA_NODE', 'No media server is ready.');
      return moved([her('trk_new')]);
    };
    gateway.notify(moveAsked);
    await gateway.request('join', 2);
    // Answers come in order, so the refusal was heard.
    await active.setHandRaised(true);
    expect(shown(active)).toEqual(['trk_old']);
    gateway.notify(moveAsked);
    await gateway.request('join', 3);
    await gateway.request('connectMedia', 2);
    connectMedia();
    await gateway.request('closeFormerPeer');
    expect(shown(active)).toEqual(['trk_new']);
    expect([...phases]).toEqual(['CONNECTED']);
  });
});

describe('a track that the server took back', () => {
  it('is no longer captured, and the reason is told', async () => {
    const active = await join({ microphone: microphone() });
    const { local } = await until(active, (state) => state.local.MICROPHONE?.publishing === 'PUBLISHED');
    const notices: Notice[] = [];
    active.onNotice((notice) => notices.push(notice));
    gateway.notify(
      { plane: 'media', revision: 2, body: { type: 'trackPublished', track: ownMicrophone } },
      {
        plane: 'media',
        revision: 3,
        body: { type: 'trackUnpublished', trackId: 'trk_mic', participantId: 'part_me', source: 'MICROPHONE' },
      },
    );
    await until(active, (state) => state.local.MICROPHONE === undefined);
    expect(local.MICROPHONE?.mediaTrack?.readyState).toBe('ended');
    expect(notices).toEqual([{ type: 'PUBLISHING_REFUSED', source: 'MICROPHONE', reason: 'SOURCE_NOT_ALLOWED' }]);
  });
});

describe('leaving', () => {
  it('tells the server and ends', async () => {
    const active = await join();
    await active.leave();
    expect(gateway.count('leave')).toBe(1);
    const { connection } = await until(active, phaseIs('ENDED'));
    expect(connection).toMatchObject({ reason: 'LEFT', canRejoin: true });
  });
});
