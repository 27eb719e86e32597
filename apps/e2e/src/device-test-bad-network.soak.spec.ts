import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BadNetwork } from './support/bad-network.js';
import { startVoice, type Voice } from './support/chromium.js';
import { NetworkTestPage, type ShownResult } from './support/network-test-page.js';
import { Person } from './support/person.js';

/** Hertz, of the fake microphone. */
const TONE = 450;

jest.setTimeout(150_000);

const report = (network: string, result: ShownResult): boolean =>
  process.stdout.write(`${network}: ${JSON.stringify(result)}\n`);

describe('the device and network test on a network that is bad', () => {
  let bad: BadNetwork;
  let voice: Voice;
  let person: Person;
  let test: NetworkTestPage;

  beforeAll(async () => {
    bad = await BadNetwork.start();
    voice = await startVoice(TONE);
    person = await Person.signedIn(bad.network.origin, voice, 'Aiko');
    test = new NetworkTestPage(person.page);
    await person.page.goto('/test');
    await test.seesCamera();
  }, 180_000);

  afterAll(async () => {
    await voice?.close();
    await bad?.stop();
  }, 60_000);

  it('says so, why, and what to do', async () => {
    bad.loseAndDelay();
    await test.start();
    const result = await test.result();
    report('bad network', result);
    const { verdict, reasons, figures } = result;
    expect(verdict).toBe('POOR');
    expect(reasons).toContain('LOSS');
    expect(figures['lossUp']).toBeGreaterThan(0.04);
    expect(figures['roundTripMs']).toBeGreaterThan(250);
    await person.page.getByText('Move closer to the Wi-Fi access point').waitFor();
  });

  it('says that nothing gets through where it does not', async () => {
    bad.block();
    await test.start();
    const result = await test.result();
    report('blocked network', result);
    expect(result).toMatchObject({
      verdict: 'POOR',
      reasons: ['MEDIA_BLOCKED'],
      ways: { udp: 'BLOCKED', tcp: 'BLOCKED' },
    });
    await person.page.getByText('A firewall is in the way').waitFor();
  });
});
