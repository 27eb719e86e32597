import { sortPeople } from './sort-people.js';

const person = (displayName: string, handRaisedAt: string | null = null, isSelf = false) => ({
  id: displayName,
  displayName,
  handRaisedAt,
  isSelf,
});

describe('sortPeople', () => {
  it('puts oneself first, hands by time, speakers, then names', () => {
    const people = [
      person('Zoe'),
      person('ben'),
      person('Cyd', '2026-01-01T10:00:05Z'),
      person('Ann'),
      person('Dan', '2026-01-01T10:00:01Z'),
      person('Me', null, true),
    ];
    expect(sortPeople(people, new Set(['Zoe']), 'en').map(({ id }) => id)).toEqual([
      'Me',
      'Dan',
      'Cyd',
      'Zoe',
      'Ann',
      'ben',
    ]);
  });
});
