import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hearsExactly, Person, seesMove, startVoice, type Voice } from '@videocall/e2e';
import { waitFor } from '@videocall/stack';
import { registerUser } from '@videocall/synthetic-participant/rest';
import { hasRecording, recordingDigests, signIn } from './backup/recordings.ts';
import { StorageBox } from './backup/storage-box.ts';
import { copyCheckout } from './deployment/checkout.ts';
import { bootVps, composeUp, docker, DOMAIN, setNames, vps, type Deployment, type Machine } from './index.ts';
import { VPS_NAMES } from './lab.ts';
import { chromiumOutside, OUTSIDE_ARGUMENTS } from './people/chromium-outside.ts';

const ORIGIN = `https://${DOMAIN}`;
const CHECKOUT = '/opt/videocall';
const VIDEOCALL = `${CHECKOUT}/deploy/videocall`;
/** Hertz; none is near a harmonic of another. */
const TONES = [450, 620] as const;
const LONG_MS = 20 * 60_000;
/** Seconds that are captured at least. */
const CAPTURED = 6;
const PREPARED_MS = 180_000;
/** Of each table that people's history is in, how many rows, and a checksum; of calls, what no service changes by itself. */
const HISTORY = [
  'auth.users',
  '(SELECT id, title, created_by, created_at FROM call.calls)',
  'call.participants',
  'recording.recordings',
  'recording.recording_files',
]
  .map((rows) => `SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM ${rows} t`)
  .join(' UNION ALL ');
const PSQL = ['docker', 'exec', 'videocall-postgres-1', 'psql', '-U', 'postgres', '-d', 'videocall', '-Atc', HISTORY];

describe('a server that is lost', () => {
  let box: StorageBox;
  let deployment: Deployment;
  let other: Machine;
  let key: string;
  let voices: Voice[] = [];
  let account: Awaited<ReturnType<typeof registerUser>>;
  let history: string;
  let recordings: Readonly<Record<string, string>>;

  beforeAll(async () => {
    deployment = await composeUp();
    box = await StorageBox.rent();
    const executablePath = await chromiumOutside();
    voices = await Promise.all(TONES.map((tone) => startVoice(tone, { executablePath, args: OUTSIDE_ARGUMENTS })));
  }, LONG_MS);

  afterAll(async () => {
    await Promise.all(voices.map((voice) => voice.close()));
    await setNames(vps.name, vps.address, VPS_NAMES);
    for (const machine of [box, other]) await (machine as StorageBox | Machine | undefined)?.remove();
  }, 120_000);

  function voiceAt(index: number): Voice {
    const voice = voices[index];
    if (!voice) throw new RangeError(`no voice ${index}`);
    return voice;
  }

  const told = (what: string, begun: number): void =>
    void process.stderr.write(`  ${what}: ${((performance.now() - begun) / 60_000).toFixed(1)} minutes\n`);

  const tokenOf = (): Promise<string> => signIn(ORIGIN, account.email, account.password);

  /** Somebody who signs in by the page, holds a call and records it. */
  async function recordCall(): Promise<void> {
    const aiko = await Person.at(ORIGIN, voiceAt(0), 'Aiko');
    const { page } = aiko;
    const choose = async (item: string): Promise<void> => {
      await aiko.press('More');
      await page.getByRole('menuitem', { name: item }).click();
    };
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(account.email);
    await page.getByLabel('Password').fill(account.password);
    await aiko.press('Sign in');
    await page.getByRole('button', { name: 'Start call' }).waitFor();
    await aiko.startCall();
    await choose('Record call');
    await page.getByText('You are recording this call').waitFor();
    const begun = performance.now();
    await waitFor(() => performance.now() - begun > CAPTURED * 1000, { what: 'something captured', timeoutMs: 60_000 });
    await choose('Stop recording');
    await page.locator('.recording-badge').waitFor({ state: 'detached' });
    await aiko.press('Leave call');
    await aiko.close();
  }

  it(
    'has accounts, calls and a recording',
    async () => {
      account = await registerUser(ORIGIN, 'Aiko');
      await recordCall();
      await waitFor(async () => hasRecording(ORIGIN, await tokenOf()), {
        what: 'the recording being ready',
        timeoutMs: PREPARED_MS,
        intervalMs: 5_000,
      });
      recordings = await recordingDigests(ORIGIN, await tokenOf());
      expect(Object.keys(recordings).length).toBeGreaterThan(1);
    },
    LONG_MS,
  );

  it(
    'is backed up to a storage box, with a key of its own, and proves in a drill that it can be restored',
    async () => {
      await deployment.configure({ BACKUP_REPOSITORY: box.repository });
      const refused = await deployment.attempt(['backup']);
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('authorized keys') });
      await box.authorise(/^ssh-ed25519 \S+/m.exec(refused.stdout)?.[0] ?? '');
      const begun = performance.now();
      await deployment.videocall(['backup'], { timeoutMs: LONG_MS });
      told('backup', begun);
      history = await deployment.run(PSQL);
      key = await deployment.videocall(['backup', '--key']);
      expect(await deployment.videocall(['drill'], { timeoutMs: LONG_MS })).toMatch(/can be restored: \d+ tables/);
      const metrics = await docker(['exec', 'videocall-node-exporter-1', 'cat', '/textfile/drill.prom']);
      expect(metrics).toMatch(/^videocall_drill_last_success_timestamp_seconds \d+$/m);
    },
    LONG_MS,
  );

  it(
    'is gone',
    async () => {
      other = await bootVps('second', { docker: true });
      await other.run(['sysctl', '-qw', 'net.ipv4.ip_unprivileged_port_start=80']);
      const images = (await deployment.compose(['--profile', '*', 'config', '--images'])).split('\n');
      await other.loadImages([...new Set(images)].filter((image) => !image.startsWith('cloudflare/')));
      await deployment.down();
      await rm(join(deployment.folder, 'deploy/.env'));
      await rm(join(deployment.folder, 'deploy/secrets'), { recursive: true });
      await copyCheckout(join(other.root, CHECKOUT));
      await writeFile(join(other.root, 'root/recovery-key'), key, { mode: 0o600 });
      await setNames(vps.name, other.address, VPS_NAMES);
    },
    LONG_MS,
  );

  const restore = () => other.attempt([VIDEOCALL, 'restore', '--key', '/root/recovery-key'], { timeoutMs: LONG_MS });

  it.each(['truncate', 'flip'] as const)(
    'is not restored from a backup that is damaged, and nothing is touched then: %s',
    async (how) => {
      const mend = box.damage(how);
      const { code, stderr } = await restore();
      mend();
      expect(code).toBe(1);
      expect(stderr).toContain('damaged');
      expect(stderr).toContain('nothing was restored, and nothing here was changed');
      expect((await other.attempt(['test', '-e', `${CHECKOUT}/deploy/.env`])).code).toBe(1);
      expect(await other.run(['docker', 'volume', 'ls', '-q'])).toBe('videocall_backup');
    },
    LONG_MS,
  );

  it(
    'is restored on another machine from the off-site copy with nothing but the key: accounts, history and recordings are the same',
    async () => {
      const begun = performance.now();
      const { code, stderr } = await restore();
      expect({ code, stderr }).toMatchObject({ code: 0 });
      told('restore', begun);
      expect(await other.run(PSQL)).toBe(history);
      expect(await recordingDigests(ORIGIN, await tokenOf())).toEqual(recordings);
    },
    LONG_MS,
  );

  it(
    'carries calls again',
    async () => {
      const [cleo, ben] = [
        await Person.signedIn(ORIGIN, voiceAt(0), 'Cleo'),
        await Person.at(ORIGIN, voiceAt(1), 'Ben'),
      ];
      await cleo.startCall();
      await ben.enterBy(await cleo.copyInviteLink());
      await seesMove(cleo.page, await ben.participantId());
      await seesMove(ben.page, await cleo.participantId());
      await hearsExactly(ben.page, [voiceAt(0).frequency], [...TONES]);
      await hearsExactly(cleo.page, [voiceAt(1).frequency], [...TONES]);
    },
    LONG_MS,
  );

  it(
    'is not restored over another by mistake',
    async () => {
      expect(await restore()).toMatchObject({ code: 1, stderr: expect.stringContaining('--replace') });
    },
    LONG_MS,
  );
});
