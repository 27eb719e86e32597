import fc from 'fast-check';
import { newInviteCode, normaliseInviteCode } from './invite-code.js';

describe('an invite code', () => {
  it('is twelve letters in three groups, none of which looks like another', () => {
    for (let i = 0; i < 200; i++) expect(newInviteCode()).toMatch(/^([a-hj-km-np-z]{4}-){2}[a-hj-km-np-z]{4}$/);
  });

  it('is known however it is typed', () => {
    const code = newInviteCode();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.constantFrom('', ' ', '-', ' - ')), { minLength: 12, maxLength: 12 }),
        (typing) => {
          const letters = code.replaceAll('-', '');
          const typed = typing
            .map(([upper, gap], i) => (upper ? letters[i]?.toUpperCase() : letters[i]) + gap)
            .join('');
          expect(normaliseInviteCode(typed)).toBe(code);
        },
      ),
    );
  });

  it('is nothing that has another number of letters', () => {
    expect(normaliseInviteCode('abcd-efgh-jkm')).toBe('');
    expect(normaliseInviteCode("' OR 1=1")).toBe('');
  });
});
