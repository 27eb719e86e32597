import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Network, waitFor } from '@videocall/testing';
import { startVoice, type Voice } from './support/chromium.js';
import { Person } from './support/person.js';
import { hearsExactly, openTransports, seesMove } from './support/probes.js';
import { startProduct, type Product } from './support/product.js';

const [AIKO, BEN] = [450, 620] as const;
const TONES = [AIKO, BEN];
/** Milliseconds. */
const OUTAGE = 8_000;

jest.setTimeout(240_000);

describe('a call that is interrupted', () => {
  let network: Network;
  let product: Product;
  let voices: Voice[];
  let aiko: Person;
  let ben: Person;
  let ids: readonly [string, string];

  beforeAll(async () => {
    network = await Network.plan();
    product = await startProduct(network.environment);
    const { ports } = product.stack;
    const mediaPort = Number(ports['sfu-node.media']);
    // One for each media worker, of which there is one for each core.
    const mediaPorts = Array.from({ length: availableParallelism() }, (_, worker) => mediaPort + worker);
    await network.lead(Number(ports['web.http']), mediaPorts);
    voices = await Promise.all(TONES.map((tone) => startVoice(tone)));
    const [first, second] = voices;
    if (!first || !second) throw new RangeError('two voices were started');
    aiko = await Person.signedIn(network.origin, first, 'Aiko');
    await aiko.startCall();
    ben = await Person.at(network.origin, second, 'Ben');
    await ben.enterBy(await aiko.copyInviteLink());
    ids = [await aiko.participantId(), await ben.participantId()];
  });

  afterAll(async () => {
    await Promise.all(voices.map((voice) => voice.close()));
    await network.close();
    await product.stop();
  }, 60_000);

  const bothGoOn = async () => {
    await Promise.all([
      seesMove(aiko.page, ids[1]),
      seesMove(ben.page, ids[0]),
      hearsExactly(aiko.page, [BEN], TONES),
      hearsExactly(ben.page, [AIKO], TONES),
    ]);
    expect([await aiko.participantId(), await ben.participantId()]).toEqual(ids);
  };

  beforeEach(() => bothGoOn());

  it('goes on after a reload: the same participant, with camera and microphone', async () => {
    await ben.page.reload();
    await ben.isInCall();
    await bothGoOn();
    expect(await aiko.page.locator('[data-tile]').count()).toBe(1);
  });

  it('goes on after eight seconds without any network: the same participants', async () => {
    network.cut();
    await delay(OUTAGE);
    network.mend();
    await bothGoOn();
  });

  it('mends media that broke alone by restarting ICE, over the same connections', async () => {
    const before = await Promise.all([openTransports(aiko.page), openTransports(ben.page)]);
    network.cutMedia();
    const restarted = async ({ page }: Person, former: readonly string[]) => {
      const now = await openTransports(page);
      return now.length === former.length && now.every((transport) => !former.includes(transport));
    };
    await waitFor(async () => (await restarted(aiko, before[0])) && (await restarted(ben, before[1])), {
      what: 'new ICE credentials on every transport',
      timeoutMs: 30_000,
      intervalMs: 200,
    });
    network.mend();
    await bothGoOn();
  });
});
