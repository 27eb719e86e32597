import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** The way from the click to the first remote picture, in milliseconds since the click. */
export interface JoinTiming {
  readonly joinReplied: number;
  readonly connectSent: number;
  readonly connectReplied: number;
  readonly mediaConnected: number;
  readonly firstFrame: number;
  /** How long the server took over its two answers. */
  readonly server: number;
}

const PATIENCE_MS = 30_000;

/** Watches, inside the page, for the click on the join button and for the first frame of anybody else's camera. */
function watchJoin(): void {
  const seen = { clicked: 0, firstFrame: 0 };
  Object.assign(window, { joinWatch: seen });
  addEventListener(
    'click',
    (event) => {
      if (event.target instanceof Element && event.target.closest('button')?.dataset['bench'] === 'join')
        seen.clicked = performance.now();
    },
    true,
  );
  const watched = new WeakSet<HTMLVideoElement>();
  new MutationObserver(() => {
    for (const video of document.querySelectorAll<HTMLVideoElement>('video[data-participant-id]')) {
      if (watched.has(video)) continue;
      watched.add(video);
      video.requestVideoFrameCallback((now) => (seen.firstFrame ||= now));
    }
  }).observe(document, { childList: true, subtree: true });
}

/** Somebody with an account at a page of the web app. */
export class Caller {
  readonly #context: BrowserContext;
  readonly page: Page;
  readonly #origin: string;

  private constructor(origin: string, context: BrowserContext, page: Page) {
    this.#origin = origin;
    this.#context = context;
    this.page = page;
  }

  /** Registers an account and signs its page in. */
  static async register(origin: string, browser: Browser, displayName: string): Promise<Caller> {
    const context = await browser.newContext({
      baseURL: origin,
      locale: 'en-US',
      viewport: { width: 1280, height: 800 },
    });
    await context.grantPermissions(['camera', 'microphone'], { origin });
    await context.addInitScript(watchJoin);
    // The account is made past the page, which asks for a session only where it remembers one.
    await context.addInitScript(() => localStorage.setItem('videocall.signed-in', 'yes'));
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const caller = new Caller(origin, context, page);
    await caller.#post('/v1/auth/register', {
      email: `${randomUUID()}@example.com`,
      password: `Heron-${randomUUID()}`,
      displayName,
    });
    return caller;
  }

  /** Starts a call. @returns its id and an invite's code */
  async startCall(): Promise<{ callId: string; invite: string }> {
    const { accessToken } = await this.#post<{ accessToken: string }>('/v1/auth/refresh', {});
    const { call } = await this.#post<{ call: { id: string } }>('/v1/calls', {}, accessToken);
    const { code } = await this.#post<{ code: string }>(
      `/v1/calls/${call.id}/invites`,
      { role: 'SPEAKER' },
      accessToken,
    );
    return { callId: call.id, invite: code };
  }

  /** Opens the pre-join page and waits until the camera's picture is there. */
  async prepare(path: string): Promise<void> {
    await this.page.goto(path);
    const join = this.page.getByRole('button', { name: 'Join now' });
    await join.waitFor();
    await join.evaluate((button) => ((button as HTMLElement).dataset['bench'] = 'join'));
    await this.page.waitForFunction(
      () => (document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 5,
    );
  }

  /** Clicks, and waits until one is in. */
  async join(): Promise<void> {
    await this.page.getByRole('button', { name: 'Join now' }).click();
    await this.page.getByRole('button', { name: 'Leave call' }).waitFor();
  }

  /** Clicks, and measures until somebody else's first picture is drawn. */
  async joinMeasured(): Promise<JoinTiming> {
    await this.page.getByRole('button', { name: 'Join now' }).click();
    await this.page.waitForFunction(
      () => (window as unknown as { joinWatch: { firstFrame: number } }).joinWatch.firstFrame > 0,
    );
    return this.page.evaluate(() => {
      const { clicked, firstFrame } = (window as unknown as { joinWatch: { clicked: number; firstFrame: number } })
        .joinWatch;
      const at = (mark: string): number =>
        (performance.getEntriesByName(`videocall:${mark}`).at(-1)?.startTime ?? Number.NaN) - clicked;
      const marks = {
        joinReplied: at('join-replied'),
        connectSent: at('connect-sent'),
        connectReplied: at('connect-replied'),
        mediaConnected: at('media-connected'),
      };
      const server = marks.joinReplied - at('join-requested') + marks.connectReplied - marks.connectSent;
      return { ...marks, firstFrame: firstFrame - clicked, server };
    });
  }

  async leave(): Promise<void> {
    await this.page.getByRole('button', { name: 'Leave call' }).click();
    await this.page.getByRole('heading', { name: 'You left the call' }).waitFor();
  }

  async close(): Promise<void> {
    await this.#context.browser()?.close();
  }

  async #post<T>(path: string, body: unknown, accessToken?: string): Promise<T> {
    const response = await this.#context.request.post(new URL(path, this.#origin).href, {
      data: body,
      headers: { 'idempotency-key': randomUUID(), ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}) },
    });
    if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
