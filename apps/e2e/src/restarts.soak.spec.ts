import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '@videocall/testing';
import { startVoice, type Voice } from './support/chromium.js';
import { Person } from './support/person.js';
import { hearsExactly, longestGap, openTransports, seesMove, watchForGaps } from './support/probes.js';
import { startProduct, type Product } from './support/product.js';

const [AIKO, BEN] = [450, 620] as const;
const TONES = [AIKO, BEN];
const TIMES = 20;
/** Milliseconds. */
const LONGEST_GAP = 500;
const MUTED_WITHIN = 5_000;

jest.setTimeout(240_000);

describe('a call whose services are killed', () => {
  let product: Product;
  let voices: Voice[];
  let aiko: Person;
  let ben: Person;

  beforeAll(async () => {
    product = await startProduct();
    voices = await Promise.all(TONES.map((tone) => startVoice(tone)));
    const [first, second] = voices;
    if (!first || !second) throw new RangeError('two voices were started');
    aiko = await Person.signedIn(product.origin, first, 'Aiko');
    await aiko.startCall();
    ben = await Person.at(product.origin, second, 'Ben');
    await ben.enterBy(await aiko.copyInviteLink());
    await aiko.openPeople();
  });

  afterAll(async () => {
    await Promise.all(voices.map((voice) => voice.close()));
    await product.stop();
  }, 60_000);

  it.each(['api-gateway', 'call-orchestrator', 'auth'])(
    `goes on without a gap, and obeys its host, while %s is killed ${TIMES} times`,
    async (service) => {
      const ids = [await aiko.participantId(), await ben.participantId()] as const;
      await Promise.all([seesMove(aiko.page, ids[1]), seesMove(ben.page, ids[0])]);
      const transports = await Promise.all([openTransports(aiko.page), openTransports(ben.page)]);
      await Promise.all([watchForGaps(aiko.page, ids[1]), watchForGaps(ben.page, ids[0])]);
      const delays: number[] = [];
      for (let time = 0; time < TIMES; time += 1) {
        await product.crash(service);
        const restarted = performance.now();
        await aiko.chooseFor('Ben', 'Mute');
        await hearsExactly(aiko.page, [], TONES);
        delays.push(performance.now() - restarted);
        await aiko.chooseFor('Ben', 'Allow microphone again');
        await turnOnMicrophone(ben);
        await hearsExactly(aiko.page, [BEN], TONES);
      }
      const gaps = [await longestGap(aiko.page, ids[1]), await longestGap(ben.page, ids[0])];
      expect(Math.max(...gaps)).toBeLessThan(LONGEST_GAP);
      expect(Math.max(...delays)).toBeLessThan(MUTED_WITHIN);
      expect([await aiko.participantId(), await ben.participantId()]).toEqual(ids);
      expect(await Promise.all([openTransports(aiko.page), openTransports(ben.page)])).toEqual(transports);
    },
  );
});

/** Presses until it is on: a message of the time before may still stand there and say that it is allowed. */
async function turnOnMicrophone(person: Person): Promise<void> {
  const button = (name: string) => person.page.getByRole('button', { name, exact: true }).first();
  await waitFor(
    async () => {
      if (await button('Turn on microphone').isVisible()) await button('Turn on microphone').click();
      return button('Turn off microphone').isVisible();
    },
    { what: `${person.name} turning the microphone on`, timeoutMs: 30_000 },
  );
}
