import { normalisePassword, passwordWeakness } from './password-rules.js';

const owner = { email: 'mei.tanaka@kumo-works.example', displayName: 'Mei Tanaka' };
const judge = (password: string) => passwordWeakness(normalisePassword(password), owner);

describe('passwordWeakness', () => {
  test.each(['correct horse battery', 'K7#mPq2$vL9x', 'うさぎとかめのきょうそうだ', 'violet teapot 19'])(
    'accepts %s',
    (password) => {
      expect(judge(password)).toBeUndefined();
    },
  );

  test.each([
    ['short-9!x', 'TOO_SHORT'],
    ['x7'.repeat(65) + 'Kq!m9z'.repeat(22), 'TOO_LONG'],
    ['password123!', 'TOO_COMMON'],
    ['P@ssw0rd2024', 'TOO_COMMON'],
    ['2024-Summer-!!', 'TOO_COMMON'],
    ['$unshine99!!', 'TOO_COMMON'],
    ['qwertyuiop', 'TOO_COMMON'],
    ['9876543210', 'TOO_COMMON'],
    ['1q2w3e4r5t6y', 'TOO_COMMON'],
    ['aaaaaaaaaaaaaaaa', 'TOO_REPETITIVE'],
    ['x9!kx9!kx9!k', 'TOO_REPETITIVE'],
    ['i-am-Tanaka-77', 'CONTAINS_IDENTITY'],
    ['kumo2works-kumo-works', 'CONTAINS_IDENTITY'],
    ['mei.tanaka#2291', 'CONTAINS_IDENTITY'],
  ])('refuses %s as %s', (password, weakness) => {
    expect(judge(password)).toBe(weakness);
  });

  test('a part of a name under four letters does not spoil a password', () => {
    expect(judge('meiosis splits cells')).toBeUndefined();
  });

  test('one password typed in full-width letters is the same password', () => {
    expect(normalisePassword('ｖｉｏｌｅｔ teapot')).toBe(normalisePassword('violet teapot'));
  });
});
