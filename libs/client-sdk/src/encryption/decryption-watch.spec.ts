import { DecryptionWatch } from './decryption-watch.js';

describe('what is told of decryption', () => {
  const watch = () => {
    const told: boolean[] = [];
    return { told, watch: new DecryptionWatch((works) => told.push(works)) };
  };

  it('is that it does not work after five frames in a row, once', () => {
    const { told, watch: decryption } = watch();
    for (let frame = 0; frame < 4; frame += 1) decryption.frame(false);
    expect(told).toEqual([]);
    for (let frame = 0; frame < 100; frame += 1) decryption.frame(false);
    expect(told).toEqual([false]);
  });

  it('is that it works, with the first frame, and again after it did not', () => {
    const { told, watch: decryption } = watch();
    for (const frame of [true, true, false, true]) decryption.frame(frame);
    expect(told).toEqual([true]);
    for (let frame = 0; frame < 5; frame += 1) decryption.frame(false);
    decryption.frame(true);
    expect(told).toEqual([true, false, true]);
  });
});
