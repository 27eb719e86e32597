import { readInvite } from './read-invite.js';

const here = 'https://calls.example.org';

describe('readInvite', () => {
  it.each(['abcd-efgh-ijkl', 'abcdefghijkl', ' ABCD EFGH IJKL '])('takes a code as people write it: %s', (text) => {
    expect(readInvite(text, here)).toBe('/join/abcd-efgh-ijkl');
  });

  it('takes links of this server, also without their beginning', () => {
    expect(readInvite('https://calls.example.org/join/abcd-efgh-ijkl', here)).toBe('/join/abcd-efgh-ijkl');
    expect(readInvite('calls.example.org/room/stand-up/', here)).toBe('/room/stand-up');
  });

  it('keeps the key of an encrypted call', () => {
    expect(readInvite('https://calls.example.org/join/abcd-efgh-ijkl#k=aB3_-x', here)).toBe(
      '/join/abcd-efgh-ijkl#k=aB3_-x',
    );
  });

  it.each(['https://evil.example/join/abcd-efgh-ijkl', 'https://calls.example.org/admin', 'abc', ''])(
    'leads nowhere from “%s”',
    (text) => {
      expect(readInvite(text, here)).toBeUndefined();
    },
  );
});
