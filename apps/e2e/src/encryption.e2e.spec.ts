import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '@videocall/testing';
import { SyntheticParticipant } from '@videocall/synthetic-participant';
import { enterAsGuest, grantFor } from '@videocall/synthetic-participant/rest';
import type { Page } from 'playwright-core';
import { Voices } from './support/chromium.js';
import { Person } from './support/person.js';
import { heardTones, hearsExactly, receivedVideo, seesMove } from './support/probes.js';
import { startProduct, type Product } from './support/product.js';

/** Hertz; none is near a harmonic of another. */
const [AIKO, BEN, CYD] = [450, 620, 1010] as const;
const TONES = [AIKO, BEN, CYD];

jest.setTimeout(180_000);

describe('a call with end-to-end encryption', () => {
  let product: Product;
  let voices: Voices;
  let aiko: Person;
  let ben: Person;
  let link: URL;
  let key: string;
  /** All that the pages asked for and sent: addresses, bodies, messages. */
  const sent: string[] = [];

  beforeAll(async () => {
    product = await startProduct();
    voices = await Voices.start(TONES);
  }, 180_000);

  afterAll(async () => {
    await voices.close();
    await product.stop();
  }, 60_000);

  function overhear(page: Page): void {
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    page.on('websocket', (socket) => {
      sent.push(socket.url());
      socket.on('framesent', ({ payload }) => sent.push(payload.toString()));
    });
  }

  async function verificationCode({ page }: Person): Promise<string> {
    await page.getByRole('button', { name: 'Encrypted' }).click();
    const code = await page.getByLabel('Verification code').innerText();
    await page.keyboard.press('Escape');
    return code;
  }

  it('is chosen at the start; its link carries the key in the fragment; two who have it see and hear each other', async () => {
    aiko = await Person.signedIn(product.origin, voices.at(0), 'Aiko');
    overhear(aiko.page);
    await aiko.page.getByText('End-to-end encrypted').click();
    await aiko.startCall();
    link = new URL(await aiko.copyInviteLink());
    expect(link.hash).toMatch(/^#k=[\w-]{22}$/);
    key = link.hash.slice('#k='.length);
    ben = await Person.at(product.origin, voices.at(1), 'Ben');
    overhear(ben.page);
    await ben.enterBy(link.href);
    await seesMove(aiko.page, await ben.participantId());
    await seesMove(ben.page, await aiko.participantId());
    await hearsExactly(aiko.page, [BEN], TONES);
    await hearsExactly(ben.page, [AIKO], TONES);
  });

  it('shows both the same code to compare', async () => {
    const code = await verificationCode(aiko);
    expect(code).toMatch(/^\d{4} \d{4} \d{4}$/);
    expect(await verificationCode(ben)).toBe(code);
  });

  it('marks who speaks, since loudness stays readable', async () => {
    await aiko.page.locator(`[data-tile="${await ben.participantId()}"][data-speaking="true"]`).waitFor();
  });

  it('goes on after a reload', async () => {
    await ben.page.reload();
    await ben.isInCall();
    await seesMove(ben.page, await aiko.participantId());
    await seesMove(aiko.page, await ben.participantId());
  });

  it('tells whoever comes without the key that the link is not complete, and takes the complete one there', async () => {
    const dan = await Person.at(product.origin, voices.at(2), 'Dan');
    await dan.page.goto(`${link.origin}${link.pathname}`);
    await dan.page.getByText('the link does not carry its key').waitFor();
    await dan.page.getByLabel('Code or link').fill(link.href);
    await dan.press('Join');
    await dan.page.getByLabel('Your name').waitFor();
    await dan.close();
  });

  it('refuses a browser that cannot encrypt, before it joins', async () => {
    const old = await Person.at(product.origin, voices.at(2), 'Old');
    await old.page.addInitScript(() => Reflect.deleteProperty(window, 'RTCRtpScriptTransform'));
    await old.page.goto(link.href);
    await old.page.getByText('cannot take part in calls with end-to-end encryption').waitFor();
    await old.close();
  });

  it('gives whoever has a wrong key not one decoded frame and no sound, and tells both sides', async () => {
    const cyd = await Person.at(product.origin, voices.at(2), 'Cyd');
    await cyd.enterBy(`${link.origin}${link.pathname}#k=${'A'.repeat(22)}`);
    await cyd.page.getByRole('button', { name: 'Not readable' }).waitFor();
    await aiko.page.getByRole('button', { name: 'Not readable' }).waitFor();
    await waitFor(async () => (await receivedVideo(cyd.page)).packets > 200, {
      what: 'packets at the one with the wrong key',
      timeoutMs: 45_000,
    });
    expect((await receivedVideo(cyd.page)).framesDecoded).toBe(0);
    expect(await heardTones(cyd.page, TONES)).toEqual([]);
    await cyd.press('Leave call');
    await aiko.page.getByRole('button', { name: 'Encrypted' }).waitFor();
    await cyd.close();
  });

  it('is nothing that decodes in what the media server forwards', async () => {
    const inviteCode = link.pathname.split('/').at(-1) ?? '';
    const guest = await enterAsGuest(product.origin, 'Tap', inviteCode);
    const grant = await grantFor(product.origin, guest, aiko.callId, inviteCode);
    // Speaks the protocol, and has no transform that could decrypt.
    const tap = await SyntheticParticipant.join(product.origin, guest, grant);
    await tap.receive();
    const cameras = tap.joined.media.tracks.filter(({ source }) => source === 'CAMERA');
    expect(cameras).toHaveLength(2);
    for (const { id } of cameras) {
      await waitFor(async () => (await tap.arrived(id)).packets > 100, { what: `packets of ${id}`, timeoutMs: 45_000 });
      const { framesDecoded } = await tap.arrived(id);
      expect(framesDecoded).toBe(0);
    }
    await tap.leave();
  });

  it('leaves its key in no request, message, log, table or file of the server', () => {
    expect(sent.length).toBeGreaterThan(50);
    expect(sent.filter((text) => text.includes(key))).toEqual([]);
    // Databases and their journals, Redis and logs, as they are on the disk.
    const search = (text: string) => spawnSync('grep', ['-rlaF', '-e', text, product.dataDir], { encoding: 'utf8' });
    expect(search(aiko.callId).stdout).not.toBe('');
    expect(search(key)).toMatchObject({ stdout: '', status: 1 });
  });
});
