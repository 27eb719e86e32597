import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startVoice } from './support/chromium.js';
import { BadNetwork } from './support/bad-network.js';
import { NetworkTestPage } from './support/network-test-page.js';
import { Person } from './support/person.js';
import { startProduct } from './support/product.js';
import { tour, TOUR_SETTINGS, type Visit } from './support/tour.js';

// Pictures of every page of the running product, for the documentation: `npm run screenshots -w apps/e2e`.

const FOLDER = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

const takePictures: Visit = async (name, page) => {
  const before = page.viewportSize();
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    // A result is what such a picture is about; every other page begins at its top.
    await page.evaluate(() => (document.querySelector('[data-test="done"]') ?? document.body).scrollIntoView());
    // The layout follows the size in the next frames.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await page.screenshot({ path: `${FOLDER}${name}-${size}.png`, animations: 'disabled' });
  }
  if (before) await page.setViewportSize(before);
};

/** What the network test says where there is something to say. */
async function onBadNetwork(): Promise<void> {
  const bad = await BadNetwork.start();
  try {
    const { page } = await Person.signedIn(bad.network.origin, voice, 'Aiko Tanaka');
    await page.goto('/test');
    const test = new NetworkTestPage(page);
    await test.seesCamera();
    bad.loseAndDelay();
    await test.start();
    await test.result();
    await takePictures('device-test-bad', page);
  } finally {
    await bad.stop();
  }
}

await mkdir(FOLDER, { recursive: true });
const voice = await startVoice(450);
try {
  const product = await startProduct(TOUR_SETTINGS);
  try {
    await tour(product.origin, voice, takePictures);
  } finally {
    await product.stop();
  }
  await onBadNetwork();
} finally {
  await voice.close();
}
