import { readFileSync } from 'node:fs';
import { REQUESTS } from '@videocall/signalling';
import { PAGE, withReference } from './page.ts';

describe('docs/signalling.md', () => {
  const page = readFileSync(PAGE, 'utf8');

  it('lists the messages as their schemas are today (else: npm run build && npm run docs:signalling)', () => {
    expect(page).toBe(withReference(page));
  });

  it('has every message that a client may send', () => {
    for (const name of Object.keys(REQUESTS)) expect(page).toContain(`\n#### \`${name}\`\n`);
  });

  it('cannot be written where its marks are missing', () => {
    expect(() => withReference('# Signalling')).toThrow('marks');
  });
});
