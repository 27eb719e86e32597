import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { longestGap, Person, seesMove, startVoice, watchForGaps, type Voice } from '@videocall/e2e';
import { makeVersion, runningVersions } from './deployment/versions.ts';
import { composeUp, DOMAIN, type Deployment } from './index.ts';
import { chromiumOutside, OUTSIDE_ARGUMENTS } from './people/chromium-outside.ts';

const ORIGIN = `https://${DOMAIN}`;
const DEPLOY_MS = 8 * 60_000;
/** Media comes every 67 ms at the least; what is longer than this, on a machine that is busy with all of it, is a gap. */
const NO_GAP_MS = 500;
/** With one media server. */
const RESTART_GAP_MS = 5_000;
/** Never comes up, and does not end either. */
const BROKEN = 'ENTRYPOINT []\nCMD ["sleep", "infinity"]';
const CONTROL_PLANE = ['auth', 'call-orchestrator', 'api-gateway', 'recorder', 'echo-test', 'web', 'care'];

const labelled = (names: readonly string[], version: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `LABEL version=${version}`]));

/** N to N+1 with a live call (OPS-6, OPS-9). */
describe('a deploy during a call', () => {
  let deployment: Deployment;
  let voices: Voice[] = [];
  let aiko: Person;
  let ben: Person;
  let first: string;

  beforeAll(async () => {
    deployment = await composeUp();
    first = (await runningVersions(deployment))['auth'] ?? '';
    const executablePath = await chromiumOutside();
    voices = await Promise.all([450, 620].map((tone) => startVoice(tone, { executablePath, args: OUTSIDE_ARGUMENTS })));
    const [one, other] = voices;
    if (!one || !other) throw new RangeError('two voices were started');
    aiko = await Person.signedIn(ORIGIN, one, 'Aiko');
    await aiko.startCall();
    ben = await Person.at(ORIGIN, other, 'Ben');
    await ben.enterBy(await aiko.copyInviteLink());
    await seeEachOther();
    await watchForGaps(aiko.page, await ben.participantId());
    await watchForGaps(ben.page, await aiko.participantId());
  }, 15 * 60_000);

  afterAll(async () => {
    await Promise.all(voices.map((voice) => voice.close()));
    await deployment.videocall(['deploy', first, '--without-backup'], { timeoutMs: DEPLOY_MS });
  }, DEPLOY_MS);

  async function seeEachOther(): Promise<void> {
    await seesMove(aiko.page, await ben.participantId());
    await seesMove(ben.page, await aiko.participantId());
  }

  /** Runs the operator's command. @returns its exit code, what it said, and the longest that either saw nothing new of the other */
  async function during(...args: readonly string[]): Promise<{ code: number; said: string; gapMs: number }> {
    const [benId, aikoId] = [await ben.participantId(), await aiko.participantId()];
    const looked = () => Promise.all([longestGap(aiko.page, benId), longestGap(ben.page, aikoId)]);
    await looked();
    const begun = performance.now();
    const { code, stderr } = await deployment.attempt(args, { timeoutMs: DEPLOY_MS });
    await seeEachOther();
    const gapMs = Math.max(...(await looked()));
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    process.stderr.write(`  ${args.join(' ')}: ${seconds} s, longest gap ${gapMs.toFixed(0)} ms\n`);
    return { code, said: stderr, gapMs };
  }

  it(
    'of another control plane is told in the app, and not heard or seen: media has no gap, the media server goes on',
    async () => {
      await makeVersion('next-1', first, labelled(CONTROL_PLANE, 'next-1'));
      const told = aiko.page.getByRole('region', { name: 'Maintenance of the server' }).waitFor({ timeout: DEPLOY_MS });
      const { code, said, gapMs } = await during('deploy', 'next-1', '--without-backup');
      await told;
      expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('version next-1 runs') });
      expect(await runningVersions(deployment)).toMatchObject({
        'api-gateway': 'next-1',
        'call-orchestrator': 'next-1',
        auth: 'next-1',
        'sfu-node': first,
        nginx: first,
      });
      expect(gapMs).toBeLessThan(NO_GAP_MS);
    },
    DEPLOY_MS,
  );

  it(
    'of another media server too stops sound and picture for a few seconds, and the call goes on',
    async () => {
      await makeVersion('next-2', 'next-1', labelled(['sfu-node', ...CONTROL_PLANE], 'next-2'));
      const { code, said, gapMs } = await during('deploy', 'next-2', '--without-backup');
      expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('version next-2 runs') });
      expect((await runningVersions(deployment))['sfu-node']).toBe('next-2');
      expect(gapMs).toBeLessThan(RESTART_GAP_MS);
    },
    DEPLOY_MS,
  );

  it.each(['api-gateway', 'sfu-node'])(
    'whose %s never comes up goes back by itself, and nobody in the call notices',
    async (broken) => {
      await makeVersion('broken', 'next-2', { [broken]: BROKEN });
      const { code, said, gapMs } = await during('deploy', 'broken', '--without-backup');
      expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('the one of before runs again') });
      const versions = Object.values(await runningVersions(deployment));
      expect(versions).not.toContain('broken');
      expect((await deployment.attempt(['health'])).code).toBe(0);
      expect(gapMs).toBeLessThan(NO_GAP_MS);
    },
    DEPLOY_MS,
  );

  it('is told of: which version runs, and which ran before', async () => {
    const status: unknown = JSON.parse(await deployment.videocall(['status', '--json']));
    expect(status).toMatchObject({
      version: 'next-2',
      maintenance: 'none',
      releases: [
        { how: 'deployed', version: 'next-2' },
        { how: 'deployed', version: 'next-1' },
      ],
    });
  });
});
