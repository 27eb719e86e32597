import { setTimeout as pause } from 'node:timers/promises';
import { openTone, SyntheticParticipant, type Route, type Way } from '@videocall/synthetic-participant';
import type { Platform } from './platform.ts';

/** How long media may take to arrive everywhere, milliseconds; ICE over TCP and relays included. */
const PATIENCE_MS = 20_000;
const LOOK_AGAIN_MS = 500;
/** Half a second of Opus. */
const ENOUGH_PACKETS = 25;

/** Somebody in the test call. */
interface Member {
  readonly way: Way;
  readonly participant: SyntheticParticipant;
  readonly trackId: string;
}

/** What came of the test call for one way in. */
export interface WayResult {
  readonly way: Way;
  /** Where its media goes; undefined when it found no way. */
  readonly route: Route | undefined;
  /** Of how many others it hears the sound, and how many hear its own. */
  readonly hears: number;
  readonly heardBy: number;
  /** The addresses at which the server says that its media is. */
  readonly announced: readonly string[];
}

/** A call between participants who each go their own way to the server and send a tone. */
export class TestCall {
  readonly callId: string;
  readonly #platform: Platform;
  readonly #members: readonly Member[];

  private constructor(platform: Platform, callId: string, members: readonly Member[]) {
    this.#platform = platform;
    this.callId = callId;
    this.#members = members;
  }

  /** Starts the call and has everybody join, by the server's public name. @throws Error when somebody is not let in */
  static async start(platform: Platform, ways: readonly Way[]): Promise<TestCall> {
    const { callId, seats } = await platform.startCall(ways.length);
    const members = await Promise.all(
      ways.map(async (way, index): Promise<Member> => {
        const seat = seats[index];
        if (!seat) throw new Error('too few places in the test call');
        const participant = await SyntheticParticipant.join(platform.origin, seat.identity, seat.grant, { way });
        const trackId = await participant.publishSound(openTone(300 + 100 * index));
        return { way, participant, trackId };
      }),
    );
    await Promise.all(members.map(({ participant }) => participant.receive()));
    return new TestCall(platform, callId, members);
  }

  /** What each way is good for: when all hear all, or when no more can be expected. */
  async results(): Promise<WayResult[]> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const results = await this.#look();
      const others = this.#members.length - 1;
      if (results.every(({ hears }) => hears === others) || Date.now() >= deadline) return results;
      await pause(LOOK_AGAIN_MS);
    }
  }

  async #look(): Promise<WayResult[]> {
    const heard = await Promise.all(
      this.#members.map(({ participant }) =>
        Promise.all(
          this.#members.map(async (other) => {
            if (other.participant === participant) return false;
            return (await participant.arrived(other.trackId)).packets >= ENOUGH_PACKETS;
          }),
        ),
      ),
    );
    return Promise.all(
      this.#members.map(async ({ way, participant }, index) => ({
        way,
        route: await participant.route(),
        hears: heard[index]?.filter(Boolean).length ?? 0,
        heardBy: heard.filter((row) => row[index]).length,
        announced: participant.announcedAddresses(),
      })),
    );
  }

  /** Ends the call for everybody. */
  async end(): Promise<void> {
    for (const { participant } of this.#members) participant.vanish();
    await this.#platform.request('POST', `/v1/calls/${this.callId}/end`);
  }
}
