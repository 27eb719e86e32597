import { limitsOf } from './profiles.js';
import { chooseLayers, type PublishedVideo } from './viewing.js';

const SIMULCAST: PublishedVideo = {
  layers: [
    { width: 320, height: 180 },
    { width: 640, height: 360 },
    { width: 1280, height: 720 },
  ],
  frameRate: 30,
  temporalLayers: 3,
};
const SINGLE: PublishedVideo = { layers: [{ width: 1280, height: 720 }], frameRate: 30, temporalLayers: 1 };
const HIGH = limitsOf('HIGH', 'VP8');
const LOW = limitsOf('LOW', 'VP8');

describe('what a viewer gets', () => {
  it.each([
    [{ width: 160, height: 90 }, 0],
    [{ width: 240, height: 135 }, 0],
    [{ width: 480, height: 270 }, 1],
    [{ width: 1280, height: 720 }, 2],
    [{ width: 3840, height: 2160 }, 2],
    // A portrait tile shows a landscape picture small.
    [{ width: 320, height: 900 }, 0],
  ])('is the smallest layer that fills %j', (shown, spatial) => {
    expect(chooseLayers(SIMULCAST, { shown, limits: HIGH })).toEqual({ kind: 'layers', spatial, temporal: 2 });
  });

  it('never goes above the receive profile in height or frame rate', () => {
    expect(chooseLayers(SIMULCAST, { shown: { width: 1280, height: 720 }, limits: LOW })).toEqual({
      kind: 'layers',
      spatial: 1,
      temporal: 1,
    });
    expect(chooseLayers(SIMULCAST, { shown: undefined, limits: limitsOf('MEDIUM', 'VP8') })).toEqual({
      kind: 'layers',
      spatial: 1,
      temporal: 1,
    });
  });

  it('is nothing for what is not shown', () => {
    expect(chooseLayers(SIMULCAST, { shown: { width: 0, height: 0 }, limits: HIGH })).toEqual({
      kind: 'paused',
      reason: 'NOT_SHOWN',
    });
  });

  it('is nothing where there are no layers and the only picture is above the profile', () => {
    expect(chooseLayers(SINGLE, { shown: undefined, limits: LOW })).toEqual({
      kind: 'paused',
      reason: 'RECEIVE_PROFILE',
    });
  });

  it('is the only picture where that is within the profile', () => {
    expect(chooseLayers(SINGLE, { shown: undefined, limits: HIGH })).toEqual({
      kind: 'layers',
      spatial: 0,
      temporal: 0,
    });
  });
});
