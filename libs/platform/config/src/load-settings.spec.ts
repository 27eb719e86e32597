import { z } from 'zod';
import { databaseSettings, httpSettings, port } from './common-settings.js';
import { loadSettings, redactSettings, SettingsError } from './load-settings.js';
import { secret } from './secret.js';

const schema = z.object({
  ...httpSettings,
  ...databaseSettings,
  ADMIN_PASSWORD: secret(z.string().min(12).describe('at least 12 characters')),
  MAX_CALLS: z.coerce.number().int().min(1).default(50).describe('how many calls at once, 1 or more'),
});
const good = {
  HTTP_PORT: '8080',
  DATABASE_URL: 'postgresql://auth:very-secret@localhost:5432/videocall',
  ADMIN_PASSWORD: 'correct horse battery',
};

const problemsOf = (environment: Record<string, string | undefined>): readonly string[] => {
  try {
    loadSettings(schema, environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('come typed, with defaults for what is absent or empty', () => {
    expect(loadSettings(schema, { ...good, MAX_CALLS: '', HTTP_HOST: undefined })).toEqual({
      ...good,
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 8080,
      MAX_CALLS: 50,
    });
  });

  it('do not change after they were read', () => {
    const settings = loadSettings(schema, good);
    expect(() => Object.assign(settings, { MAX_CALLS: 1 })).toThrow(TypeError);
  });

  it('leave out what the service does not declare', () => {
    expect(loadSettings(schema, { ...good, PATH: '/bin' })).not.toHaveProperty('PATH');
  });

  it('name every wrong one, with what is expected', () => {
    const problems = problemsOf({ ...good, HTTP_PORT: '70000', MAX_CALLS: 'many', DATABASE_URL: undefined });
    expect(problems).toHaveLength(3);
    expect(problems).toContainEqual(expect.stringMatching(/^HTTP_PORT: .*65535.*Expected: port the HTTP server/));
    expect(problems).toContainEqual(expect.stringMatching(/^MAX_CALLS: .*Expected: how many calls at once/));
    expect(problems).toContainEqual(expect.stringMatching(/^DATABASE_URL: is missing\. Expected: postgresql:/));
  });

  it('never show a secret in what is wrong with it', () => {
    const problems = problemsOf({ ...good, ADMIN_PASSWORD: 'tooshort', DATABASE_URL: 'mysql://root:hunter2@db' });
    expect(problems).toEqual([
      expect.stringMatching(/^DATABASE_URL: is not valid\. Expected: postgresql:/),
      'ADMIN_PASSWORD: is not valid. Expected: at least 12 characters',
    ]);
    expect(problems.join()).not.toMatch(/tooshort|hunter2/);
  });

  it('can be logged without their secrets', () => {
    const shown = redactSettings(schema, loadSettings(schema, good));
    expect(shown).toMatchObject({ HTTP_PORT: 8080, ADMIN_PASSWORD: '[redacted]', DATABASE_URL: '[redacted]' });
  });

  it('take 0 for a port the system chooses, and no fraction', () => {
    expect(port().parse('0')).toBe(0);
    expect(port().safeParse('80.5').success).toBe(false);
    expect(port().safeParse('-1').success).toBe(false);
  });
});
