import { readRequest } from './request.ts';

const now = new Date('2026-11-25T12:00:00Z');
const read = (...args: string[]) => readRequest(args, now);

describe('what the operator wants of maintenance', () => {
  it('is announced for the usual time unless another is named', () => {
    expect(read('announce')).toEqual({
      action: 'announce',
      startsAt: new Date('2026-11-28T17:00:00Z'),
      minutes: 120,
      textEn: '',
      textJa: '',
    });
    expect(read('announce', '--start', '2026-11-30T02:00+09:00', '--minutes', '30', '--text-en', 'Disk')).toMatchObject(
      {
        startsAt: new Date('2026-11-29T17:00:00Z'),
        minutes: 30,
        textEn: 'Disk',
      },
    );
  });

  it('begins now with start', () => {
    expect(read('start', '--minutes', '5')).toMatchObject({ startsAt: undefined, minutes: 5 });
  });

  it.each([
    [['announce', '--start', '2026-11-30 02:00'], /with its zone/],
    [['announce', '--start', 'tomorrow'], /with its zone/],
    [['start', '--start', '2026-11-30T02:00Z'], /begins now/],
    [['start', '--minutes', '0'], /from 1 to 1440/],
    [['start', '--minutes', '1.5'], /from 1 to 1440/],
    [['start', '--text-ja', 'あ'.repeat(501)], /up to 500/],
    [['pause'], /none of/],
    [[], /none of/],
    [['end', '--now'], /--now/],
  ])('that cannot be meant is explained: %j', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});
