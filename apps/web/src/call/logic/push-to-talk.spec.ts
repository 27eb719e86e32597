import { SILENT, nextTalk, talks } from './push-to-talk.js';

const held = nextTalk(SILENT, { kind: 'press' });

describe('push to talk', () => {
  it('is silent until the key is pressed', () => {
    expect(talks(SILENT)).toBe(false);
    expect(talks(held)).toBe(true);
  });

  it('stays open 200 ms after the release', () => {
    const tail = nextTalk(held, { kind: 'release', now: 1_000 });
    expect(talks(nextTalk(tail, { kind: 'time', now: 1_199 }))).toBe(true);
    expect(talks(nextTalk(tail, { kind: 'time', now: 1_200 }))).toBe(false);
  });

  it('goes on when the key is pressed again within the tail', () => {
    const tail = nextTalk(held, { kind: 'release', now: 1_000 });
    const again = nextTalk(tail, { kind: 'press' });
    expect(talks(nextTalk(again, { kind: 'time', now: 5_000 }))).toBe(true);
  });

  it('mutes at once when the window loses focus', () => {
    expect(talks(nextTalk(held, { kind: 'blur' }))).toBe(false);
    expect(nextTalk(nextTalk(held, { kind: 'blur' }), { kind: 'release', now: 9 })).toBe(SILENT);
  });

  it('opens and closes by taps', () => {
    const open = nextTalk(SILENT, { kind: 'tap' });
    expect(talks(nextTalk(open, { kind: 'time', now: 60_000 }))).toBe(true);
    expect(talks(nextTalk(open, { kind: 'tap' }))).toBe(false);
  });
});
