import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { waitFor } from '@videocall/testing';
import { startVoice, type Voice } from './support/chromium.js';
import { Person } from './support/person.js';
import { hearsExactly, longestGap, seesMove, watchForGaps } from './support/probes.js';
import { startProduct, type Product } from './support/product.js';

const [AIKO, BEN] = [450, 620] as const;
const TONES = [AIKO, BEN];
/** Milliseconds without a new frame, on a machine that draws, encodes and decodes for two besides. */
const HANDOVER_GAP = 2_000;
const LOSS_GAP = 12_000;
/** The media server's own start is in it. */
const RESTART_GAP = 15_000;
/** Well below its patience (DRAIN_SECONDS), so that it was the last call that ended the drain. */
const DRAINED = 9_000;
const NODES = ['sfu-node', 'sfu-node-2'];

jest.setTimeout(120_000);

describe('a call with two sfu-nodes', () => {
  let product: Product;
  let database: Client;
  let voices: Voice[];
  let aiko: Person;
  let ben: Person;
  let ids: readonly [string, string];

  beforeAll(async () => {
    [product, voices] = await Promise.all([
      startProduct({}, { sfuNodes: NODES.length }),
      Promise.all(TONES.map((tone) => startVoice(tone))),
    ]);
    database = new Client({ connectionString: product.stack.addresses.ownerDatabaseUrl });
    await database.connect();
    const [first, second] = voices;
    if (!first || !second) throw new RangeError('two voices were started');
    aiko = await Person.signedIn(product.origin, first, 'Aiko');
    await aiko.startCall();
    ben = await Person.at(product.origin, second, 'Ben');
    await ben.enterBy(await aiko.copyInviteLink());
    ids = [await aiko.participantId(), await ben.participantId()];
    await bothGoOn();
    await Promise.all([watchForGaps(aiko.page, ids[1]), watchForGaps(ben.page, ids[0])]);
  }, 180_000);

  afterAll(async () => {
    await database.end();
    await Promise.all(voices.map((voice) => voice.close()));
    await product.stop();
  }, 60_000);

  beforeEach(async () => {
    await longestGaps();
  });

  /** The service that carries the call now. */
  async function carrier(): Promise<string> {
    const { rows } = await database.query<{ node: string }>('SELECT node_id AS node FROM call.calls WHERE id = $1', [
      aiko.callId,
    ]);
    const name = rows[0]?.node.replace(/^local_/, '');
    if (name === undefined || !NODES.includes(name)) throw new Error(`the call is on ${name ?? 'no node'}`);
    return name;
  }

  const bothGoOn = async () => {
    await Promise.all([
      seesMove(aiko.page, ids[1]),
      seesMove(ben.page, ids[0]),
      hearsExactly(aiko.page, [BEN], TONES),
      hearsExactly(ben.page, [AIKO], TONES),
    ]);
    expect([await aiko.participantId(), await ben.participantId()]).toEqual(ids);
  };

  /** The longest time without a new frame that either has seen since this was asked last. */
  async function longestGaps(): Promise<number> {
    const gaps = await Promise.all([longestGap(aiko.page, ids[1]), longestGap(ben.page, ids[0])]);
    return Math.round(Math.max(...gaps));
  }

  function report(what: string, gap: number): void {
    process.stdout.write(`  ${what}: ${gap} ms without a new frame at most\n`);
  }

  it('moves to the other when its own is stopped: media goes on, and the node ends as soon as they have moved', async () => {
    const from = await carrier();
    const stoppedAt = performance.now();
    await product.stack.halt(from);
    const drainedIn = performance.now() - stoppedAt;
    await bothGoOn();
    expect(await carrier()).not.toBe(from);
    const gap = await longestGaps();
    report(`a node that is stopped, after ${Math.round(drainedIn)} ms`, gap);
    expect(gap).toBeLessThan(HANDOVER_GAP);
    expect(drainedIn).toBeLessThan(DRAINED);
    await product.stack.restart(from);
  });

  it('comes back by itself, on the other, when its own is killed and stays away', async () => {
    const from = await carrier();
    await waitFor(async () => (await nodesInSight()) === NODES.length, { what: 'both nodes to be in sight' });
    product.stack.kill(from, 'SIGKILL');
    await product.stack.halt(from);
    await waitFor(async () => (await carrier()) !== from, {
      what: 'the call to be placed elsewhere',
      timeoutMs: 30_000,
    });
    await bothGoOn();
    const gap = await longestGaps();
    report('a node that is killed', gap);
    expect(gap).toBeLessThan(LOSS_GAP);
  });

  it('waits for its node to come back where there is no other', async () => {
    await product.stack.restart(await carrier());
    await bothGoOn();
    const gap = await longestGaps();
    report('the only node is restarted', gap);
    expect(gap).toBeLessThan(RESTART_GAP);
  });

  async function nodesInSight(): Promise<number> {
    const url = `http://127.0.0.1:${product.stack.ports['call-orchestrator.http']}/metrics`;
    const metrics = await (await fetch(url)).text();
    return [...metrics.matchAll(/^orchestrator_sfu_nodes_up\{.*\} 1$/gm)].length;
  }
});
