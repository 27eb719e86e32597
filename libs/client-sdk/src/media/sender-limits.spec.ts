import { limitsOf } from '@videocall/quality-profiles';
import type { PublisherCommand } from '@videocall/signalling';
import fc from 'fast-check';
import { encodingsUnder } from './sender-limits.js';

const HD = { width: 1280, height: 720 };

function command(change: Partial<PublisherCommand> = {}): PublisherCommand {
  return {
    trackId: 'trk_1',
    maxBitrate: 2_000_000,
    maxHeight: 720,
    maxFrameRate: 30,
    maxSpatialLayer: 2,
    cause: 'SEND_PROFILE',
    ...change,
  };
}

const sent = (order: PublisherCommand | undefined, profile: 'AUTO' | 'LOW' | 'MEDIUM' | 'HIGH' = 'HIGH') =>
  encodingsUnder('CAMERA', 'VP8', HD, 3, limitsOf(profile, 'VP8'), order);

describe('what a sender is set to', () => {
  it('is what its profile allows while the server says nothing', () => {
    const encodings = sent(undefined);
    expect(encodings.map(({ active }) => active)).toEqual([true, true, true]);
    expect(encodings.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual([4, 2, 1]);
  });

  it('stops the layers above the highest that anybody takes, and all where nobody takes any', () => {
    const active = (maxSpatialLayer: number) => sent(command({ maxSpatialLayer })).map((encoding) => encoding.active);
    expect(active(1)).toEqual([true, true, false]);
    expect(active(-1)).toEqual([false, false, false]);
    expect(active(2)).toEqual([true, true, true]);
  });

  it('never exceeds what the server orders, in sum, height and frame rate, nor what the profile allows', () => {
    const order = fc.record({
      maxBitrate: fc.integer({ min: 100_000, max: 4_000_000 }),
      maxHeight: fc.constantFrom(180, 360, 480, 720, 1080),
      maxFrameRate: fc.integer({ min: 5, max: 60 }),
      maxSpatialLayer: fc.integer({ min: -1, max: 2 }),
    });
    fc.assert(
      fc.property(order, fc.constantFrom('AUTO', 'LOW', 'MEDIUM', 'HIGH'), (ordered, profile) => {
        const own = limitsOf(profile, 'VP8');
        const active = sent(command(ordered), profile).filter((encoding) => encoding.active);
        const sum = active.reduce((total, { maxBitrate }) => total + maxBitrate, 0);
        expect(sum).toBeLessThanOrEqual(Math.min(ordered.maxBitrate, own.maxBitrate));
        for (const { scaleResolutionDownBy, maxFramerate } of active) {
          expect(720 / scaleResolutionDownBy).toBeLessThanOrEqual(Math.min(ordered.maxHeight, own.maxHeight));
          expect(maxFramerate).toBeLessThanOrEqual(Math.min(ordered.maxFrameRate, own.maxFrameRate));
        }
      }),
    );
  });
});
