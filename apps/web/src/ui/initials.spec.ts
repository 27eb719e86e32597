import { avatarHue, initials } from './initials.js';

describe('initials', () => {
  it.each([
    ['Aiko Tanaka', 'AT'],
    ['ben', 'B'],
    ['Ana Maria de la Cruz', 'AC'],
    ['山田太郎', '山'],
    ['山田 太郎', '山'],
    ['🦊 fox', '🦊'],
    ['  ', ''],
  ])('of %s are %s', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});

describe('avatarHue', () => {
  it('stays with a name', () => {
    expect(avatarHue('Aiko')).toBe(avatarHue('Aiko'));
    expect(avatarHue('Aiko')).not.toBe(avatarHue('Ben'));
  });
});
