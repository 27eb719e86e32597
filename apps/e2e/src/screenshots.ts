import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startVoice } from './support/chromium.js';
import { startProduct } from './support/product.js';
import { tour, TOUR_SETTINGS } from './support/tour.js';

// Pictures of every page of the running product, for the documentation: `npm run screenshots -w apps/e2e`.

const FOLDER = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

await mkdir(FOLDER, { recursive: true });
const product = await startProduct(TOUR_SETTINGS);
const voice = await startVoice(450);
try {
  await tour(product.origin, voice, async (name, page) => {
    const before = page.viewportSize();
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      // The layout follows the size in the next frames.
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      await page.screenshot({ path: `${FOLDER}${name}-${size}.png`, animations: 'disabled' });
    }
    if (before) await page.setViewportSize(before);
  });
} finally {
  await voice.close();
  await product.stop();
}
