import { Refusal } from '@videocall/errors';
import { requireWellFormed } from './well-formed.js';

function refusalOf(value: unknown): unknown {
  try {
    requireWellFormed(value);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.toBody();
    throw error;
  }
}

describe('requireWellFormed', () => {
  it('lets every ordinary value pass', () => {
    expect(refusalOf({ name: '会議 🎥', list: [1, null, true, { deep: 'x' }], nothing: undefined })).toBeUndefined();
  });

  it.each([
    ['a NUL character', { user: { name: 'a\0b' } }, 'user.name'],
    ['a lone surrogate', { user: { name: '\ud800' } }, 'user.name'],
    ['a NUL character in a list', { names: ['ok', '\0'] }, 'names.1'],
    ['a NUL character in a name', { dictionary: { 'a\0': 1 } }, 'dictionary'],
  ])('refuses %s and names the field', (_, value, field) => {
    expect(refusalOf(value)).toMatchObject({ reason: 'REQUEST_INVALID', details: { fields: [{ field }] } });
  });

  it('refuses what is nested without end instead of exhausting the stack', () => {
    let value: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth++) value = [value];
    expect(refusalOf(value)).toMatchObject({ reason: 'REQUEST_INVALID' });
  });
});
