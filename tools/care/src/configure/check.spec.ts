import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { problemOf, problemsOf } from './check.ts';
import { complete } from './complete.ts';
import { contradictionsOf } from './contradictions.ts';
import { readValues } from './env-file.ts';
import type { Values } from './setting.ts';
import { SETTINGS } from './settings.ts';

const sample = readValues(readFileSync(new URL('../../../../deploy/env.sample', import.meta.url), 'utf8'));
const MINIMUM: Values = { DOMAIN: 'call.example.com', ADMIN_EMAIL: 'anna@example.com', PUBLIC_IPV4: '203.0.113.5' };

const valuesWith = (some: Values): Values => complete({ ...MINIMUM, ...some }, sample);
const wrong = (values: Values): readonly string[] =>
  [...problemsOf(values), ...contradictionsOf(values)].map(({ name }) => name);

describe('the settings of a server', () => {
  it('are those of the sample, in its order', () => {
    expect(Object.keys(SETTINGS)).toEqual(Object.keys(sample));
  });

  it('are complete and right with a name, an email address and an address', () => {
    const values = valuesWith({});
    expect(wrong(values)).toEqual([]);
    expect(values['TURN_DOMAIN']).toBe('turn.call.example.com');
    expect(values['ACME_EMAIL']).toBe('anna@example.com');
    expect(values['TURN_URLS']).toBe(
      'turn:turn.call.example.com:3478?transport=udp,turn:turn.call.example.com:3478?transport=tcp,turns:turn.call.example.com:443?transport=tcp',
    );
  });

  it('have a secret of its own for each part, kept once it is there', () => {
    const values = valuesWith({});
    const secrets = Object.entries(SETTINGS).filter(([, { generate }]) => generate);
    expect(new Set(secrets.map(([name]) => values[name])).size).toBe(secrets.length);
    expect(complete(values, sample)).toEqual(values);
  });

  it('name what is missing', () => {
    expect(problemsOf(complete({}, sample)).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['DOMAIN', 'ADMIN_EMAIL', 'PUBLIC_IPV4']),
    );
  });

  it.each([
    ['DOMAIN', 'https://call.example.com', 'is no host name in lower case with a dot, without https:// and port'],
    ['DOMAIN', '203.0.113.5', 'is no host name in lower case with a dot, without https:// and port'],
    ['DOMAIN', 'localhost', 'is no host name in lower case with a dot, without https:// and port'],
    ['ADMIN_EMAIL', 'anna', 'is no email address'],
    ['PUBLIC_IPV4', '203.0.113', 'is no IPv4 address'],
    ['PUBLIC_IPV6', '203.0.113.5', 'is no IPv6 address'],
    ['TLS_MODE', 'none', 'is none of letsencrypt, self-signed and files'],
    ['REGISTRATION_OPEN', 'yes', 'is none of true and false'],
    ['COMPOSE_PROFILES', 'core,videos', 'is no list of these with commas between them'],
    ['COMPOSE_PROFILES', 'media,turn', 'lacks core, which everything else needs'],
    ['CORE_PREFIX', '8.8.8', 'is not the first three numbers of a private network'],
    ['CORE_PREFIX', '172.29.7.0', 'is not the first three numbers of a private network'],
    ['MEDIA_WORKERS', '0', 'is not between 1 and 256'],
    ['MEDIA_PORT_BASE', '80', 'is not between 1024 and 65535'],
    ['TURN_RELAY_PORTS', '49152-49153', 'does not begin at 1024 or above'],
    ['ECHO_DELAY_MS', '10001', 'is not between 0 and 10000'],
    ['ECHO_DELAY_MS', '1.5', 'is no whole number'],
    ['STORAGE_ENDPOINT', 's3.example.com', 'is no address that begins with http:// or https://'],
    ['SMTP_FROM', 'Videocall', 'is no sender'],
    ['ALERT_EMAIL_TO', 'a@example.com;b@example.com', 'is no list of email addresses'],
    ['SLACK_WEBHOOK_URL', 'http://hooks.example.com', 'What is set is no address that begins with https://'],
    ['BACKUP_REPOSITORY', 'backup@host', 'is no place on another machine'],
    ['LOG_UPLOAD_URL', 'bucket/logs', 'is no address such as https://server/bucket/folder'],
    ['POSTGRES_PASSWORD', 'p@ss word', 'is not at least 16 letters, digits, hyphens and underscores'],
    ['SMTP_PASSWORD', "it's", 'has a quote or a line break in it'],
  ])('explain what is wrong with %s=%s', (name, value, explanation) => {
    const setting = SETTINGS[name];
    const problem = setting && problemOf(setting, value);
    expect(problem).toContain(explanation);
    expect(problem).toMatch(/ It is .+\.$/);
  });

  it('never show a secret', () => {
    const text = problemsOf(valuesWith({ POSTGRES_PASSWORD: 'hunter2!', SMTP_PASSWORD: "hun'ter2" }))
      .map((problem) => problem.text)
      .join();
    expect(text).toContain('What is set');
    expect(text).not.toMatch(/hun'?ter2/);
  });

  it.each<[string, Values, string]>([
    ['the relay needs a name of its own', { TURN_DOMAIN: 'call.example.com' }, 'TURN_DOMAIN'],
    ['media must not take the ports of relays', { MEDIA_PORT_BASE: '49200' }, 'TURN_RELAY_PORTS'],
    ['media must not take the echo’s port', { MEDIA_PORT_BASE: '4990' }, 'MEDIA_PORT_BASE'],
    ['relays must not take the ports of captures', { TURN_RELAY_PORTS: '60000-61999' }, 'TURN_RELAY_PORTS'],
    ['recordings need an S3 server', { COMPOSE_PROFILES: 'core,media,recording' }, 'STORAGE_ENDPOINT'],
    ['an S3 server elsewhere gives keys', { STORAGE_ENDPOINT: 'https://s3.example.com' }, 'STORAGE_ACCESS_KEY'],
    ['alerts by email need a mail server', { ALERT_EMAIL_TO: 'ops@example.com' }, 'SMTP_HOST'],
    ['a tunnel needs its token', { COMPOSE_PROFILES: 'core,tunnel' }, 'CLOUDFLARED_TOKEN'],
    ['an upload of logs needs a place', { LOG_UPLOAD: 'true' }, 'LOG_UPLOAD_URL'],
    [
      'an upload of logs needs keys',
      { LOG_UPLOAD: 'true', LOG_UPLOAD_URL: 'https://s3.example.com/logs' },
      'LOG_UPLOAD_SECRET_KEY',
    ],
  ])('agree with each other: %s', (_, some, name) => {
    expect(wrong(valuesWith(some))).toContain(name);
  });

  it('need no S3 server where recordings are kept in a folder', () => {
    expect(wrong(valuesWith({ COMPOSE_PROFILES: 'core,media,recording', STORAGE_BUCKET: '' }))).toEqual([]);
  });

  it('let browsers fetch recordings from the S3 server that is named', () => {
    const keys = { STORAGE_ACCESS_KEY: 'key', STORAGE_SECRET_KEY: 'secret' };
    const values = valuesWith({ STORAGE_ENDPOINT: 'https://s3.example.com', ...keys });
    expect(wrong(values)).toEqual([]);
    expect(values['STORAGE_PUBLIC_ENDPOINT']).toBe('https://s3.example.com');
  });

  it('tell nobody of a relay that does not run', () => {
    expect(valuesWith({ COMPOSE_PROFILES: 'core,media' })['TURN_URLS']).toBe('');
  });
});
