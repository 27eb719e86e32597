import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { frameTimeMs } from '../domain/frame-grid.js';
import type { ManifestSource, RecordingManifest } from '../domain/recording-manifest.js';
import { type Piece, piecesOf, scenesOf } from '../domain/scenes.js';
import type { ComposedFile, CompositionRequest } from './composition-request.js';
import { joinComposite, joinParticipant, mixSound } from './join-composite.js';
import type { Supervision } from './media-program.js';
import { assemblePictures, type CapturedSource, type PictureSurvey, surveyPictures } from './picture-stream.js';
import { Progress } from './progress.js';
import { type PictureFile, renderPiece } from './render-piece.js';
import { FULL_QUALITY, type RenderSettings } from './render-settings.js';
import { assembleSound } from './sound-stream.js';
import { makeThumbnail } from './thumbnail.js';

/** A change of how composites are made: what an earlier version left half done is made anew. */
const VERSION = 1;
const STEP_ALLOWANCE_MS = 120_000;
/** Of a step, against the time that it makes: even a machine full of calls is not slower. */
const SLOWEST = 30;

interface Stem extends CapturedSource {
  readonly path: string;
}

/** Everything that one composition's steps share. */
class Composition {
  readonly #manifest: RecordingManifest;
  readonly #render: RenderSettings;

  constructor(private readonly request: CompositionRequest) {
    this.#manifest = request.manifest;
    this.#render = request.render ?? FULL_QUALITY;
  }

  async run(): Promise<readonly ComposedFile[]> {
    await this.#prepareFolder();
    const sources = this.#sources();
    const sounds = sources.filter(({ source }) => source === 'MICROPHONE' || source === 'SCREEN_AUDIO');
    const surveys = await this.#survey(sources.filter((one) => !sounds.includes(one)));
    const seenOf = (participantId: string, source: string) =>
      surveys.find((survey) => survey.participantId === participantId && survey.source === source)?.seen ?? [];
    const pieces = piecesOf(scenesOf(this.#manifest, (stream) => seenOf(stream.participantId, stream.source)));

    const { stage } = this.#render;
    const weights = [
      ...surveys.map(({ size }) => (0.6 * size.width * size.height) / (stage.width * stage.height) + 0.1),
      ...sounds.map(() => 0.03),
      ...pieces.map(({ fromFrame, toFrame }) => frameTimeMs(toFrame - fromFrame) / this.#manifest.durationMs),
      0.05,
    ];
    const progress = new Progress(weights, this.request.onProgress);
    let step = 0;
    const files: PictureFile[] = [];
    for (const survey of surveys) files.push(await this.#pictures(survey, progress, step++));
    const stems: Stem[] = [];
    for (const sound of sounds) stems.push(await this.#sound(sound, progress, step++));
    const rendered: { piece: Piece; path: string }[] = [];
    for (const piece of pieces) rendered.push(await this.#piece(piece, files, progress, step++));

    const results = [await this.#composite(rendered, stems), ...(await this.#participants(files, stems))];
    results.push(await this.#thumbnail(results[0]?.path ?? '', pieces));
    progress.set(step, 1);
    return results;
  }

  /** Leftovers of an interrupted run are for this very manifest, or go. */
  async #prepareFolder(): Promise<void> {
    const { workFolder } = this.request;
    const plan = JSON.stringify([VERSION, this.#manifest, this.#render]);
    const fingerprint = createHash('sha256').update(plan).digest('hex');
    const mark = join(workFolder, 'fingerprint');
    const before = await readFile(mark, 'utf8').catch(() => '');
    if (before === fingerprint) return;
    await rm(workFolder, { recursive: true, force: true });
    await mkdir(workFolder, { recursive: true, mode: 0o700 });
    await writeFile(mark, fingerprint);
  }

  /** What everybody sent, by participant and source. */
  #sources(): readonly CapturedSource[] {
    const kinds: readonly ManifestSource[] = ['CAMERA', 'SCREEN', 'MICROPHONE', 'SCREEN_AUDIO'];
    return this.#manifest.participants.flatMap(({ id }) =>
      kinds.flatMap((source) => {
        const tracks = this.#manifest.tracks.filter(
          (track) => track.participantId === id && track.source === source && track.segments.length > 0,
        );
        return tracks.length > 0 ? [{ participantId: id, source, tracks }] : [];
      }),
    );
  }

  async #survey(sources: readonly CapturedSource[]): Promise<readonly PictureSurvey[]> {
    const { captureFolder, onDamage } = this.request;
    const surveys: PictureSurvey[] = [];
    for (const source of sources) {
      const survey = await surveyPictures(source, captureFolder, this.#render.stage, this.#supervision(), onDamage);
      if (survey) surveys.push(survey);
    }
    return surveys;
  }

  async #pictures(survey: PictureSurvey, progress: Progress, step: number): Promise<PictureFile> {
    const path = await this.#make(`picture-${survey.source}-${survey.participantId}.mp4`, (output) =>
      assemblePictures(
        survey,
        this.#manifest,
        { folder: this.request.captureFolder, output },
        this.#render,
        this.#supervision(),
        this.#watch(progress, step),
      ),
    );
    progress.set(step, 1);
    return { ...survey, path };
  }

  async #sound(captured: CapturedSource, progress: Progress, step: number): Promise<Stem> {
    const path = await this.#make(`sound-${captured.source}-${captured.participantId}.mka`, (output) =>
      assembleSound(
        captured,
        this.#manifest,
        { folder: this.request.captureFolder, output },
        this.#supervision(),
        this.#watch(progress, step),
      ),
    );
    progress.set(step, 1);
    return { ...captured, path };
  }

  async #piece(piece: Piece, files: readonly PictureFile[], progress: Progress, step: number) {
    const durationMs = frameTimeMs(piece.toFrame - piece.fromFrame);
    const path = await this.#make(`piece-${piece.fromFrame}.mp4`, (output) =>
      renderPiece(piece, files, output, this.#render, this.#supervision(durationMs), (ms) =>
        progress.set(step, ms / durationMs),
      ),
    );
    progress.set(step, 1);
    return { piece, path };
  }

  async #composite(pieces: readonly { piece: Piece; path: string }[], stems: readonly Stem[]): Promise<ComposedFile> {
    const paths = stems.map(({ path }) => path);
    const sound = await this.#make('mix.m4a', (output) =>
      mixSound(paths, this.#manifest.durationMs, output, this.#supervision()),
    );
    const path = await this.#make('composite.mp4', (output) =>
      joinComposite(pieces, sound, output, this.#supervision()),
    );
    return this.#composed('COMPOSITE', path, 'video/mp4');
  }

  async #participants(files: readonly PictureFile[], stems: readonly Stem[]): Promise<readonly ComposedFile[]> {
    const results: ComposedFile[] = [];
    for (const { id } of this.#manifest.participants)
      for (const [content, seen, heard] of [
        ['SELF', 'CAMERA', 'MICROPHONE'],
        ['SCREEN', 'SCREEN', 'SCREEN_AUDIO'],
      ] as const) {
        const picture = files.find(({ participantId, source }) => participantId === id && source === seen)?.path;
        const sound = stems.find(({ participantId, source }) => participantId === id && source === heard)?.path;
        if (!picture && !sound) continue;
        const name = `participant-${id}-${content}.${picture ? 'mp4' : 'm4a'}`;
        const path = await this.#make(name, (output) => joinParticipant(picture, sound, output, this.#supervision()));
        const file = await this.#composed('PARTICIPANT', path, picture ? 'video/mp4' : 'audio/mp4');
        results.push({ ...file, participantId: id, content });
      }
    return results;
  }

  async #thumbnail(composite: string, pieces: readonly Piece[]): Promise<ComposedFile> {
    const path = await this.#make('thumbnail.jpg', (output) =>
      makeThumbnail(composite, pieces, output, this.#supervision()),
    );
    return { ...(await this.#composed('THUMBNAIL', path, 'image/jpeg')), durationMs: 0 };
  }

  /** A file is there under its name once it is whole; one that is there is not made again. */
  async #make(name: string, make: (output: string) => Promise<void>): Promise<string> {
    const path = join(this.request.workFolder, name);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) return path;
    await make(`${path}.part`);
    await rename(`${path}.part`, path);
    return path;
  }

  async #composed<K extends ComposedFile['kind'], T extends ComposedFile['contentType']>(
    kind: K,
    path: string,
    contentType: T,
  ): Promise<ComposedFile> {
    const { size } = await stat(path);
    return { kind, path, contentType, bytes: size, durationMs: this.#manifest.durationMs };
  }

  #watch(progress: Progress, step: number) {
    return {
      onProgress: (share: number) => progress.set(step, share),
      onDamage: (path: string, reason: string) => this.request.onDamage(path, reason),
    };
  }

  #supervision(durationMs = this.#manifest.durationMs): Supervision {
    return { signal: this.request.signal, timeoutMs: STEP_ALLOWANCE_MS + SLOWEST * durationMs };
  }
}

/**
 * Makes of what was captured what people keep: one composite, one file for what each participant sent, and a thumbnail
 * (REC-3). All have the recording's timeline from its first moment to its last. A composition that was interrupted, however
 * it was, goes on from the last finished step when called again with the same manifest and folder.
 * @throws MediaProgramFailed where ffmpeg cannot do its part
 */
export function composeRecording(request: CompositionRequest): Promise<readonly ComposedFile[]> {
  return new Composition(request).run();
}
