import { normaliseDisplayName } from './display-name.js';

test.each([
  ['  Mei   Tanaka ', 'Mei Tanaka'],
  ['田中　芽衣', '田中 芽衣'],
  ['👩‍👩‍👧 family', '👩‍👩‍👧 family'],
])('"%s" becomes "%s"', (raw, expected) => {
  expect(normaliseDisplayName(raw)).toBe(expected);
});

test.each(['', '   ', 'a'.repeat(65), 'Mei\u202Eadmin', 'Mei\nTanaka', '\u200B\u200B'])('refuses %j', (raw) => {
  expect(normaliseDisplayName(raw)).toBeUndefined();
});
