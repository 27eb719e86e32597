import { maskEmail, normaliseEmail } from './email.js';

describe('normaliseEmail', () => {
  test.each([
    [' Mei@Example.ORG ', 'mei@example.org'],
    ['mei+calls@example.org', 'mei+calls@example.org'],
    ['mei@雲.example', 'mei@xn--op5a.example'],
    ['admin@videocall.local', 'admin@videocall.local'],
  ])('%s is %s', (raw, expected) => {
    expect(normaliseEmail(raw)).toBe(expected);
  });

  test.each([
    '',
    'mei',
    'mei@',
    '@example.org',
    'a b@example.org',
    'a@b@c.org',
    'mei@localhost',
    'mei@-x.org',
    `${'a'.repeat(65)}@example.org`,
    'mei@exa mple.org',
  ])('"%s" is none', (raw) => {
    expect(normaliseEmail(raw)).toBeUndefined();
  });

  test('what it returns, it returns unchanged', () => {
    const once = normaliseEmail('ＭＥＩ@雲.example') ?? '';
    expect(normaliseEmail(once)).toBe(once);
  });
});

test('a masked email keeps one character and the domain', () => {
  expect(maskEmail('mei@example.org')).toBe('m…@example.org');
});
