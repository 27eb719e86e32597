import { LOUDEST, LoudestAudio } from './loudest-audio.js';

const people = (count: number) => Array.from({ length: count }, (_, index) => `part_${index}`);
const sent = (audio: LoudestAudio, among: readonly string[]) => among.filter((person) => audio.isSent(person));

describe('whose voices are sent', () => {
  it('is everybody while few enough speak, however many there are', () => {
    const audio = new LoudestAudio();
    audio.heard(people(LOUDEST), 0);
    expect(sent(audio, people(10))).toEqual(people(10));
  });

  it('is the loudest where more speak, and nobody else', () => {
    const audio = new LoudestAudio();
    audio.heard(people(10), 0);
    expect(sent(audio, people(12))).toEqual(people(LOUDEST));
  });

  it('does not change while those who are sent go on, even with short pauses', () => {
    const audio = new LoudestAudio();
    audio.heard(people(8), 0);
    audio.heard(people(8).toReversed(), 300);
    expect(sent(audio, people(8))).toEqual(people(LOUDEST));
    audio.heard(people(8).slice(2), 1_800);
    expect(sent(audio, people(8))).toEqual(people(LOUDEST));
  });

  it('gives the place of who fell silent to the loudest of those who wait', () => {
    const audio = new LoudestAudio();
    audio.heard(people(8), 0);
    audio.heard(['part_7', ...people(8).slice(1, 7)], 2_500);
    expect(sent(audio, people(8)).toSorted()).toEqual([...people(LOUDEST).slice(1), 'part_7']);
  });

  it('is everybody again when few enough are left', () => {
    const audio = new LoudestAudio();
    audio.heard(people(8), 0);
    audio.heard(people(2), 2_500);
    expect(sent(audio, people(8))).toEqual(people(8));
  });
});
