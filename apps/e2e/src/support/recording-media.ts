import { type DecodedPictures, DecodedSound } from '@videocall/testing';
import type { ColourName } from './marked-media.js';
import type { Stretch } from './recorded-timeline.js';

/** How much of a picture a person's tile takes at least. */
const TILE_SHARE = 0.01;
const WINDOW_SECONDS = 0.1;
const SILENCE_SECONDS = 0.5;
/** Of full scale: a tone of the tests has 0.3 before it is mixed. */
const AUDIBLE = 0.03;

const HUES: Readonly<Record<ColourName, (red: number, green: number, blue: number) => boolean>> = {
  red: (red, green, blue) => red > 150 && green < 90 && blue < 90,
  green: (red, green, blue) => green > 110 && red < 90 && blue < 90,
  blue: (red, green, blue) => blue > 130 && red < 90 && green < 90,
  yellow: (red, green, blue) => red > 150 && green > 150 && blue < 110,
};

/** The colours that a decoded picture shows. */
export function coloursOf(
  pictures: DecodedPictures,
  index: number,
  { width, height }: { readonly width: number; readonly height: number },
): ReadonlySet<ColourName> {
  const counts = new Map<ColourName, number>();
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = pictures.colourAt(index, x, y, 0);
      for (const [name, matches] of Object.entries(HUES) as [ColourName, (typeof HUES)[ColourName]][]) {
        if (matches(...colour)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  }
  return new Set([...counts].filter(([, count]) => count > TILE_SHARE * width * height).map(([name]) => name));
}

/** In how much of a stretch a tone is heard, 0..1. */
export function audibleShare(sound: DecodedSound, hertz: number, stretch: Stretch): number {
  const windows = windowsOf(stretch);
  return windows.filter((at) => sound.level(hertz, at, at + WINDOW_SECONDS) > AUDIBLE).length / windows.length;
}

/** Where a steady tone is missing within a stretch, for half a second or longer: less may be the machine's doing. */
export function silencesOf(sound: DecodedSound, hertz: number, stretch: Stretch): Stretch[] {
  const found: Stretch[] = [];
  let since: number | undefined;
  for (const at of [...windowsOf(stretch), undefined]) {
    const silent = at !== undefined && sound.level(hertz, at, at + WINDOW_SECONDS) <= AUDIBLE;
    if (silent) since ??= at;
    else if (since !== undefined) {
      const to = at ?? stretch.to;
      if (to - since >= SILENCE_SECONDS) found.push({ from: since, to });
      since = undefined;
    }
  }
  return found;
}

function windowsOf({ from, to }: Stretch): number[] {
  return Array.from({ length: Math.floor((to - from) / WINDOW_SECONDS) }, (_, index) => from + index * WINDOW_SECONDS);
}

/** When (s) a picture that flashes turns white, each time. */
export function flashesOf(pictures: DecodedPictures, framesPerSecond: number): number[] {
  const isWhite = (index: number): boolean => pictures.colourAt(index, 8, 4, 1).every((channel) => channel > 170);
  const indexes = Array.from({ length: pictures.count }, (_, index) => index);
  return indexes
    .filter((index) => index > 0 && isWhite(index) && !isWhite(index - 1))
    .map((index) => index / framesPerSecond);
}
