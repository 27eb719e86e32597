import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hearsExactly, Person, seesMove, startVoice, usedPaths, type Voice } from '@videocall/e2e';
import { waitFor } from '@videocall/stack';
import { composeUp, DOMAIN } from './index.ts';
import { chromiumOutside, OUTSIDE_ARGUMENTS } from './people/chromium-outside.ts';
import { buildWall, removeWall } from './people/wall.ts';

const ORIGIN = `https://${DOMAIN}`;
/** Hertz; none is near a harmonic of another. */
const [AIKO, BEN] = [450, 620] as const;
const TONES = [AIKO, BEN];

describe('a call from outside', () => {
  let voices: Voice[] = [];
  let aiko: Person;
  let link: string;

  beforeAll(async () => {
    await composeUp();
    const executablePath = await chromiumOutside();
    voices = await Promise.all(TONES.map((tone) => startVoice(tone, { executablePath, args: OUTSIDE_ARGUMENTS })));
  }, 600_000);

  afterAll(async () => {
    await removeWall();
    await Promise.all(voices.map((voice) => voice.close()));
  }, 60_000);

  function voiceAt(index: number): Voice {
    const voice = voices[index];
    if (!voice) throw new RangeError(`no voice ${index}`);
    return voice;
  }

  async function seeAndHear(one: Person, other: Person): Promise<void> {
    await seesMove(one.page, await other.participantId());
    await seesMove(other.page, await one.participantId());
    await hearsExactly(one.page, [other.voice.frequency], TONES);
    await hearsExactly(other.page, [one.voice.frequency], TONES);
  }

  it('is held by two browsers through the edge, straight to the media server', async () => {
    aiko = await Person.signedIn(ORIGIN, voiceAt(0), 'Aiko');
    await aiko.startCall();
    link = await aiko.copyInviteLink();
    expect(link.startsWith(ORIGIN)).toBe(true);
    const ben = await Person.at(ORIGIN, voiceAt(1), 'Ben');
    await ben.enterBy(link);
    await seeAndHear(aiko, ben);
    const paths = await usedPaths(ben.page);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !/^(host|prflx|srflx) udp$/.test(path))).toEqual([]);
    await ben.close();
  });

  it.each([
    ['over UDP', { tcp: [443], udp: [3478] }, 'relay udp'],
    ['over TLS on the port of the web', { tcp: [443], udp: [] }, 'relay tls'],
  ])('goes through the relay %s, where a firewall leaves nothing else', async (_, passable, path) => {
    await buildWall(passable);
    try {
      const ben = await Person.at(ORIGIN, voiceAt(1), 'Ben');
      await ben.enterBy(link);
      await seesMove(ben.page, await aiko.participantId());
      await waitFor(async () => (await usedPaths(ben.page)).every((used) => used === path), {
        what: `Ben's media going by ${path}`,
        timeoutMs: 60_000,
      });
      await ben.close();
    } finally {
      await removeWall();
    }
  });
});
