import { Argon2PasswordHasher } from './argon2-password-hasher.js';

const hasher = new Argon2PasswordHasher();

test('a password is told from another, by a hash that is Argon2id with 19 MiB and two passes', async () => {
  const hash = await hasher.hash('violet teapot 19');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await hasher.verify(hash, 'violet teapot 19')).toBe(true);
  expect(await hasher.verify(hash, 'violet teapot 18')).toBe(false);
});

test('where there is no account the answer is no, and as much work', async () => {
  const hash = await hasher.hash('violet teapot 19');
  // CPU time of this process, so that other processes do not count; the shortest of several, so that nothing else here does.
  const cost = async (kept: string | undefined) => {
    const runs: number[] = [];
    for (let run = 0; run < 7; run += 1) {
      const before = process.cpuUsage();
      expect(await hasher.verify(kept, 'guess')).toBe(false);
      const { user, system } = process.cpuUsage(before);
      runs.push(user + system);
    }
    return Math.min(...runs);
  };
  const [known, unknown] = [await cost(hash), await cost(undefined)];
  expect(unknown / known).toBeGreaterThan(0.5);
  expect(unknown / known).toBeLessThan(2);
});
