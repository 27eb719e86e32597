import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Person, startVoice, type Voice } from '@videocall/e2e';
import { waitFor } from '@videocall/stack';
import { composeUp, DOMAIN } from './index.ts';
import { chromiumOutside, OUTSIDE_ARGUMENTS } from './people/chromium-outside.ts';

const ORIGIN = `https://${DOMAIN}`;
/** Seconds that are captured at least. */
const CAPTURED = 6;
const PREPARED_MS = 180_000;

describe('a recording on a server', () => {
  let voice: Voice;
  let aiko: Person;

  beforeAll(async () => {
    await composeUp();
    voice = await startVoice(450, { executablePath: await chromiumOutside(), args: OUTSIDE_ARGUMENTS });
  }, 600_000);

  afterAll(() => voice.close(), 60_000);

  async function choose(item: string): Promise<void> {
    await aiko.press('More');
    await aiko.page.getByRole('menuitem', { name: item }).click();
  }

  it('is stored in the S3 server, and played from there by a signed address', async () => {
    aiko = await Person.signedIn(ORIGIN, voice, 'Aiko');
    const { page } = aiko;
    await aiko.startCall();
    await choose('Record call');
    await page.getByText('You are recording this call').waitFor();
    const begun = performance.now();
    await waitFor(() => performance.now() - begun > CAPTURED * 1000, { what: 'something captured', timeoutMs: 60_000 });
    await choose('Stop recording');
    await page.locator('.recording-badge').waitFor({ state: 'detached' });
    await aiko.press('Leave call');
    await page.goto('/recordings');
    const row = page.getByRole('link', { name: /Aiko/ }).first();
    await row.locator('img').waitFor({ timeout: PREPARED_MS });
    await row.click();
    const player = page.locator('video.recording-player');
    const seconds = () => player.evaluate((video: HTMLVideoElement) => video.duration);
    await waitFor(async () => (await seconds()) >= CAPTURED, { what: 'the film', timeoutMs: 60_000 });
    await player.evaluate((video: HTMLVideoElement) => video.play());
    await waitFor(async () => (await player.evaluate((video: HTMLVideoElement) => video.currentTime)) > 1, {
      what: 'the film playing',
      timeoutMs: 30_000,
    });
    const address = new URL(await player.evaluate((video: HTMLVideoElement) => video.currentSrc));
    expect(address.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);

    const range = { headers: { range: 'bytes=0-99' } };
    expect((await fetch(address, range)).status).toBe(206);
    address.searchParams.set('X-Amz-Signature', '0'.repeat(64));
    expect((await fetch(address, range)).status).toBe(403);
  });
});
