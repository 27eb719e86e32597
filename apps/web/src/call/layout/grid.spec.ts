import fc from 'fast-check';
import { layOut, pageCapacity, rulesFor } from './grid.js';

const desktop = { width: 1280, height: 640 };
const phone = { width: 374, height: 640 };

describe('layOut', () => {
  it('gives two tiles on a wide stage a row of their own', () => {
    expect(layOut(2, desktop, rulesFor(desktop))).toMatchObject({ columns: 2, rows: 1 });
  });

  it('gives four tiles a square', () => {
    expect(layOut(4, desktop, rulesFor(desktop))).toMatchObject({ columns: 2, rows: 2 });
  });

  it('stacks two tiles on a phone held upright', () => {
    expect(layOut(2, phone, rulesFor(phone))).toMatchObject({ columns: 1, rows: 2 });
  });

  it('keeps the columns it has where another count gives the same area', () => {
    // On a stage of 16:9, two tiles side by side are as large as one above the other.
    const stage = { width: 1040, height: 585 };
    const rules = { ...rulesFor({ width: 1280, height: 720 }), gap: 0 };
    expect(layOut(2, stage, rules, 1).columns).toBe(1);
    expect(layOut(2, stage, rules, 2).columns).toBe(2);
  });

  it('never lets tiles leave the stage, and keeps their shape', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 200, max: 3000 }),
        fc.integer({ min: 200, max: 2000 }),
        (count, width, height) => {
          const stage = { width, height };
          const rules = rulesFor(stage);
          const { columns, rows, tileWidth, tileHeight } = layOut(count, stage, rules);
          expect(columns * rows).toBeGreaterThanOrEqual(count);
          expect(columns * tileWidth + (columns - 1) * rules.gap).toBeLessThanOrEqual(width);
          expect(rows * tileHeight + (rows - 1) * rules.gap).toBeLessThanOrEqual(height);
          // Tiles are whole pixels.
          expect(tileWidth).toBeGreaterThanOrEqual(rules.minAspect * tileHeight - 1);
          expect(tileWidth).toBeLessThanOrEqual(rules.maxAspect * (tileHeight + 1));
        },
      ),
    );
  });
});

describe('pageCapacity', () => {
  it('shows everybody of a call of ten on a desktop', () => {
    expect(pageCapacity(10, desktop, rulesFor(desktop))).toBe(10);
  });

  it('shows at most six on a phone, nine on a tablet, twenty-five on a desktop', () => {
    expect(pageCapacity(40, phone, rulesFor(phone))).toBe(6);
    const tablet = { width: 1000, height: 900 };
    expect(pageCapacity(40, tablet, rulesFor(tablet))).toBe(9);
    const large = { width: 2500, height: 1400 };
    expect(pageCapacity(40, large, rulesFor(large))).toBe(25);
  });

  it('shows fewer rather than tiles too small to see, but always one', () => {
    expect(pageCapacity(10, { width: 1280, height: 150 }, rulesFor(desktop))).toBe(5);
    expect(pageCapacity(3, { width: 100, height: 60 }, rulesFor(desktop))).toBe(1);
  });
});
