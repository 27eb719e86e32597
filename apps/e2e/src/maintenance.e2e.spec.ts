import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { axeFaults } from './support/axe-faults.js';
import { startVoice, type Voice } from './support/chromium.js';
import { Person } from './support/person.js';
import { startProduct, type Product } from './support/product.js';
import { rest } from '@videocall/synthetic-participant/rest';

jest.setTimeout(120_000);

const TEXT = { en: 'A new disk is put in.', ja: '新しいディスクを入れます。' };

/** OPS-6: people are told in the app; while it goes on no call starts, and those that run go on. */
describe('maintenance of the server', () => {
  let product: Product;
  const voices: Voice[] = [];
  let aiko: Person;
  let ben: Person;
  let admin: string;

  beforeAll(async () => {
    product = await startProduct();
    voices.push(...(await Promise.all([450, 620].map((tone) => startVoice(tone)))));
    const [first, second] = voices;
    if (!first || !second) throw new Error('two voices are needed');
    const { account, adminPassword } = product.stack;
    const body = { email: account.email, password: adminPassword };
    admin = (await rest<{ accessToken: string }>(product.origin, 'POST', '/v1/auth/login', { body })).accessToken;
    [aiko, ben] = await Promise.all([
      Person.signedIn(product.origin, first, 'Aiko'),
      Person.signedIn(product.origin, second, 'Ben'),
    ]);
    await aiko.startCall();
  }, 180_000);

  afterAll(async () => {
    await Promise.all(voices.map((voice) => voice.close()));
    await product.stop();
  }, 60_000);

  const announce = (hoursAhead: number) =>
    rest(product.origin, 'POST', '/v1/maintenance', {
      token: admin,
      body: {
        ...(hoursAhead > 0 && { startsAt: new Date(Date.now() + hoursAhead * 3_600_000).toISOString() }),
        durationMinutes: 120,
        text: TEXT,
      },
    });
  const banner = ({ page }: Person) => page.getByRole('region', { name: 'Maintenance of the server' });

  it('is told at once to who is in a call, and to others when they open a page, until they have read it', async () => {
    await announce(5);
    await banner(aiko).getByText(TEXT.en).waitFor();
    expect(await banner(aiko).innerText()).toContain('calls that are going on continue');
    await ben.page.reload();
    await banner(ben)
      .getByText(/^Maintenance from/)
      .waitFor();
    expect(await axeFaults(ben.page)).toEqual([]);
    expect(await axeFaults(aiko.page)).toEqual([]);
    await banner(aiko).getByRole('button', { name: 'Close' }).click();
    await banner(aiko).waitFor({ state: 'hidden' });
  });

  it('keeps new calls from starting while it goes on, with the reason; the call that runs goes on', async () => {
    await announce(0);
    await banner(aiko)
      .getByText(/under maintenance until about/)
      .waitFor();
    await ben.press('Start call');
    await ben.page.getByText('No new calls can be started until it is over.').waitFor();
    await aiko.isInCall();
  });

  it('is told in Japanese', async () => {
    await ben.page.evaluate(() => {
      const settings = JSON.parse(localStorage.getItem('videocall.settings') ?? '{}') as object;
      localStorage.setItem('videocall.settings', JSON.stringify({ ...settings, language: 'ja' }));
    });
    await ben.page.reload();
    await ben.page.getByText(TEXT.ja).waitFor();
    await ben.page.getByText(/頃までメンテナンス中です/).waitFor();
    await ben.page.evaluate(() => {
      const settings = JSON.parse(localStorage.getItem('videocall.settings') ?? '{}') as object;
      localStorage.setItem('videocall.settings', JSON.stringify({ ...settings, language: 'en' }));
    });
    await ben.page.reload();
  });

  it('is over when it is ended: the banner goes, and calls start', async () => {
    await rest(product.origin, 'DELETE', '/v1/maintenance', { token: admin });
    await banner(aiko).waitFor({ state: 'hidden' });
    await ben.page.reload();
    await ben.startCall();
    expect(await banner(ben).isVisible()).toBe(false);
  });
});
