import { type ActiveCall, type GetAccessToken, Store, createCallClient } from '@videocall/client-sdk';
import type { EchoedTrack } from '@videocall/rest-api';
import type { Api } from '../../api/api.js';
import { EchoSound } from './echo-sound.js';
import { SampleCollector } from './sample-collector.js';
import { turnReachability } from './turn-reachability.js';
import { type Figures, type Reachability, type Verdict, verdictOf } from './verdict.js';
import { inState } from './in-state.js';

export type Stage = 'STARTING' | 'TCP' | 'CONNECTING' | 'MEASURING' | 'LISTENING' | 'FINISHING';

export interface TestResult extends Verdict {
  readonly figures: Figures;
  /** `Date.now()` */
  readonly at: number;
}

export type TestState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly stage: Stage;
      /** Once one is in it. */
      readonly call: ActiveCall | undefined;
      readonly delayMs: number;
    }
  | { readonly kind: 'done'; readonly result: TestResult }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What one tests with; both stay the page's. */
export interface TestDevices {
  readonly microphone: MediaStreamTrack | undefined;
  readonly camera: MediaStreamTrack | undefined;
  /** '' is the system's default. */
  readonly speakerId: string;
}

/** Every way of ICE has been tried after so long; client and server then go on trying in vain. */
const CONNECTED_WITHIN_MS = 12_000;
const ECHO_WITHIN_MS = 15_000;
/** How long one hears and sees oneself, unless one has enough before. */
const LISTENING_MS = 12_000;

const UNKNOWN: Figures = {
  connected: false,
  udp: undefined,
  tcp: undefined,
  turn: undefined,
  roundTripMs: undefined,
  lossUp: undefined,
  lossDown: undefined,
  jitterUpMs: undefined,
  jitterDownMs: undefined,
  echoDelayMs: undefined,
  mouthToEarMs: undefined,
  bandwidthUp: undefined,
  bandwidthDown: undefined,
};

/** One test of the network (ECHO-3): which ways are open, then a call with the echo, then what it means. */
export class NetworkTest {
  readonly state = new Store<TestState>({ kind: 'idle' });
  readonly #enough = new AbortController();
  readonly #cancelled = new AbortController();

  constructor(
    private readonly api: Api,
    private readonly getAccessToken: GetAccessToken,
    private readonly devices: TestDevices,
  ) {}

  /** Runs the test once. Its outcome is in `state`. */
  async run(): Promise<void> {
    this.#stage('STARTING', 0);
    try {
      const result = await this.#test();
      if (!this.#cancelled.signal.aborted) this.state.set({ kind: 'done', result });
    } catch (error) {
      if (!this.#cancelled.signal.aborted) this.state.set({ kind: 'failed', error });
    }
  }

  /** Heard and seen enough: the result, please. */
  finish(): void {
    this.#enough.abort();
  }

  /** Ends it without a result: the page is closed. */
  cancel(): void {
    this.#cancelled.abort();
    this.#enough.abort();
  }

  async #test(): Promise<TestResult> {
    const { iceServers } = await this.api.call('getMediaConfiguration', {});
    const [turn, echo] = await Promise.all([turnReachability(iceServers), this.api.call('startEchoCall', {})]);
    this.#stage('TCP', echo.delayMs);
    const tcp = await this.#tcpReachability(echo.grant.token);
    this.#stage('CONNECTING', echo.delayMs);
    const figures = { ...UNKNOWN, turn, tcp, ...(await this.#echo(echo)) };
    return { figures, ...verdictOf(figures), at: Date.now() };
  }

  /** Whether media would go over TCP if it had to: a short visit of the call that is offered nothing else. */
  async #tcpReachability(grant: string): Promise<Reachability> {
    const client = createCallClient({
      url: window.location.origin,
      getAccessToken: this.getAccessToken,
      mediaOver: 'tcp',
    });
    const sound = new EchoSound(undefined);
    try {
      const call = await client.join({ grant, microphone: { track: sound.track } });
      const connected = await this.#connects(call);
      await call.leave();
      return connected ? 'WORKS' : 'BLOCKED';
    } finally {
      sound.close();
      client.close();
    }
  }

  async #echo(echo: { readonly callId: string; readonly grant: { readonly token: string }; readonly delayMs: number }) {
    const { microphone, camera, speakerId } = this.devices;
    const client = createCallClient({ url: window.location.origin, getAccessToken: this.getAccessToken });
    const sound = new EchoSound(microphone);
    let call: ActiveCall | undefined;
    try {
      call = await client.join({
        grant: echo.grant.token,
        microphone: { track: sound.track },
        // The call stops what it is given.
        ...(camera ? { camera: { track: camera.clone() } } : {}),
      });
      // A speaker that is gone: the system's default sounds.
      if (speakerId !== '') await call.switchDevice('SPEAKER', speakerId).catch(() => undefined);
      if (!(await this.#connects(call))) return { udp: 'BLOCKED' } as const;
      return await this.#listen(call, sound, echo.callId, echo.delayMs);
    } finally {
      await call?.leave();
      sound.close();
      client.close();
    }
  }

  async #listen(call: ActiveCall, sound: EchoSound, callId: string, delayMs: number): Promise<Partial<Figures>> {
    const samples = new SampleCollector();
    const unwatch = call.statistics.subscribe(() => {
      const sample = call.statistics.getState();
      if (sample) samples.add(sample);
    });
    try {
      this.#stage('MEASURING', delayMs, call);
      const delay = await this.#delay(call, sound, delayMs);
      this.#stage('LISTENING', delayMs, call);
      sound.openMicrophone();
      await pause(LISTENING_MS, this.#enough.signal);
      this.#stage('FINISHING', delayMs, call);
      const { tracks } = await this.api.call('getEchoCall', { params: { callId } });
      const received = samples.figures;
      const sent = sentFigures(tracks);
      return {
        connected: true,
        ...received,
        ...sent,
        lossDown: onTheWayBack(received.lossDown, sent.lossUp),
        udp: samples.protocol === 'udp' && !samples.relayed ? 'WORKS' : 'BLOCKED',
        echoDelayMs: delay,
        mouthToEarMs: delay && Math.max(0, delay - delayMs) + this.#inputLatencyMs + sound.outputLatencyMs,
      };
    } finally {
      unwatch();
    }
  }

  /** Silent meanwhile: nobody wants to hear the marker. */
  async #delay(call: ActiveCall, sound: EchoSound, delayMs: number): Promise<number | undefined> {
    const heard = () =>
      call
        .getState()
        .others.flatMap(({ tracks }) => tracks)
        .find(({ kind, mediaTrack }) => kind === 'audio' && mediaTrack);
    if (!(await inState(call, () => heard() !== undefined, ECHO_WITHIN_MS, this.#cancelled.signal))) return undefined;
    const track = heard();
    if (!track?.mediaTrack) return undefined;
    call.setVolume(track.participantId, 0);
    const delay =
      (await sound.measureDelay(track.mediaTrack, delayMs)) ?? (await sound.measureDelay(track.mediaTrack, delayMs));
    call.setVolume(track.participantId, 1);
    return delay;
  }

  #connects(call: ActiveCall): Promise<boolean> {
    const connected = () => call.getState().connection.phase === 'CONNECTED';
    return inState(call, connected, CONNECTED_WITHIN_MS, this.#cancelled.signal);
  }

  get #inputLatencyMs(): number {
    const settings: MediaTrackSettings & { readonly latency?: number } = this.devices.microphone?.getSettings() ?? {};
    return (settings.latency ?? 0) * 1000;
  }

  #stage(stage: Stage, delayMs: number, call?: ActiveCall): void {
    if (this.#cancelled.signal.aborted) throw new DOMException('the page is closed', 'AbortError');
    this.state.set({ kind: 'running', stage, delayMs, call });
  }
}

/** What the echo counted of the sound, which nobody sends again; of the picture where there is no sound. */
function sentFigures(tracks: readonly EchoedTrack[]): Pick<Figures, 'lossUp' | 'jitterUpMs'> {
  const track = tracks.findLast(({ source }) => source === 'MICROPHONE') ?? tracks.at(-1);
  if (!track || track.packetsExpected === 0) return { lossUp: undefined, jitterUpMs: undefined };
  const { packetsExpected, packetsReceived, jitterMs } = track;
  return { lossUp: Math.max(0, 1 - packetsReceived / packetsExpected), jitterUpMs: jitterMs };
}

/** What came back lacks what was lost on the way there, too. */
function onTheWayBack(both: number | undefined, there: number | undefined): number | undefined {
  if (both === undefined || there === undefined || there >= 1) return both;
  return Math.max(0, 1 - (1 - both) / (1 - there));
}

function pause(milliseconds: number, enough: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (enough.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    enough.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
