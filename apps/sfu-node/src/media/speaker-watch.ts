import type { sfuV1 } from '@videocall/contracts';
import type { ActiveSpeakerObserver, AudioLevelObserver, Producer, Router } from 'mediasoup/types';
import { SpeakerTracker } from '../domain/speaker-tracker.js';

export interface SpeakerListener {
  /** Somebody else speaks; empty: nobody. */
  speaker(participantId: string): void;
  /** Who is heard, loudest first; empty once when all fall silent. */
  levels(levels: readonly sfuV1.AudioLevel[]): void;
  participantOf(producerId: string): string | undefined;
}

const LEVELS_EVERY_MS = 300;
/** dBov below which nobody is heard. */
const LEVEL_THRESHOLD = -60;
const MAX_LEVELS = 10;

/** Levels and the active speaker of a call (MEDIA-6). */
export class SpeakerWatch {
  readonly #speakerObserver: ActiveSpeakerObserver;
  readonly #levelObserver: AudioLevelObserver;
  readonly #listener: SpeakerListener;
  readonly #tracker = new SpeakerTracker();

  private constructor(speaker: ActiveSpeakerObserver, level: AudioLevelObserver, listener: SpeakerListener) {
    this.#speakerObserver = speaker;
    this.#levelObserver = level;
    this.#listener = listener;
    speaker.on('dominantspeaker', ({ producer }) => {
      const participantId = listener.participantOf(producer.id);
      if (participantId !== undefined) this.#report(this.#tracker.dominant(participantId));
    });
    level.on('volumes', (volumes) => {
      const levels = volumes.flatMap(({ producer, volume }) => {
        const participantId = listener.participantOf(producer.id);
        return participantId === undefined ? [] : [{ participantId, dbov: volume }];
      });
      listener.levels(levels);
      const heard = levels.map(({ participantId }) => participantId);
      this.#report(this.#tracker.heard(heard, performance.now()));
    });
    level.on('silence', () => {
      listener.levels([]);
      this.#report(this.#tracker.heard([], performance.now()));
    });
  }

  static async open(router: Router, listener: SpeakerListener): Promise<SpeakerWatch> {
    const [speaker, level] = await Promise.all([
      router.createActiveSpeakerObserver({ interval: LEVELS_EVERY_MS }),
      router.createAudioLevelObserver({
        interval: LEVELS_EVERY_MS,
        threshold: LEVEL_THRESHOLD,
        maxEntries: MAX_LEVELS,
      }),
    ]);
    return new SpeakerWatch(speaker, level, listener);
  }

  get active(): string {
    return this.#tracker.active;
  }

  async add(producer: Producer): Promise<void> {
    if (producer.closed) return;
    const producerId = producer.id;
    await Promise.all([
      this.#speakerObserver.addProducer({ producerId }),
      this.#levelObserver.addProducer({ producerId }),
    ]);
  }

  left(participantId: string): void {
    this.#report(this.#tracker.left(participantId));
  }

  tick(now: number): void {
    this.#report(this.#tracker.tick(now));
  }

  #report(changed: boolean): void {
    if (changed) this.#listener.speaker(this.#tracker.active);
  }
}
