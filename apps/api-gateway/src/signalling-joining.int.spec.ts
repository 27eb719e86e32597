import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { waitFor } from '@videocall/testing';
import { TestClient } from './testing/client.spec.fixture.js';
import { chatMessage, admission, call } from './testing/scripted-replies.spec.fixture.js';
import {
  clients,
  connect,
  gateway,
  joined,
  joinRequest,
  locked,
  metric,
  publish,
  startsGateway,
  surroundings,
} from './testing/signalled-gateway.spec.fixture.js';

startsGateway();

describe('connecting', () => {
  it.each([
    ['without a token', {}, 'TOKEN_MISSING'],
    ['with something that is no token', { accessToken: 'x' }, 'TOKEN_INVALID'],
    ['with a list for a token', { accessToken: ['x'] }, 'TOKEN_MISSING'],
  ])('is refused %s, with the reason', async (_, auth, reason) => {
    await expect(TestClient.connect(gateway.url, auth)).rejects.toMatchObject({ reason });
  });

  it('is refused with an expired token', async () => {
    const accessToken = await surroundings.accessToken('user_1', { expiresInSeconds: -60 });
    await expect(TestClient.connect(gateway.url, { accessToken })).rejects.toMatchObject({ reason: 'TOKEN_EXPIRED' });
  });

  it('is for the pages of this server only', async () => {
    const auth = { accessToken: await surroundings.accessToken() };
    await expect(TestClient.connect(gateway.url, auth, { origin: 'https://evil.example' })).rejects.toBeInstanceOf(
      Error,
    );
    clients.push(await TestClient.connect(gateway.url, auth, { origin: 'https://videocall.example' }));
  });
});

describe('joining', () => {
  it('gives everything in one reply and then attaches the peer at its sfu-node', async () => {
    const client = await connect();
    const reply = await client.send('join', await joinRequest({ displayName: 'Ada L.' }));
    expect(reply).toMatchObject({
      participantId: 'part_1',
      resumeToken: 'resume-1',
      call: { id: surroundings.callId, revision: 5, participants: [{ id: 'part_1', role: 'HOST' }] },
      media: {
        revision: 3,
        peerId: 'peer_1',
        transports: [{ direction: 'SEND', iceCandidates: [{ foundation: 'f' }] }],
        tracks: [{ id: 'trk_1', kind: 'video' }],
      },
      chat: [{ text: 'hello' }],
    });
    expect(surroundings.orchestrator.callsOf('joinCall').at(-1)?.request).toMatchObject({
      requestId: 'r1',
      rtpCapabilitiesJson: '{"codecs":[]}',
      displayName: 'Ada L.',
      sendProfile: callV1.QualityProfile.AUTO,
    });
    await waitFor(() => surroundings.attachRequests.at(-1)?.action?.$case === 'attach');
    expect(surroundings.attachRequests.at(-1)?.action?.value).toEqual({ ticket: 'ticket-1' });
  });

  it('gives the newest of a long chat', async () => {
    const messages = Array.from({ length: 250 }, (_, i) => ({ ...chatMessage(), id: `msg_${i}` }));
    surroundings.orchestrator.on('listChatMessages', ({ afterMessageId, pageSize }) => {
      const from = messages.findIndex(({ id }) => id === afterMessageId) + 1;
      return { messages: messages.slice(from, from + Number(pageSize)) };
    });
    const client = await connect();
    const { chat } = await client.send('join', await joinRequest());
    expect(chat.map(({ id }) => id)).toEqual(messages.slice(50).map(({ id }) => id));
  });

  it('is refused with a forged grant before the orchestrator is asked', async () => {
    const client = await connect();
    const before = surroundings.orchestrator.callsOf('joinCall').length;
    await expect(client.send('join', await joinRequest({ grant: 'forged' }))).rejects.toMatchObject({
      reason: 'GRANT_INVALID',
    });
    expect(surroundings.orchestrator.callsOf('joinCall')).toHaveLength(before);
  });

  it('goes on under the participant of before with a resume token and no grant', async () => {
    const client = await connect();
    await client.send('join', await joinRequest({ grant: '', resumeToken: 'resume-0' }));
    expect(surroundings.orchestrator.callsOf('joinCall').at(-1)?.request).toMatchObject({
      grant: '',
      resumeToken: 'resume-0',
    });
  });

  it('passes on why the orchestrator refuses, details included', async () => {
    surroundings.orchestrator.on('joinCall', () => {
      throw new Refusal('CODEC_LIST_OUTDATED', { details: { codecListHash: 'new' } });
    });
    const client = await connect();
    await expect(client.send('join', await joinRequest())).rejects.toMatchObject({
      reason: 'CODEC_LIST_OUTDATED',
      details: { codecListHash: 'new' },
    });
  });

  it('is done once', async () => {
    const client = await joined();
    await expect(client.send('join', await joinRequest())).rejects.toMatchObject({ reason: 'ALREADY_JOINED' });
  });

  it('asks for a snapshot where the media moved on before the peer was attached', async () => {
    surroundings.mediaRevision = 9;
    const client = await joined();
    await client.notified('snapshotNeeded');
  });

  it('asks for a snapshot where the call moved on before the reply', async () => {
    await joined();
    surroundings.orchestrator.on('joinCall', async () => {
      await publish(locked(true), 6);
      await waitFor(() => clients[0]?.types().includes('callLocked'));
      return admission(surroundings.node.address, { participantId: 'part_2', call: call({ id: surroundings.callId }) });
    });
    const late = await connect('user_2');
    await late.send('join', await joinRequest());
    await late.notified('snapshotNeeded');
  });
});

describe('what is measured', () => {
  it('has connected clients, messages by outcome, and joins by stage', async () => {
    const client = await joined();
    await client.sendRaw('nonsense', {});
    await waitFor(async () => (await metric('gateway_connected_sockets')) === 1);
    expect(await metric('gateway_join_duration_seconds_count', 'stage="orchestrator"')).toBeGreaterThan(0);
    expect(await metric('gateway_join_duration_seconds_count', 'stage="total"')).toBeGreaterThan(0);
    await waitFor(async () => (await metric('gateway_join_duration_seconds_count', 'stage="node"')) > 0);
    expect(await metric('gateway_signalling_duration_seconds_count', 'message="join",outcome="OK"')).toBeGreaterThan(0);
    expect(await metric('gateway_refusals_total', 'edge="socket",reason="UNIMPLEMENTED"')).toBeGreaterThan(0);
  });
});

describe('stopping', () => {
  it('finishes what is being answered and sends clients elsewhere', async () => {
    const stopping = await surroundings.startGateway();
    const client = await joined(stopping);
    const release = Promise.withResolvers<void>();
    surroundings.orchestrator.on('setHandRaised', async () => {
      await release.promise;
      return {};
    });
    const answer = client.send('setHandRaised', { requestId: 'r12', raised: true });
    await waitFor(() => surroundings.orchestrator.callsOf('setHandRaised').at(-1)?.request.requestId === 'r12');
    const stopped = stopping.service.stop();
    release.resolve();
    expect(await answer).toEqual({});
    expect(await client.disconnected()).toBe('transport close');
    await stopped;
  });
});
