import { Refusal } from '@videocall/errors';
import { waitFor } from '@videocall/testing';
import {
  connect,
  joined,
  locked,
  publish,
  startsGateway,
  surroundings,
} from './testing/signalled-gateway.spec.fixture.js';

startsGateway();

describe('coming back', () => {
  it('gives the same participant and peer, with a fresh snapshot from the sfu-node', async () => {
    const client = await joined();
    client.close();
    const again = await connect();
    const reply = await again.send('resume', { resumeToken: 'resume-1' });
    expect(reply).toMatchObject({ participantId: 'part_1', media: { peerId: 'peer_1' }, resumeToken: 'resume-2' });
    expect(surroundings.node.callsOf('getSnapshot').at(-1)?.metadata.get('x-peer-ticket')).toEqual(['ticket-2']);
    await publish(locked(true), 6);
    await again.notified('callLocked');
  });

  it('works at another gateway', async () => {
    const client = await joined();
    client.close();
    const other = await surroundings.startGateway();
    const again = await connect('user_1', other);
    expect(await again.send('resume', { resumeToken: 'resume-1' })).toMatchObject({ participantId: 'part_1' });
    await publish(locked(true), 6);
    await again.notified('callLocked');
  });

  it('ends the connection that another gateway still held', async () => {
    const older = await joined();
    surroundings.notify({ event: { $case: 'peerGone', value: { reason: 'REPLACED' } } });
    expect(await older.notified('expelled')).toMatchObject({ body: { reason: 'REPLACED' } });
    expect(await older.disconnected()).toBe('io server disconnect');
  });

  it('supersedes the connection of before', async () => {
    const older = await joined();
    const newer = await connect();
    await newer.send('resume', { resumeToken: 'resume-1' });
    expect(await older.notified('expelled')).toMatchObject({ body: { reason: 'REPLACED' } });
    expect(await older.disconnected()).toBe('io server disconnect');
    // The older connection's end takes nothing from the newer one.
    surroundings.notify({ revision: 4, event: { $case: 'revisionOnly', value: {} } });
    await newer.notified('mediaRevisionOnly');
    expect(surroundings.attachRequests.at(-1)?.action?.$case).toBe('attach');
  });

  it('says that the media is lost where the sfu-node knows the peer no more', async () => {
    surroundings.node.on('getSnapshot', () => {
      throw new Refusal('PEER_NOT_FOUND');
    });
    const client = await connect();
    await expect(client.send('resume', { resumeToken: 'resume-1' })).rejects.toMatchObject({ reason: 'MEDIA_LOST' });
  });

  it('is no leave', async () => {
    const before = surroundings.orchestrator.callsOf('leaveCall').length;
    const client = await joined();
    client.close();
    await waitFor(() => surroundings.attachRequests.at(-1)?.action?.$case === 'detach');
    expect(surroundings.orchestrator.callsOf('leaveCall')).toHaveLength(before);
  });

  it('waits for an orchestrator that restarts', async () => {
    const client = await connect();
    surroundings.orchestrator.kill();
    const resuming = client.send('resume', { resumeToken: 'resume-1' });
    await surroundings.startOrchestrator();
    expect(await resuming).toMatchObject({ participantId: 'part_1' });
  });

  it('attaches every peer again after the stream of its sfu-node broke', async () => {
    const client = await joined();
    surroundings.mediaRevision = 8;
    surroundings.node.kill();
    await surroundings.startNode();
    await client.notified('snapshotNeeded');
    expect(await client.send('snapshot', {})).toMatchObject({
      call: { id: 'call_1' },
      media: { peerId: 'peer_1' },
      chat: [{}],
    });
  });

  it('joins anew where the sfu-node came back without the peer', async () => {
    const client = await joined();
    surroundings.notify({ event: { $case: 'attachRefused', value: { reason: 'TICKET_FOREIGN' } } });
    expect(await client.notified('expelled')).toMatchObject({ body: { reason: 'MEDIA_LOST' } });
  });
});
