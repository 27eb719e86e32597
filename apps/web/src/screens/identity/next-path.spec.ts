import { emailProblem, passwordProblem, roomNameProblem } from './form-errors.js';
import { nextPath } from './next-path.js';

describe('nextPath', () => {
  it('goes on to a page of this app', () => {
    expect(nextPath('/room/stand-up')).toBe('/room/stand-up');
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '', null])(
    'never leaves it: %s',
    (next) => {
      expect(nextPath(next)).toBe('/');
    },
  );
});

describe('form problems', () => {
  it('names what is missing before what is wrong', () => {
    expect(emailProblem(' ')).toBe('missing');
    expect(emailProblem('ann@localhost')).toBe('email');
    expect(emailProblem(' ann@example.org ')).toBeUndefined();
  });

  it('knows short passwords and odd room names', () => {
    expect(passwordProblem('123456789')).toBe('passwordShort');
    expect(passwordProblem('1234567890')).toBeUndefined();
    expect(roomNameProblem('Stand Up')).toBe('roomName');
    expect(roomNameProblem('stand-up')).toBeUndefined();
  });
});
