import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { writeTone } from '@videocall/testing';

/** A Chromium whose fake microphone speaks one tone, so that listeners can tell whom they hear. */
export interface Voice {
  readonly browser: Browser;
  /** hertz */
  readonly frequency: number;
  close(): Promise<void>;
}

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Pages behind one another are seen by nobody here, and must go on drawing all the same.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
];

const FAKE_MEDIA = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

/** How a browser is started that is not like the others. */
export interface BrowserOptions {
  readonly executablePath?: string;
  /** Besides the usual ones. */
  readonly args?: readonly string[];
}

/** Starts a Chromium of its own for one voice. */
export async function startVoice(
  frequency: number,
  { executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args = [] }: BrowserOptions = {},
): Promise<Voice> {
  const folder = await mkdtemp(join(tmpdir(), 'videocall-voice-'));
  const tone = join(folder, 'tone.wav');
  await writeTone(tone, frequency);
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', ...QUIET, ...FAKE_MEDIA, `--use-file-for-fake-audio-capture=${tone}`, ...args],
  });
  return {
    browser,
    frequency,
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A browser for each of several voices. */
export class Voices {
  readonly #voices: readonly Voice[];

  private constructor(voices: readonly Voice[]) {
    this.#voices = voices;
  }

  /** @param tones Hertz; none near a harmonic of another */
  static async start(tones: readonly number[]): Promise<Voices> {
    return new Voices(await Promise.all(tones.map((tone) => startVoice(tone))));
  }

  at(index: number): Voice {
    const found = this.#voices[index];
    if (!found) throw new RangeError(`no voice ${index}`);
    return found;
  }

  async close(): Promise<void> {
    await Promise.all(this.#voices.map((voice) => voice.close()));
  }
}
