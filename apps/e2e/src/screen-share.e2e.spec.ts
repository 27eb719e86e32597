import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '@videocall/testing';
import { startVoice, type Voice } from './support/chromium.js';
import { Person } from './support/person.js';
import { seesMove } from './support/probes.js';
import { startProduct, type Product } from './support/product.js';

jest.setTimeout(240_000);

describe('screen sharing in browsers', () => {
  let product: Product;
  let voice: Voice;
  let aiko: Person;
  let ben: Person;
  let cyd: Person;
  let link: string;

  beforeAll(async () => {
    product = await startProduct();
    voice = await startVoice(450);
    aiko = await Person.signedIn(product.origin, voice, 'Aiko');
    await aiko.startCall();
    link = await aiko.copyInviteLink();
    ben = await Person.at(product.origin, voice, 'Ben');
    await ben.enterBy(link);
    cyd = await Person.at(product.origin, voice, 'Cyd');
    await cyd.enterBy(link);
  });

  afterAll(async () => {
    await voice.close();
    await product.stop();
  }, 60_000);

  const screens = ({ page }: Person) => page.locator('video[data-source="SCREEN"]');
  const shares = async (person: Person, seenBy: readonly Person[]) => {
    await person.press('Share screen');
    const id = await person.participantId();
    await Promise.all(seenBy.map(({ page }) => seesMove(page, id, 'SCREEN')));
  };

  it('a shared screen is seen by all the others, large', async () => {
    await shares(ben, [aiko, cyd]);
    for (const { page } of [aiko, cyd]) {
      const stage = await page.locator('section.stage').boundingBox();
      const screen = await page.locator('.screen-tile').boundingBox();
      expect((screen?.width ?? 0) / (stage?.width ?? Infinity)).toBeGreaterThan(0.6);
    }
  });

  it('while one shares nobody else can, and is told who does', async () => {
    await cyd.press('Share screen');
    await cyd.page.getByText('Ben is presenting. Ask them to stop first.').waitFor();
    await seesMove(aiko.page, await ben.participantId(), 'SCREEN');
    expect(await screens(aiko).count()).toBe(1);
    expect(await screens(ben).count()).toBe(0);
  });

  it('another can share once the first has stopped', async () => {
    await ben.press('Stop sharing');
    await screens(aiko).waitFor({ state: 'detached' });
    await shares(cyd, [aiko, ben]);
  });

  it('another can share once the sharer has left', async () => {
    await cyd.press('Leave call');
    await cyd.page.getByRole('heading', { name: 'You left the call' }).waitFor();
    await screens(aiko).waitFor({ state: 'detached' });
    await shares(ben, [aiko]);
  });

  it('another can share once the sharer’s page has crashed, and who comes later sees it', async () => {
    const crashed = ben.page.waitForEvent('crash');
    const devtools = await ben.context.newCDPSession(ben.page);
    // A page that crashes does not answer.
    devtools.send('Page.crash').catch(() => undefined);
    await crashed;
    await waitFor(async () => (await screens(aiko).count()) === 0, {
      what: 'the share of a crashed page being over',
      timeoutMs: 60_000,
    });
    await aiko.press('Share screen');
    await aiko.page.getByText('Others see your screen').waitFor();
    await cyd.enterBy(link);
    await seesMove(cyd.page, await aiko.participantId(), 'SCREEN');
  });
});
