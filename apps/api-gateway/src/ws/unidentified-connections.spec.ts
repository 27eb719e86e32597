import { UnidentifiedConnections } from './unidentified-connections.js';

describe('UnidentifiedConnections', () => {
  it('has room again when one has shown who it is, and counts that once', () => {
    const connections = new UnidentifiedConnections();
    const settles = Array.from({ length: 50 }, () => connections.open('192.0.2.1'));
    expect(connections.hasRoomFor('192.0.2.1')).toBe(false);
    expect(connections.hasRoomFor('192.0.2.2')).toBe(true);
    settles[0]?.();
    settles[0]?.();
    connections.open('192.0.2.1');
    expect(connections.hasRoomFor('192.0.2.1')).toBe(false);
  });
});
