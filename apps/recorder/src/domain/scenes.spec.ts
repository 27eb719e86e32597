import { interval, manifestOf, person, segment, track } from '../testing/manifests.js';
import { piecesOf, type Scene, scenesOf } from './scenes.js';

const WHOLE = interval(0, 10_000);
const always = () => [WHOLE];

const inWords = ({ fromFrame, toFrame, tiles, screen }: Scene): string =>
  [
    `${fromFrame}-${toFrame}`,
    ...tiles.map(
      ({ participantId, camera, muted, speaking }) =>
        participantId + (camera ? '' : ' card') + (muted ? ' muted' : '') + (speaking ? ' speaking' : ''),
    ),
    ...(screen ? [`screen of ${screen.participantId}`] : []),
  ].join(', ');

const both = (id: string, from: number, to: number) => [
  track(id, 'CAMERA', interval(from, to), [segment('v', from, to)]),
  track(id, 'MICROPHONE', interval(from, to), [segment('a', from, to)]),
];

describe('what a recording shows', () => {
  it('is exactly who is inside at each moment, in the order of joining', () => {
    const manifest = manifestOf({
      durationMs: 10_000,
      participants: [
        person('ben', 'Ben', interval(2_000, 6_000), interval(8_000, 10_000)),
        person('aiko', 'Aiko', WHOLE),
      ],
      tracks: [...both('aiko', 0, 10_000), ...both('ben', 2_000, 10_000)],
    });
    expect(scenesOf(manifest, always).map(inWords)).toEqual([
      '0-50, aiko',
      '50-150, aiko, ben',
      '150-200, aiko',
      '200-250, aiko, ben',
    ]);
  });

  it('marks who is muted, has no camera picture, speaks; one who is alone or muted does not speak', () => {
    const manifest = manifestOf({
      durationMs: 10_000,
      participants: [person('aiko', 'Aiko', WHOLE), person('ben', 'Ben', interval(4_000, 10_000))],
      tracks: [
        track('aiko', 'CAMERA', WHOLE, [], [interval(6_000, 7_000)]),
        track('aiko', 'MICROPHONE', WHOLE, [], [interval(8_000, 10_000)]),
        track('ben', 'MICROPHONE', interval(5_000, 10_000), []),
      ],
      activeSpeaker: [{ atMs: 0, participantId: 'aiko' }],
    });
    expect(scenesOf(manifest, always).map(inWords)).toEqual([
      '0-100, aiko',
      '100-125, aiko speaking, ben card muted',
      '125-150, aiko speaking, ben card',
      '150-175, aiko card speaking, ben card',
      '175-200, aiko speaking, ben card',
      '200-250, aiko muted, ben card',
    ]);
  });

  it('has a card where a camera was meant to be seen and nothing of it was captured', () => {
    const manifest = manifestOf({
      durationMs: 10_000,
      participants: [person('aiko', 'Aiko', WHOLE)],
      tracks: both('aiko', 0, 10_000),
    });
    expect(scenesOf(manifest, () => [interval(0, 3_000), interval(5_000, 10_000)]).map(inWords)).toEqual([
      '0-75, aiko',
      '75-125, aiko card',
      '125-250, aiko',
    ]);
  });

  it('is a shared screen for as long as it is shared and who shares it is inside', () => {
    const manifest = manifestOf({
      durationMs: 10_000,
      participants: [person('aiko', 'Aiko', interval(0, 6_000))],
      tracks: [...both('aiko', 0, 6_000), track('aiko', 'SCREEN', interval(4_000, 9_000), [])],
    });
    expect(scenesOf(manifest, always).map(inWords)).toEqual([
      '0-100, aiko',
      '100-150, aiko, screen of aiko',
      '150-250',
    ]);
  });

  it('begins and ends with the recording, whatever else is told', () => {
    const manifest = manifestOf({
      durationMs: 1_010,
      participants: [person('aiko', 'Aiko', interval(-500, 99_000))],
      tracks: [],
    });
    expect(scenesOf(manifest, always).map(inWords)).toEqual(['0-26, aiko card muted']);
  });
});

describe('the pieces that are rendered', () => {
  const tile = (speaking: boolean, camera = true) => ({
    participantId: 'aiko',
    name: 'Aiko',
    camera,
    muted: false,
    speaking,
  });
  const scene = (fromFrame: number, toFrame: number, speaking: boolean, camera = true): Scene => ({
    fromFrame,
    toFrame,
    tiles: [tile(speaking, camera)],
  });

  it('change with the pictures, not with who speaks, and are a minute long at most', () => {
    const pieces = piecesOf([
      scene(0, 100, false),
      scene(100, 200, true),
      scene(200, 3_500, true, false),
      scene(3_500, 3_600, false),
    ]);
    expect(pieces.map(({ fromFrame, toFrame, scenes }) => [fromFrame, toFrame, scenes.length])).toEqual([
      [0, 200, 2],
      [200, 1_700, 1],
      [1_700, 3_200, 1],
      [3_200, 3_500, 1],
      [3_500, 3_600, 1],
    ]);
  });
});
