import type { sfuV1 } from '@videocall/contracts';
import { PeerMailboxes } from './peer-mailboxes.js';

const levels = (peerId: string): sfuV1.PeerNotification => ({
  peerId,
  revision: 0,
  event: { $case: 'audioLevels', value: { levels: [] } },
});

describe('PeerMailboxes', () => {
  it('tells the gateway that had a peer that it came back at another', () => {
    const mailboxes = new PeerMailboxes();
    const [older, newer]: [sfuV1.PeerNotification[], sfuV1.PeerNotification[]] = [[], []];
    mailboxes.attach('peer_1', (notification) => older.push(notification));
    mailboxes.attach('peer_1', (notification) => newer.push(notification));
    mailboxes.send(levels('peer_1'));
    expect(older).toEqual([
      { peerId: 'peer_1', revision: 0, event: { $case: 'peerGone', value: { reason: 'REPLACED' } } },
    ]);
    expect(newer).toEqual([levels('peer_1')]);
  });

  it('says nothing to a gateway that attaches its own peer again', () => {
    const mailboxes = new PeerMailboxes();
    const told: sfuV1.PeerNotification[] = [];
    const mailbox = (notification: sfuV1.PeerNotification) => void told.push(notification);
    mailboxes.attach('peer_1', mailbox);
    mailboxes.attach('peer_1', mailbox);
    expect(told).toEqual([]);
  });

  it('keeps a peer that another gateway has attached since', () => {
    const mailboxes = new PeerMailboxes();
    const older = () => undefined;
    mailboxes.attach('peer_1', older);
    mailboxes.attach('peer_1', () => undefined);
    mailboxes.detach('peer_1', older);
    expect(mailboxes.isAttached('peer_1')).toBe(true);
  });
});
