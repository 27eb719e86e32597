import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '@videocall/testing';
import type { Page } from 'playwright-core';
import { axeFaults } from './support/axe-faults.js';
import { startVoice, type Voice } from './support/chromium.js';
import { Person } from './support/person.js';
import { seesMove } from './support/probes.js';
import { startProduct, type Product } from './support/product.js';

/** Seconds that are captured at least. */
const CAPTURED = 6;

jest.setTimeout(240_000);

describe('a recording in browsers', () => {
  let product: Product;
  let voice: Voice;
  let aiko: Person;
  let ben: Person;

  beforeAll(async () => {
    product = await startProduct();
    voice = await startVoice(450);
    aiko = await Person.signedIn(product.origin, voice, 'Aiko');
    ben = await Person.at(product.origin, voice, 'Ben');
  }, 180_000);

  afterAll(async () => {
    await voice.close();
    await product.stop();
  }, 60_000);

  const badge = (page: Page) => page.locator('.recording-badge');
  const player = (page: Page) => page.locator('video.recording-player');
  const position = (page: Page) => player(page).evaluate((video: HTMLVideoElement) => video.currentTime);
  const duration = (page: Page) => player(page).evaluate((video: HTMLVideoElement) => video.duration);

  async function choose(page: Page, item: string): Promise<void> {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  }

  it('is seen by everybody in the call, also by who comes later, until the host stops it', async () => {
    await aiko.startCall();
    const link = await aiko.copyInviteLink();
    await choose(aiko.page, 'Record call');
    await aiko.page.getByText('You are recording this call').waitFor();
    await badge(aiko.page).getByText('Recording', { exact: true }).waitFor();

    await ben.enterBy(link);
    await ben.page.getByText('This call is being recorded').waitFor();
    await badge(ben.page).getByText('Recording', { exact: true }).waitFor();
    await seesMove(aiko.page, await ben.participantId());
    await ben.page.getByRole('button', { name: 'More', exact: true }).click();
    expect(await ben.page.getByRole('menuitem', { name: /record/i }).count()).toBe(0);
    await ben.page.keyboard.press('Escape');

    const begun = Date.now();
    await waitFor(() => Date.now() - begun > CAPTURED * 1000, { what: 'something to be captured' });
    await choose(aiko.page, 'Stop recording');
    await ben.page.getByText('The recording was stopped').waitFor();
    await badge(ben.page).waitFor({ state: 'detached' });
  });

  it('then appears in the library of each of them, and plays and seeks', async () => {
    await aiko.press('Leave call');
    await aiko.page.goto('/recordings');
    const row = aiko.page.getByRole('link', { name: /Aiko.*Ben|Ben.*Aiko/ });
    await row
      .getByText(/^(Being recorded|Being prepared)/)
      .or(row.locator('img'))
      .first()
      .waitFor();
    await row.locator('img').waitFor({ timeout: 120_000 });
    expect(await axeFaults(aiko.page)).toEqual([]);
    await row.click();

    await waitFor(async () => (await duration(aiko.page)) >= CAPTURED, { what: 'the film', timeoutMs: 20_000 });
    await player(aiko.page).focus();
    await aiko.page.keyboard.press('5');
    const middle = (await duration(aiko.page)) / 2;
    expect(Math.abs((await position(aiko.page)) - middle)).toBeLessThan(0.5);
    await aiko.page.keyboard.press('k');
    await waitFor(async () => (await position(aiko.page)) > middle + 0.5, { what: 'the film to go on' });
    expect(await player(aiko.page).evaluate((video: HTMLVideoElement) => video.videoHeight)).toBeGreaterThan(0);
    await aiko.page.keyboard.press('k');
    expect(await axeFaults(aiko.page)).toEqual([]);

    await ben.page.goto('/recordings');
    await ben.page.getByRole('link', { name: /Aiko.*Ben|Ben.*Aiko/ }).click();
    await ben.page.getByRole('button', { name: 'Download', exact: true }).waitFor();
    expect(await ben.page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  });

  it('gives a clip and a download, until its host deletes it', async () => {
    const { page } = aiko;
    await page.getByRole('slider', { name: /End of the clip/ }).press('ArrowLeft');
    await page.getByRole('button', { name: 'Make a clip' }).click();
    const clip = page.getByRole('button', { name: /^Download 0:00 – 0:\d\d$/ });
    await clip.waitFor({ timeout: 60_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), clip.click()]);
    expect(download.suggestedFilename()).toMatch(/\.mp4$/);

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('No recordings yet').waitFor();
    await ben.page.reload();
    await ben.page.getByText('There is no such recording').waitFor();
  });
});
