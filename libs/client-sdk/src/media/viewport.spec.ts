import { jest } from '@jest/globals';
import type { RequestOf } from '@videocall/signalling';
import { Viewport } from './viewport.js';

const sent: RequestOf<'setViewport'>['shown'][] = [];
let refused = false;
const viewport = () =>
  new Viewport(async ({ shown }) => {
    sent.push(shown);
    if (refused) throw new Error('refused');
  });

beforeEach(() => {
  jest.useFakeTimers();
  sent.length = 0;
  refused = false;
});
afterEach(() => jest.useRealTimers());

describe('Viewport', () => {
  it('tells a burst of changes in one message, and only what changed', async () => {
    const shown = viewport();
    for (let width = 100; width <= 320; width += 20) shown.set('trk_1', 'tile', { width, height: 180 });
    shown.set('trk_2', 'tile', { width: 160, height: 90 });
    await jest.advanceTimersByTimeAsync(100);
    shown.set('trk_2', 'tile', { width: 160, height: 90 });
    await jest.advanceTimersByTimeAsync(100);
    expect(sent).toEqual([
      [
        { trackId: 'trk_1', width: 320, height: 180 },
        { trackId: 'trk_2', width: 160, height: 90 },
      ],
    ]);
  });

  it('goes by the largest of the places that show a track, so that a tile may move', async () => {
    const shown = viewport();
    shown.set('trk_1', 'grid', { width: 320, height: 180 });
    shown.set('trk_1', 'stage', { width: 1280, height: 720 });
    shown.set('trk_1', 'grid', undefined);
    await jest.advanceTimersByTimeAsync(100);
    shown.set('trk_1', 'stage', undefined);
    await jest.advanceTimersByTimeAsync(100);
    expect(sent).toEqual([
      [{ trackId: 'trk_1', width: 1280, height: 720 }],
      [{ trackId: 'trk_1', width: 0, height: 0 }],
    ]);
  });

  it('tells a new peer everything', async () => {
    const shown = viewport();
    shown.set('trk_1', 'tile', { width: 320, height: 180 });
    await jest.advanceTimersByTimeAsync(100);
    shown.tellAgain();
    await jest.advanceTimersByTimeAsync(100);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('tells again with the next change what the server refused', async () => {
    const shown = viewport();
    refused = true;
    shown.set('trk_1', 'tile', { width: 320, height: 180 });
    await jest.advanceTimersByTimeAsync(100);
    refused = false;
    shown.set('trk_2', 'tile', { width: 320, height: 180 });
    await jest.advanceTimersByTimeAsync(100);
    expect(sent[1]?.map(({ trackId }) => trackId)).toEqual(['trk_1', 'trk_2']);
  });
});
