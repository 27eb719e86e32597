import { SpeakerActivity } from './speaker-activity.js';

const nobody = new Set<string>();
const ann = new Set(['ann']);

/** Ann is loud every 100 ms from `from` to `to`. */
function speak(activity: SpeakerActivity, from: number, to: number) {
  for (let now = from; now <= to; now += 100) activity.update(ann, now);
}

describe('SpeakerActivity', () => {
  it('rings only after 150 ms, so that a cough does not', () => {
    const activity = new SpeakerActivity();
    expect(activity.update(ann, 0).ringing.has('ann')).toBe(false);
    expect(activity.update(ann, 150).ringing.has('ann')).toBe(true);
  });

  it('keeps ringing through a pause shorter than 600 ms', () => {
    const activity = new SpeakerActivity();
    speak(activity, 0, 500);
    expect(activity.update(nobody, 1_099).ringing.has('ann')).toBe(true);
    expect(activity.update(nobody, 1_100).ringing.has('ann')).toBe(false);
  });

  it('promotes after a second of speech, short pauses included', () => {
    const activity = new SpeakerActivity();
    speak(activity, 0, 400);
    speak(activity, 800, 900);
    expect(activity.update(ann, 999).promoted.has('ann')).toBe(false);
    expect(activity.update(ann, 1_000).promoted.has('ann')).toBe(true);
  });

  it('does not promote for two short remarks far apart', () => {
    const activity = new SpeakerActivity();
    speak(activity, 0, 600);
    speak(activity, 5_000, 5_600);
    expect(activity.update(nobody, 5_700).promoted.has('ann')).toBe(false);
  });

  it('demotes after a minute of silence', () => {
    const activity = new SpeakerActivity();
    speak(activity, 0, 1_000);
    expect(activity.update(nobody, 60_999).promoted.has('ann')).toBe(true);
    expect(activity.update(nobody, 61_000).promoted.has('ann')).toBe(false);
  });
});
