import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '@videocall/testing';
import { Voices } from './support/chromium.js';
import { Person } from './support/person.js';
import { hearsExactly, seesMove, shownSize } from './support/probes.js';
import { startProduct, type Product } from './support/product.js';

/** Hertz; none is near a harmonic of another. */
const [AIKO, BEN, CYD, DAN] = [450, 620, 1010, 1510] as const;
const TONES = [AIKO, BEN, CYD, DAN];

// Two cores draw, encode and decode for four; each wait within has its own, shorter limit.
jest.setTimeout(240_000);

describe('a call in browsers', () => {
  let product: Product;
  let voices: Voices;
  let aiko: Person;
  let ben: Person;
  let cyd: Person;
  let dan: Person;
  let link: string;

  beforeAll(async () => {
    product = await startProduct();
    voices = await Voices.start(TONES);
  }, 180_000);

  afterAll(async () => {
    await voices.close();
    await product.stop();
  }, 60_000);

  /** Everybody sees every other's picture move and hears exactly the others' tones. */
  async function allSeeAndHear(people: readonly Person[]): Promise<void> {
    const ids = await Promise.all(people.map((person) => person.participantId()));
    const tones = people.map((person) => person.voice.frequency);
    await Promise.all(
      people.map(async ({ page }, index) => {
        const others = <T>(of: readonly T[]): T[] => of.filter((_, other) => other !== index);
        await Promise.all(others(ids).map((id) => seesMove(page, id)));
        await hearsExactly(page, others(tones), TONES);
      }),
    );
  }

  it('three people, by start, by invite and as guest, see and hear each other', async () => {
    aiko = await Person.signedIn(product.origin, voices.at(0), 'Aiko');
    await aiko.startCall();
    link = await aiko.copyInviteLink();
    ben = await Person.signedIn(product.origin, voices.at(1), 'Ben');
    await ben.enterBy(link);
    cyd = await Person.at(product.origin, voices.at(2), 'Cyd');
    await cyd.enterBy(link);
    await allSeeAndHear([aiko, ben, cyd]);
  });

  it('a fourth joins late, and sees and hears everybody', async () => {
    dan = await Person.at(product.origin, voices.at(3), 'Dan');
    await dan.enterBy(link);
    await allSeeAndHear([aiko, ben, cyd, dan]);
  });

  it('a picture that is shown small comes in the small layer, and pinned large in a larger one', async () => {
    const benId = await ben.participantId();
    const height = async () => (await shownSize(aiko.page, benId)).height;
    const tile = aiko.page.locator(`[data-tile="${benId}"]`);
    // Four encoders on two cores: a path that was found narrow meanwhile is raised step by step.
    const settled = (what: string, fits: (lines: number) => boolean) =>
      waitFor(async () => fits(await height()), { what, timeoutMs: 60_000 });
    const small = () => settled('the small picture of Ben', (lines) => lines === 180);
    const pin = async (name: string, item: 'Pin' | 'Unpin') => {
      await aiko.page
        .locator('[data-tile]')
        .getByRole('button', { name: `Options for ${name}` })
        .click();
      await aiko.page.getByRole('menuitem', { name: item, exact: true }).click();
    };
    // Room for a large tile beside small ones.
    await aiko.page.setViewportSize({ width: 1280, height: 720 });
    await aiko.page.keyboard.press('g');
    await pin('Cyd', 'Pin');
    await waitFor(async () => ((await tile.boundingBox())?.width ?? Infinity) < 320, {
      what: 'Ben’s tile being small',
    });
    await small();
    await pin('Ben', 'Pin');
    await waitFor(async () => ((await tile.boundingBox())?.width ?? 0) > 500, { what: 'Ben’s tile being large' });
    await settled('a larger picture of Ben', (lines) => lines >= 360);
    await pin('Cyd', 'Pin');
    await small();
    await pin('Cyd', 'Unpin');
    await aiko.page.keyboard.press('g');
  });

  it('whoever speaks is marked, and stops being marked when they mute', async () => {
    const speaks = (id: string, speaking: boolean) =>
      aiko.page.locator(`[data-tile="${id}"][data-speaking="${speaking}"]`).waitFor();
    const cydId = await cyd.participantId();
    await speaks(cydId, true);
    await cyd.press('Turn off microphone');
    await speaks(cydId, false);
    await speaks(await ben.participantId(), true);
    await hearsExactly(aiko.page, [BEN, DAN], TONES);
    await cyd.press('Turn on microphone');
    await hearsExactly(aiko.page, [BEN, CYD, DAN], TONES);
  });

  it('chat arrives at everybody', async () => {
    await aiko.press('Chat');
    await aiko.page.getByRole('textbox', { name: 'Message' }).fill('Shall we begin?');
    await aiko.page.keyboard.press('Enter');
    for (const person of [ben, cyd]) {
      await person.page.getByRole('button', { name: 'Chat, 1 unread' }).click();
      await person.page.getByRole('log').getByText('Shall we begin?').waitFor();
      await person.press('Chat');
    }
  });

  it('a host mutes somebody: nobody hears them, they are told and cannot unmute', async () => {
    await aiko.chooseFor('Ben', 'Mute');
    await ben.page.getByText('Aiko muted you').waitFor();
    await hearsExactly(cyd.page, [AIKO, DAN], TONES);
    await hearsExactly(dan.page, [AIKO, CYD], TONES);
    await ben.press('Turn on microphone');
    await ben.page.getByText('Only the host can allow it again').first().waitFor();
    await hearsExactly(cyd.page, [AIKO, DAN], TONES);
    await aiko.chooseFor('Ben', 'Allow microphone again');
    await ben.page.getByText('You may unmute again').waitFor();
    await ben.press('Turn on microphone');
    await hearsExactly(cyd.page, [AIKO, BEN, DAN], TONES);
  });

  it('a host removes somebody, who is told, and cannot come back', async () => {
    const benId = await ben.participantId();
    await aiko.chooseFor('Ben', 'Remove');
    await aiko.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await ben.page.getByRole('heading', { name: 'The host removed you' }).waitFor();
    expect(await ben.page.getByRole('link', { name: 'Rejoin' }).count()).toBe(0);
    await aiko.page.locator(`[data-tile="${benId}"]`).waitFor({ state: 'detached' });
    await hearsExactly(dan.page, [AIKO, CYD], TONES);
    await ben.page.goto(link);
    await ben.page.getByText('You cannot come back to this call.').waitFor();
  });

  it('a host ends the call for everybody', async () => {
    await aiko.press('More');
    await aiko.page.getByRole('menuitem', { name: 'End for all' }).click();
    await aiko.page.getByRole('alertdialog').getByRole('button', { name: 'End for all' }).click();
    for (const { page } of [aiko, cyd, dan])
      await page.getByRole('heading', { name: 'The host ended the call' }).waitFor();
  });
});
