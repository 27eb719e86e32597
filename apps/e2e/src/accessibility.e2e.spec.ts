import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { axeFaults } from './support/axe-faults.js';
import { startVoice, type Voice } from './support/chromium.js';
import { startProduct, type Product } from './support/product.js';
import { tour, TOUR_SETTINGS } from './support/tour.js';

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;
const SCHEMES = ['light', 'dark'] as const;

jest.setTimeout(240_000);

describe('the pages of the web app', () => {
  let product: Product;
  let voice: Voice;

  beforeAll(async () => {
    product = await startProduct(TOUR_SETTINGS);
    voice = await startVoice(450);
  });

  afterAll(async () => {
    await voice.close();
    await product.stop();
  }, 60_000);

  it('have no serious or critical fault that axe finds, on phone and desktop, light and dark', async () => {
    const faults: string[] = [];
    const visited: string[] = [];
    await tour(product.origin, voice, async (name, page) => {
      visited.push(name);
      const before = page.viewportSize();
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          faults.push(...(await axeFaults(page)).map((fault) => `${name}, ${size}, ${colorScheme}: ${fault}`));
        }
      }
      if (before) await page.setViewportSize(before);
    });
    expect(faults).toEqual([]);
    expect(visited).toHaveLength(13);
  });
});
