import { DEFAULT_SETTINGS, readSettings } from './settings.js';

describe('readSettings', () => {
  it('gives the defaults where nothing is stored', () => {
    expect(readSettings(null)).toEqual(DEFAULT_SETTINGS);
  });

  it('keeps what fits and drops what does not', () => {
    const stored = JSON.stringify({ theme: 'dark', language: 'tlh', pushToTalk: 'yes', cameraOn: false, unknown: 1 });
    expect(readSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', cameraOn: false });
  });

  it('survives text that is not JSON', () => {
    expect(readSettings('{"theme":')).toEqual(DEFAULT_SETTINGS);
    expect(readSettings('null')).toEqual(DEFAULT_SETTINGS);
  });
});
