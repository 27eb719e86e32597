import { waitFor } from '@videocall/testing';
import type { Page } from 'playwright-core';
import { hearsExactly } from './probes.js';

/** What the page says of a test; numbers in the units of its measurements. */
export interface ShownResult {
  readonly verdict: string;
  readonly reasons: readonly string[];
  /** Ways are words. */
  readonly ways: Readonly<Record<string, string>>;
  /** Milliseconds, parts of 1, bit/s; absent what was not measured. */
  readonly figures: Readonly<Record<string, number>>;
}

const TEST_MS = 90_000;

/** The page of the device and network test. */
export class NetworkTestPage {
  constructor(private readonly page: Page) {}

  async seesCamera(): Promise<void> {
    const moved = () =>
      this.page.evaluate(
        () => document.querySelector<HTMLVideoElement>('.device-test-own')?.getVideoPlaybackQuality().totalVideoFrames,
      );
    await waitFor(async () => ((await moved()) ?? 0) > 10, { what: 'the camera’s picture', timeoutMs: 30_000 });
  }

  /** 0 to 100. */
  async level(): Promise<number> {
    return Number(await this.page.getByRole('meter', { name: 'Microphone level' }).getAttribute('aria-valuenow'));
  }

  async start(): Promise<void> {
    await this.page.getByRole('button', { name: /^(Start the test|Test again)$/ }).click();
    await this.page.locator('[data-test="running"]').waitFor();
  }

  /** Sees the picture come back, moving. */
  async seesEcho(): Promise<void> {
    const frames = () =>
      this.page.evaluate(
        () => document.querySelector<HTMLVideoElement>('video[data-echo]')?.getVideoPlaybackQuality().totalVideoFrames,
      );
    await waitFor(async () => ((await frames()) ?? 0) > 10, { what: 'the echo’s picture', timeoutMs: TEST_MS });
  }

  /** Hears the tone of the microphone come back. */
  async hearsEcho(tone: number): Promise<void> {
    await this.page.locator('[data-stage="LISTENING"]').waitFor({ timeout: TEST_MS });
    await hearsExactly(this.page, [tone], [tone, tone * 3]);
  }

  /** Waits for the test to end by itself. */
  async result(): Promise<ShownResult> {
    await this.page.locator('[data-test="done"]').waitFor({ timeout: TEST_MS });
    return this.page.evaluate(() => {
      const all = (attribute: string) => [...document.querySelectorAll<HTMLElement>(`[${attribute}]`)];
      const cells = all('data-figure').map(({ dataset }) => [dataset['figure'] ?? '', dataset['value'] ?? ''] as const);
      const isNumber = ([, value]: readonly [string, string]) => value !== '' && !Number.isNaN(Number(value));
      return {
        verdict: all('data-verdict')[0]?.dataset['verdict'] ?? '',
        reasons: all('data-reason').map(({ dataset }) => dataset['reason'] ?? ''),
        ways: Object.fromEntries(cells.filter((cell) => !isNumber(cell))),
        figures: Object.fromEntries(cells.filter(isNumber).map(([name, value]) => [name, Number(value)])),
      };
    });
  }
}
