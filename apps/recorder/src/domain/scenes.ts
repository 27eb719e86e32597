import { FRAME_RATE, frameAt, frameCount, frameTimeMs, type FrameRange } from './frame-grid.js';
import { includes, intersected, united, without } from './intervals.js';
import type { Interval, ManifestParticipant, ManifestTrack, RecordingManifest } from './recording-manifest.js';

/** What one participant sent to be seen from one source, whatever number of tracks and files it came in. */
export interface PictureStream {
  readonly participantId: string;
  readonly source: 'CAMERA' | 'SCREEN';
}

/** One person on the stage. */
export interface SceneTile {
  readonly participantId: string;
  readonly name: string;
  /** Has a camera picture; without, a card with the name. */
  readonly camera: boolean;
  readonly muted: boolean;
  readonly speaking: boolean;
}

/** What the stage looks like for a while. */
export interface Scene extends FrameRange {
  /** In the order of joining. */
  readonly tiles: readonly SceneTile[];
  /** Whose screen is shown large. */
  readonly screen?: { readonly participantId: string; readonly name: string };
}

/** Of one participant: when what is to be seen and heard. */
interface Appearance extends ManifestParticipant {
  readonly present: readonly Interval[];
  readonly camera: readonly Interval[];
  readonly audible: readonly Interval[];
  readonly screen: readonly Interval[];
}

/** When tracks of a source were published and not muted. */
export function intendedOf(tracks: readonly ManifestTrack[]): Interval[] {
  return united(tracks.flatMap(({ published, muted }) => without([published], muted)));
}

function appearanceOf(
  participant: ManifestParticipant,
  tracks: readonly ManifestTrack[],
  seen: (stream: PictureStream) => readonly Interval[],
): Appearance {
  const own = (source: ManifestTrack['source']): ManifestTrack[] =>
    tracks.filter((track) => track.participantId === participant.id && track.source === source);
  const present = united(participant.stays);
  const shown = (source: PictureStream['source']): Interval[] =>
    intersected(intersected(present, intendedOf(own(source))), seen({ participantId: participant.id, source }));
  return {
    ...participant,
    present,
    camera: shown('CAMERA'),
    screen: shown('SCREEN'),
    audible: intersected(present, intendedOf(own('MICROPHONE'))),
  };
}

const sameView = (a: Scene, b: Scene): boolean =>
  JSON.stringify([a.tiles, a.screen]) === JSON.stringify([b.tiles, b.screen]);

/**
 * The recording as scenes, one after the other without gaps: each shows exactly those who were inside at that moment.
 * @param seen when there are pictures of a stream, whatever was intended
 */
export function scenesOf(
  manifest: RecordingManifest,
  seen: (stream: PictureStream) => readonly Interval[],
): readonly Scene[] {
  const frames = frameCount(manifest.durationMs);
  const people = manifest.participants
    .map((participant) => appearanceOf(participant, manifest.tracks, seen))
    .filter(({ present }) => present.length > 0)
    .toSorted((a, b) => (a.present[0]?.fromMs ?? 0) - (b.present[0]?.fromMs ?? 0) || (a.id < b.id ? -1 : 1));

  const edges = people
    .flatMap(({ present, camera, audible, screen }) => [...present, ...camera, ...audible, ...screen])
    .flatMap(({ fromMs, toMs }) => [fromMs, toMs])
    .concat(manifest.activeSpeaker.map(({ atMs }) => atMs));
  const changes = [...new Set([0, ...edges.map(frameAt), frames])]
    .filter((frame) => frame >= 0 && frame <= frames)
    .sort((a, b) => a - b);

  const sceneAt = (fromFrame: number, toFrame: number): Scene => {
    const ms = frameTimeMs(fromFrame);
    const inside = people.filter(({ present }) => includes(present, ms));
    const speaker = manifest.activeSpeaker.findLast(({ atMs }) => atMs <= ms)?.participantId;
    const sharer = inside.find(({ screen }) => includes(screen, ms));
    const tiles = inside.map(({ id, name, camera, audible }) => {
      const muted = !includes(audible, ms);
      const speaking = id === speaker && !muted && inside.length > 1;
      return { participantId: id, name, camera: includes(camera, ms), muted, speaking };
    });
    return { fromFrame, toFrame, tiles, ...(sharer && { screen: { participantId: sharer.id, name: sharer.name } }) };
  };

  const scenes: Scene[] = [];
  for (const [index, fromFrame] of changes.slice(0, -1).entries()) {
    const scene = sceneAt(fromFrame, changes[index + 1] ?? frames);
    const last = scenes.at(-1);
    if (last && sameView(last, scene)) scenes[scenes.length - 1] = { ...last, toFrame: scene.toFrame };
    else scenes.push(scene);
  }
  return scenes;
}

/** Longer pieces would be lost when composing is interrupted. */
const LONGEST_PIECE = 60 * FRAME_RATE;

/** A run of scenes with the same pictures in the same places: one pass of the renderer. */
export interface Piece extends FrameRange {
  readonly scenes: readonly Scene[];
}

const samePictures = (a: Scene, b: Scene): boolean =>
  JSON.stringify([a.tiles.map(({ participantId, camera }) => [participantId, camera]), a.screen]) ===
  JSON.stringify([b.tiles.map(({ participantId, camera }) => [participantId, camera]), b.screen]);

/** Scenes grouped to be rendered together; whoever speaks or is muted makes no new piece. */
export function piecesOf(scenes: readonly Scene[]): readonly Piece[] {
  const pieces: { fromFrame: number; toFrame: number; scenes: Scene[] }[] = [];
  for (const whole of scenes) {
    for (let fromFrame = whole.fromFrame; fromFrame < whole.toFrame; ) {
      const last = pieces.at(-1);
      const first = last?.scenes[0];
      const joins = last && first && samePictures(first, whole) && last.toFrame - last.fromFrame < LONGEST_PIECE;
      const limit = (joins ? last.fromFrame : fromFrame) + LONGEST_PIECE;
      const scene = { ...whole, fromFrame, toFrame: Math.min(whole.toFrame, limit) };
      if (joins) {
        last.scenes.push(scene);
        last.toFrame = scene.toFrame;
      } else pieces.push({ fromFrame, toFrame: scene.toFrame, scenes: [scene] });
      fromFrame = scene.toFrame;
    }
  }
  return pieces;
}
