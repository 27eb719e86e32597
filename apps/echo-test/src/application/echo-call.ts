import { callV1 } from '@videocall/contracts';
import { DelayLine } from '../domain/delay-line.js';
import { EchoedTrack } from '../domain/echoed-track.js';
import type { MediaContent, MediaListener, MediaStream } from './ports/platform.js';

/** Somebody who does not come within this time does not come. */
const NOBODY_CAME_MS = 60_000;
/** All tracks of somebody who left are gone; of somebody who changes a device, for a moment. */
const GONE_MS = 10_000;

/** What the echo publishes again; a screen is not echoed. */
const ECHOED: ReadonlySet<callV1.TrackSource> = new Set([callV1.TrackSource.MICROPHONE, callV1.TrackSource.CAMERA]);

export interface EchoCallOptions {
  readonly delayMs: number;
  /** Memory for packets on their way, bytes. */
  readonly budgetBytes: number;
  /** It ends by itself then, in milliseconds. */
  readonly lastsMs: number;
  /** Called once, when it is over: nobody came, everybody left, its time is up, or the platform ended it. */
  readonly onOver: (why: string) => void;
}

/** One call with one person: every track that the person publishes is published again, its packets after the delay. */
export class EchoCall implements MediaListener {
  readonly #options: EchoCallOptions;
  readonly #tracks = new Map<string, EchoedTrack>();
  readonly #present = new Set<string>();
  readonly #line: DelayLine<{ readonly track: EchoedTrack; readonly packet: callV1.RtpPacket }>;
  readonly #end: NodeJS.Timeout;
  #idle: NodeJS.Timeout | undefined;
  #media: MediaStream | undefined;
  #over = false;

  constructor(options: EchoCallOptions) {
    this.#options = options;
    this.#line = new DelayLine(options.delayMs, options.budgetBytes, ({ track, packet }) =>
      this.#return(track, packet),
    );
    this.#end = setTimeout(() => this.#finish('its time is up'), options.lastsMs);
    this.#endUnlessSomebodyComes(NOBODY_CAME_MS, 'nobody came');
  }

  /** Tracks that were received, also those that ended. */
  get tracks(): readonly EchoedTrack[] {
    return [...this.#tracks.values()];
  }

  /** Takes part from now on. */
  begin(media: MediaStream): void {
    this.#media = media;
    if (this.#over) media.close();
  }

  /** Stops at once, without telling. */
  stop(): void {
    this.#over = true;
    clearTimeout(this.#end);
    clearTimeout(this.#idle);
    this.#line.clear();
    this.#media?.close();
  }

  onPacket(content: MediaContent): void {
    switch (content.$case) {
      case 'opened':
        this.#beginAgain(content.value.tracks);
        break;
      case 'trackAvailable':
        this.#follow(content.value);
        break;
      case 'trackGone':
        this.#unfollow(content.value.trackId);
        break;
      case 'published':
        this.#publishedAs(content.value);
        break;
      case 'rtp':
        this.#take(content.value);
        break;
      case 'keyframeRequest':
        this.#askForKeyframe(content.value.trackId);
        break;
      default:
        break;
    }
  }

  onEnd(reason: string): void {
    this.#finish(reason);
  }

  /** A stream was opened, perhaps after one that broke, or at another media server: nothing is subscribed to yet. */
  #beginAgain(tracks: readonly callV1.TrackAvailable[]): void {
    const available = new Set(tracks.map(({ trackId }) => trackId));
    for (const trackId of this.#present) if (!available.has(trackId)) this.#unfollow(trackId);
    this.#present.clear();
    for (const track of tracks) this.#follow(track);
  }

  #follow({ trackId, source, codec }: callV1.TrackAvailable): void {
    if (!ECHOED.has(source) || this.#present.has(trackId)) return;
    clearTimeout(this.#idle);
    this.#present.add(trackId);
    if (!this.#tracks.has(trackId)) this.#tracks.set(trackId, new EchoedTrack(trackId, source, codec));
    const publish = callV1.PublishTrack.fromPartial({ clientTrackId: trackId, source, codec });
    this.#media?.send({ $case: 'publish', value: publish });
    this.#media?.send({ $case: 'subscribe', value: { trackId } });
  }

  #unfollow(trackId: string): void {
    if (!this.#present.delete(trackId)) return;
    const own = this.#tracks.get(trackId)?.ownTrackId;
    if (own !== undefined) this.#media?.send({ $case: 'unpublish', value: { trackId: own } });
    if (this.#present.size === 0) this.#endUnlessSomebodyComes(GONE_MS, 'everybody left');
  }

  #publishedAs({ clientTrackId, trackId }: callV1.TrackPublished): void {
    const track = this.#tracks.get(clientTrackId);
    if (track) track.ownTrackId = trackId;
  }

  #take(packet: callV1.RtpPacket): void {
    const track = this.#tracks.get(packet.trackId);
    if (!track) return;
    track.received(packet);
    if (!this.#line.add({ track, packet }, packet.payload.length)) track.refused += 1;
  }

  #return(track: EchoedTrack, packet: callV1.RtpPacket): void {
    const { ownTrackId } = track;
    if (ownTrackId === undefined || !this.#present.has(track.trackId)) return;
    const sent = this.#media?.send({ $case: 'rtp', value: { ...packet, trackId: ownTrackId } }) ?? false;
    if (sent) track.returned += 1;
    else track.refused += 1;
  }

  /** The person needs a keyframe of what comes back: theirs must be asked for one, which then comes after the delay. */
  #askForKeyframe(ownTrackId: string): void {
    const track = this.tracks.find((candidate) => candidate.ownTrackId === ownTrackId);
    if (track) this.#media?.send({ $case: 'keyframeRequest', value: { trackId: track.trackId } });
  }

  #endUnlessSomebodyComes(withinMs: number, why: string): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#finish(why), withinMs);
  }

  #finish(why: string): void {
    if (this.#over) return;
    this.stop();
    this.#options.onOver(why);
  }
}
