import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Refusal } from '@videocall/errors';

/** Path on this server below which signed addresses of files in a local folder are. */
export const RECORDING_FILES_PATH = '/v1/recording-files';

/** Milliseconds until the recorder must begin to answer; the file itself takes as long as its reader does. */
const ANSWER_MS = 5_000;
const RETRY_MS = 1_000;

/** What of the recorder's answer is passed on. */
const HEADERS = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-length',
  'content-range',
  'content-type',
  'last-modified',
];

export interface FileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable | undefined;
}

/** Files of recordings that the recorder keeps in a local folder; those in a bucket come from there. */
export class RecordingFiles {
  readonly #recorderUrl: string;

  /** @param recorderUrl of the recorder's HTTP port */
  constructor(recorderUrl: string) {
    this.#recorderUrl = recorderUrl;
  }

  /**
   * Opens a file, or a range of it, as a signed address allows; the signature is the recorder's to check.
   *
   * @param url path and query as they were asked for
   * @param range the `Range` header
   * @throws Refusal DOWNLOAD_LINK_INVALID for what is not signed, or has expired; RECORDING_FILE_NOT_FOUND; SERVICE_UNAVAILABLE
   */
  async open(method: 'GET' | 'HEAD', url: string, range: string | undefined): Promise<FileAnswer> {
    const target = new URL(url, this.#recorderUrl);
    // `..` is resolved by now: the recorder has more on that port than files.
    if (!target.pathname.startsWith(`${RECORDING_FILES_PATH}/`)) throw new Refusal('RECORDING_FILE_NOT_FOUND');
    const response = await this.#ask(target, { method, headers: range === undefined ? {} : { range } });
    if (![200, 206, 416].includes(response.status)) {
      await response.body?.cancel();
      if (response.status === 403) throw new Refusal('DOWNLOAD_LINK_INVALID');
      if (response.status < 500) throw new Refusal('RECORDING_FILE_NOT_FOUND');
      throw new Refusal('SERVICE_UNAVAILABLE', { retryAfterMs: RETRY_MS });
    }
    const headers = HEADERS.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return {
      status: response.status,
      headers: Object.fromEntries(headers),
      body: response.body ? Readable.fromWeb(response.body as ReadableStream) : undefined,
    };
  }

  async #ask(target: URL, request: RequestInit): Promise<Response> {
    const tooLate = new AbortController();
    const timer = setTimeout(() => tooLate.abort(), ANSWER_MS);
    try {
      return await fetch(target, { ...request, redirect: 'manual', signal: tooLate.signal });
    } catch (cause) {
      throw new Refusal('SERVICE_UNAVAILABLE', { retryAfterMs: RETRY_MS, cause });
    } finally {
      clearTimeout(timer);
    }
  }
}
