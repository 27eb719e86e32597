import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hearsExactly, Person, seesMove, startVoice, type Voice } from '@videocall/e2e';
import { recordCall, recordingDigests, signIn } from './backup/recordings.ts';
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
  let aiko: Person;
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

  it(
    'has accounts, calls and a recording',
    async () => {
      aiko = await Person.signedIn(ORIGIN, voiceAt(0), 'Aiko');
      await recordCall(aiko, ORIGIN);
      const { email, password } = aiko.identity;
      recordings = await recordingDigests(ORIGIN, await signIn(ORIGIN, email, password));
      expect(Object.keys(recordings).length).toBeGreaterThan(1);
      await aiko.close();
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
      const { email, password } = aiko.identity;
      expect(await other.run(PSQL)).toBe(history);
      expect(await recordingDigests(ORIGIN, await signIn(ORIGIN, email, password))).toEqual(recordings);
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
