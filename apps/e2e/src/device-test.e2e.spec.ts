import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '@videocall/testing';
import { registerUser, rest } from '@videocall/synthetic-participant/rest';
import { startVoice, type Voice } from './support/chromium.js';
import { NetworkTestPage } from './support/network-test-page.js';
import { Person } from './support/person.js';
import { startProduct, type Product } from './support/product.js';

/** Hertz, of the fake microphone. */
const TONE = 450;

jest.setTimeout(150_000);

describe('the device and network test', () => {
  let product: Product;
  let voice: Voice;
  let person: Person;
  let test: NetworkTestPage;

  beforeAll(async () => {
    product = await startProduct();
    voice = await startVoice(TONE);
    person = await Person.signedIn(product.origin, voice, 'Aiko');
    test = new NetworkTestPage(person.page);
  }, 180_000);

  afterAll(async () => {
    await voice?.close();
    await product?.stop();
  }, 60_000);

  it('is reached from the home page, and shows the camera and the microphone’s level', async () => {
    await person.page.getByRole('link', { name: 'Test devices and network' }).click();
    await person.page.getByRole('heading', { name: 'Device and network test' }).waitFor();
    await test.seesCamera();
    await waitFor(async () => (await test.level()) > 5, { what: 'the microphone’s level' });
  });

  it('records the microphone and plays it back', async () => {
    await person.press('Record 4 s');
    await person.page.getByRole('button', { name: 'Play it back' }).waitFor();
    await person.press('Play it back');
  });

  it('on a good network gives sound and picture back after the delay, with little loss and jitter', async () => {
    await test.start();
    await test.seesEcho();
    // The tone of the fake microphone, by its frequency, in what came back.
    await test.hearsEcho(TONE);
    const result = await test.result();
    const { ways, figures } = result;
    expect(ways).toMatchObject({ udp: 'WORKS', tcp: 'WORKS' });
    // A second of delay in the dev stack, and what the browser's own buffers take.
    expect(figures['echoDelayMs']).toBeGreaterThan(1_000);
    expect(figures['echoDelayMs']).toBeLessThan(2_500);
    expect(figures['lossUp']).toBeLessThan(0.02);
    expect(figures['lossDown']).toBeLessThan(0.05);
    expect(figures['jitterUpMs']).toBeGreaterThanOrEqual(0);
    expect(figures['roundTripMs']).toBeLessThan(100);
  });

  it('gives a report to be copied', async () => {
    await person.press('Copy report');
    await person.page.getByText('Report copied').waitFor();
    expect(await person.page.evaluate(() => navigator.clipboard.readText())).toContain('Round trip to the server');
  });

  it('tells nobody else of an echo call, and starts none for nobody', async () => {
    const { origin } = product;
    const [mei, ben] = await Promise.all([registerUser(origin, 'Mei'), registerUser(origin, 'Ben')]);
    const started = await rest<{ callId: string; delayMs: number }>(origin, 'POST', '/v1/echo-calls', {
      token: mei.accessToken,
    });
    expect(started.delayMs).toBe(1_000);
    const path = `/v1/echo-calls/${started.callId}`;
    expect(await rest(origin, 'GET', path, { token: mei.accessToken })).toEqual({ tracks: [] });
    await expect(rest(origin, 'GET', path, { token: ben.accessToken })).rejects.toMatchObject({
      reason: 'ECHO_CALL_NOT_FOUND',
    });
    await expect(rest(origin, 'POST', '/v1/echo-calls')).rejects.toMatchObject({ reason: 'TOKEN_MISSING' });
  });
});
