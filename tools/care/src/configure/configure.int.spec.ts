import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readValues } from './env-file.ts';
import { run } from './main.ts';
import type { Sight } from './public-addresses.ts';

const SAMPLE = fileURLToPath(new URL('../../../../deploy/env.sample', import.meta.url));
const MINIMUM = ['DOMAIN=call.example.com', 'ADMIN_EMAIL=anna@example.com', 'PUBLIC_IPV4=203.0.113.5'];

/** Nobody outside answers. */
const ALONE: Sight = { own: [], outgoing: undefined, seen: undefined };

describe('care configure', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'videocall-configure-'));
    copyFileSync(SAMPLE, join(folder, 'env.sample'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What comes in on standard input. */
  let input = '';
  const configure = async (set: readonly string[], ...more: readonly string[]) => {
    const lines: string[] = [];
    const code = await run([...set.flatMap((one) => ['--set', one]), '--non-interactive', ...more], {
      folder,
      look: async () => ({ ipv4: ALONE, ipv6: ALONE }),
      input: async () => input,
      say: (line) => void lines.push(line),
    });
    return { code, said: lines.join('\n') };
  };
  const file = (): string => readFileSync(join(folder, '.env'), 'utf8');
  const mode = (name: string): number => statSync(join(folder, name)).mode & 0o777;

  it('makes settings and secrets for the operator alone', async () => {
    expect(await configure(MINIMUM)).toMatchObject({ code: 0, said: expect.stringContaining('wrote deploy/.env') });
    expect(mode('.env')).toBe(0o600);
    expect(mode('secrets')).toBe(0o700);
    expect(Buffer.from(readFileSync(join(folder, 'secrets', 'turn-secret'), 'utf8').trim(), 'base64')).toHaveLength(32);
  });

  it('takes settings from a program by standard input', async () => {
    input = '# secrets\n\nSMTP_PASSWORD=to$day # or not\nSMTP_HOST=mail.example.com\n';
    expect(await configure(MINIMUM, '--from-stdin')).toMatchObject({ code: 0 });
    expect(readValues(file())).toMatchObject({ SMTP_PASSWORD: 'to$day # or not', SMTP_HOST: 'mail.example.com' });
    input = 'SMTP_PASS=hidden\n';
    expect(await configure([], '--from-stdin')).toEqual({
      code: 2,
      said: expect.stringContaining('"SMTP_PASS" names no setting'),
    });
  });

  it('changes nothing the second time', async () => {
    await configure(MINIMUM);
    const [before, secret] = [file(), readFileSync(join(folder, 'secrets', 'recordings-key'))];
    expect(await configure([])).toMatchObject({ code: 0, said: expect.stringContaining('deploy/.env is as it was') });
    expect(file()).toBe(before);
    expect(readFileSync(join(folder, 'secrets', 'recordings-key'))).toEqual(secret);
  });

  it('changes what is set, and what follows from it, and no more', async () => {
    await configure([...MINIMUM, 'COMPOSE_PROFILES=core,media']);
    const before = readValues(file());
    await configure(['COMPOSE_PROFILES=core,media,turn']);
    const after = readValues(file());
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual([
      'COMPOSE_PROFILES',
      'TURN_URLS',
    ]);
  });

  it('lets names follow the domain, unless they were chosen', async () => {
    await configure(MINIMUM);
    await configure(['DOMAIN=new.example.org']);
    expect(readValues(file())['TURN_DOMAIN']).toBe('turn.new.example.org');
    await configure(['TURN_DOMAIN=relay.example.org']);
    await configure(['DOMAIN=newer.example.org']);
    expect(readValues(file())['TURN_DOMAIN']).toBe('relay.example.org');
  });

  it('writes nothing while anything is wrong, and says what', async () => {
    const { code, said } = await configure([...MINIMUM, 'ECHO_DELAY_MS=soon', 'TLS_MODE=none']);
    expect(code).toBe(1);
    expect(said).toMatch(/ECHO_DELAY_MS: "soon" is no whole number\./);
    expect(said).toMatch(/TLS_MODE: "none" is none of/);
    expect(existsSync(join(folder, '.env'))).toBe(false);
  });

  it('wants the certificate that it is told of', async () => {
    expect(await configure([...MINIMUM, 'TLS_MODE=files'])).toMatchObject({
      code: 1,
      said: expect.stringContaining('fullchain.pem is not there'),
    });
    mkdirSync(join(folder, 'secrets', 'tls'), { recursive: true });
    for (const name of ['fullchain.pem', 'privkey.pem']) writeFileSync(join(folder, 'secrets', 'tls', name), '');
    expect((await configure([...MINIMUM, 'TLS_MODE=files'])).code).toBe(0);
  });

  it('only checks when it is told so', async () => {
    expect(await configure(MINIMUM, '--check')).toMatchObject({
      code: 0,
      said: expect.stringContaining('every value is right'),
    });
    expect(existsSync(join(folder, '.env'))).toBe(false);
  });

  it.each([[['DOMIAN=x']], [['TURN_URLS=x']], [['DOMAIN']]])('is called wrongly with --set %s', async (set) => {
    expect((await configure(set)).code).toBe(2);
  });
});
