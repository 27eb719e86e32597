import fc from 'fast-check';
import { type Rect, arrangeFocus, arrangeGrid, fitOf } from './arrange.js';
import { rulesFor } from './grid.js';

const desktop = { width: 1280, height: 640 };
const phone = { width: 374, height: 640 };
const sideways = { width: 800, height: 340 };

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('arrangeGrid', () => {
  it('centres the last row', () => {
    const { rects } = arrangeGrid(3, 0, { width: 1000, height: 700 }, rulesFor(desktop), undefined);
    const last = rects[2];
    expect(last && last.x + last.width / 2).toBeCloseTo(500, -1);
  });

  it('shows the rest on the last page at the size of the others', () => {
    const rules = rulesFor(phone);
    const first = arrangeGrid(8, 0, phone, rules, undefined);
    const second = arrangeGrid(8, 1, phone, rules, undefined);
    expect(first.rects).toHaveLength(6);
    expect(second.rects).toHaveLength(2);
    expect(second.rects[0]?.width).toBe(first.rects[0]?.width);
  });

  it('lays no tile over another, nor out of the stage', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 260, max: 2600 }),
        fc.integer({ min: 160, max: 1500 }),
        fc.boolean(),
        (count, width, height, focus) => {
          const stage = { width, height };
          const rules = rulesFor(stage);
          const { rects, large } = focus
            ? arrangeFocus(count, 0, stage, rules)
            : arrangeGrid(count, 0, stage, rules, undefined);
          const all = large ? [large, ...rects] : rects;
          for (const [index, rect] of all.entries()) {
            expect(rect.x).toBeGreaterThanOrEqual(0);
            expect(rect.x + rect.width).toBeLessThanOrEqual(width + 1);
            expect(
              all
                .slice(index + 1)
                .some((other) => overlap({ ...rect, width: rect.width - 1, height: rect.height - 1 }, other)),
            ).toBe(false);
          }
        },
      ),
    );
  });
});

describe('arrangeFocus', () => {
  it('gives the large tile three quarters of the width at least, and a strip at the right', () => {
    const { large, rects } = arrangeFocus(4, 0, desktop, rulesFor(desktop));
    expect(large?.width).toBeGreaterThanOrEqual(desktop.width * 0.75);
    expect(rects.every(({ x }) => x > (large?.width ?? 0))).toBe(true);
  });

  it('puts it above the others on a phone held upright', () => {
    const { large, rects } = arrangeFocus(3, 0, phone, rulesFor(phone));
    expect(rects.every(({ y }) => y > (large?.height ?? 0))).toBe(true);
  });

  it('shows it alone on a phone held sideways', () => {
    expect(arrangeFocus(3, 0, sideways, rulesFor(sideways))).toMatchObject({
      rects: [],
      large: { width: 800, height: 340 },
    });
  });
});

describe('fitOf', () => {
  it('fills the tile where little is cut off', () => {
    expect(fitOf({ width: 640, height: 360 }, { width: 320, height: 180 }, 'CAMERA')).toBe('cover');
    expect(fitOf({ width: 640, height: 360 }, { width: 320, height: 210 }, 'CAMERA')).toBe('cover');
  });

  it('shows a phone’s upright picture whole in a wide tile', () => {
    expect(fitOf({ width: 360, height: 640 }, { width: 320, height: 180 }, 'CAMERA')).toBe('contain');
  });

  it('never cuts a screen', () => {
    expect(fitOf({ width: 640, height: 360 }, { width: 320, height: 182 }, 'SCREEN')).toBe('contain');
  });
});
