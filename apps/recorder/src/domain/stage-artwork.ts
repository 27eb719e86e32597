import type { Scene, SceneTile } from './scenes.js';
import { gapOf, layOut, type Rectangle, type Size } from './stage-layout.js';

/** As in the web app's call view. */
const STAGE_COLOUR = '#0b0d10';
export const TILE_COLOUR = '#1c2128';
const SPEAKER_RING = '#4cc38a';
const MIC_OFF = '#ff8a80';
const CAPTION = '#a9b2bf';
const AVATAR_COLOURS = ['#2f6fd0', '#8a4fc4', '#0f8577', '#b04a7a', '#a85d1b', '#4d7a2a', '#5a63c9', '#a3453f'];
const FONTS = "'DejaVu Sans','Noto Sans CJK JP','Noto Sans JP',sans-serif";
const MIC_OFF_ICON =
  'M9 9v3a3 3 0 0 0 5.1 2.1M15 9.3V5a3 3 0 0 0-5.9-.7M17 16.9A7 7 0 0 1 5 12v-2m14 0v2c0 .4 0 .8-.1 1.2M12 19v3M3 3l18 18';

const SCREEN_ICON = 'M4 4h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM8 20h8M12 16v4';

/** A line drawing of 24 by 24, as large as text of a size is high. */
function icon(path: string, x: number, baseline: number, fontSize: number, colour: string): string {
  return (
    `<g transform="translate(${x} ${baseline - fontSize * 0.92}) scale(${(fontSize * 1.1) / 24})">` +
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></g>`
  );
}

/** What an icon before a text takes, in ems. */
const ICON_EMS = 1.35;

/** Text for XML: what XML 1.0 cannot hold is left out, the rest escaped. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const graphemes = (text: string): string[] => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);

/** About how wide a character is, in ems: those of East Asia are square. */
const widthOf = (character: string): number =>
  /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]|[\u{1f000}-\u{3ffff}]/u.test(character)
    ? 1
    : 0.62;

/** A name as far as it has room. */
function fitted(name: string, ems: number): string {
  const characters = graphemes(name.trim());
  let used = 0;
  const kept = characters.findIndex((character) => (used += widthOf(character)) > ems);
  return kept < 0 ? characters.join('') : `${characters.slice(0, Math.max(1, kept - 1)).join('')}…`;
}

function avatarColour(participantId: string): string {
  const sum = [...participantId].reduce((hash, character) => (hash * 31 + character.charCodeAt(0)) >>> 0, 7);
  return AVATAR_COLOURS[sum % AVATAR_COLOURS.length] ?? TILE_COLOUR;
}

const hole = ({ x, y, width, height }: Rectangle, radius: number): string =>
  `M${x + radius} ${y}h${width - 2 * radius}a${radius} ${radius} 0 0 1 ${radius} ${radius}v${height - 2 * radius}` +
  `a${radius} ${radius} 0 0 1 ${-radius} ${radius}h${2 * radius - width}a${radius} ${radius} 0 0 1 ${-radius} ${-radius}` +
  `v${2 * radius - height}a${radius} ${radius} 0 0 1 ${radius} ${-radius}z`;

const box = ({ x, y, width, height }: Rectangle, radius: number, style: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" ${style}/>`;

function card({ x, y, width, height }: Rectangle, { participantId, name }: SceneTile, radius: number): string {
  const [centreX, centreY, size] = [x + width / 2, y + height / 2, height * 0.22];
  const initial = graphemes(name.trim())[0]?.toLocaleUpperCase() ?? '?';
  return (
    box({ x, y, width, height }, radius, `fill="${TILE_COLOUR}"`) +
    `<circle cx="${centreX}" cy="${centreY}" r="${size}" fill="${avatarColour(participantId)}"/>` +
    `<text x="${centreX}" y="${centreY + size * 0.36}" font-family="${FONTS}" font-size="${size}" text-anchor="middle" fill="#fff">${xml(initial)}</text>`
  );
}

function label(tile: Rectangle, { name, muted, camera }: SceneTile, radius: number): string {
  const fontSize = Math.max(tile.height * 0.052, Math.min(17, tile.height * 0.12));
  const inset = fontSize * 0.75;
  const baseline = tile.y + tile.height - inset;
  const indent = inset + (muted ? fontSize * ICON_EMS : 0);
  const shade = { x: tile.x, width: tile.width, height: fontSize * 3, y: tile.y + tile.height - fontSize * 3 };
  const text = fitted(name, (tile.width - indent - inset) / fontSize);
  return (
    (camera ? `<path d="${hole(shade, radius)}" fill="url(#shade)"/>` : '') +
    (muted ? icon(MIC_OFF_ICON, tile.x + inset, baseline, fontSize, MIC_OFF) : '') +
    `<text x="${tile.x + indent}" y="${baseline}" font-family="${FONTS}" font-size="${fontSize}" fill="#fff">${xml(text)}</text>`
  );
}

/**
 * All of the stage that is not a picture, as an SVG of the stage's size with holes where the pictures are: background,
 * cards, names, marks of who is muted and who speaks. It is laid over the pictures.
 */
export function stageArtwork(stage: Size, scene: Scene): string {
  const { tiles, screen, caption } = layOut(stage, scene.tiles.length, scene.screen !== undefined);
  const radius = gapOf(stage);
  const placed = scene.tiles.flatMap((person, index) => {
    const tile = tiles[index];
    return tile ? [{ person, tile, radius: Math.min(radius, tile.height / 8) }] : [];
  });
  const holes = placed.filter(({ person }) => person.camera).map(({ tile, radius: corner }) => hole(tile, corner));
  if (screen) holes.push(hole(screen, radius / 2));
  const parts = placed.map(
    ({ person, tile, radius: corner }) =>
      (person.camera ? '' : card(tile, person, corner)) +
      label(tile, person, corner) +
      (person.speaking
        ? box(tile, corner, `fill="none" stroke="${SPEAKER_RING}" stroke-width="${stage.width / 320}"`)
        : ''),
  );
  if (scene.screen && caption) {
    const fontSize = caption.height * 0.5;
    const baseline = caption.y + caption.height * 0.72;
    const indent = fontSize * (ICON_EMS + 0.5);
    const name = xml(fitted(scene.screen.name, (caption.width - indent) / fontSize));
    parts.push(
      icon(SCREEN_ICON, caption.x + fontSize * 0.5, baseline, fontSize, CAPTION) +
        `<text x="${caption.x + indent}" y="${baseline}" font-family="${FONTS}" font-size="${fontSize}" fill="${CAPTION}">${name}</text>`,
    );
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${stage.width}" height="${stage.height}" viewBox="0 0 ${stage.width} ${stage.height}">` +
    '<defs><linearGradient id="shade" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#000" stop-opacity="0"/>' +
    '<stop offset="1" stop-color="#000" stop-opacity="0.8"/></linearGradient></defs>' +
    `<path d="M0 0H${stage.width}V${stage.height}H0Z${holes.join('')}" fill="${STAGE_COLOUR}" fill-rule="evenodd"/>${parts.join('')}</svg>`
  );
}
