import { SpeakerTracker } from './speaker-tracker.js';

describe('the active speaker', () => {
  it('is whom the observer names, until silence lasted two seconds', () => {
    const tracker = new SpeakerTracker();
    expect(tracker.dominant('part_a')).toBe(true);
    tracker.heard([], 0);
    expect(tracker.tick(1_999)).toBe(false);
    expect(tracker.active).toBe('part_a');
    expect(tracker.tick(2_000)).toBe(true);
    expect(tracker.active).toBe('');
  });

  it('stays through a breath', () => {
    const tracker = new SpeakerTracker();
    tracker.dominant('part_a');
    tracker.heard([], 0);
    tracker.heard(['part_a'], 1_000);
    expect(tracker.tick(10_000)).toBe(false);
    expect(tracker.active).toBe('part_a');
  });

  it('is the dominant one again when it goes on after a silence, since the observer tells only changes', () => {
    const tracker = new SpeakerTracker();
    tracker.dominant('part_a');
    tracker.heard([], 0);
    tracker.tick(2_000);
    expect(tracker.heard(['part_b', 'part_a'], 5_000)).toBe(true);
    expect(tracker.active).toBe('part_a');
  });

  it('is nobody once the speaker left', () => {
    const tracker = new SpeakerTracker();
    tracker.dominant('part_a');
    expect(tracker.left('part_b')).toBe(false);
    expect(tracker.left('part_a')).toBe(true);
    expect(tracker.active).toBe('');
  });
});
