import { describe, expect, it } from '@jest/globals';
import { canBeWritten, readValues, writeValues } from './env-file.ts';

const SAMPLE = '# Names\n\n# Where people go.\nDOMAIN=\nPORT=3000\n';

describe('the file of settings', () => {
  it('is the sample with the values in it, comments and all', () => {
    expect(writeValues(SAMPLE, { DOMAIN: 'call.example.com', PORT: '3000' })).toBe(
      '# Names\n\n# Where people go.\nDOMAIN=call.example.com\nPORT=3000\n',
    );
  });

  it('keeps what another version has set', () => {
    expect(writeValues(SAMPLE, { DOMAIN: 'a.example', OLD: 'x y' })).toMatch(/^DOMAIN=a\.example$[^]*^OLD='x y'$/m);
  });

  it.each(['a b', '$HOME', 'p#1', 'say "hi"', 'back\\slash', '', 'https://a.example/?q=1&r=2'])(
    'gives %j back as it was',
    (value) => {
      expect(readValues(writeValues(SAMPLE, { DOMAIN: value }))['DOMAIN']).toBe(value);
    },
  );

  it('is read with and without quotes', () => {
    expect(readValues('A="x y"\nB=\'z\'\n#C=1\nD = 2\nE=\n')).toEqual({ A: 'x y', B: 'z', E: '' });
  });

  it('takes no value that would break out of its line', () => {
    expect(["it's", 'two\nlines'].map(canBeWritten)).toEqual([false, false]);
  });
});
