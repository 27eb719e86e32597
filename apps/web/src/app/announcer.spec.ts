import { jest } from '@jest/globals';
import { Announcer } from './announcer.js';

describe('Announcer', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('reads what comes within two seconds as one', () => {
    const announcer = new Announcer();
    announcer.say('Ann joined.');
    jest.advanceTimersByTime(1_900);
    announcer.say('Ben joined.');
    expect(announcer.getText()).toBe('');
    jest.advanceTimersByTime(100);
    expect(announcer.getText()).toBe('Ann joined. Ben joined.');
  });

  it('does not repeat itself within a batch', () => {
    const announcer = new Announcer();
    announcer.say('Microphone on.');
    announcer.say('Microphone on.');
    jest.advanceTimersByTime(2_000);
    expect(announcer.getText()).toBe('Microphone on.');
  });

  it('is heard again when it says the same later', () => {
    const announcer = new Announcer();
    announcer.say('Link copied');
    jest.advanceTimersByTime(2_000);
    const first = announcer.getText();
    announcer.say('Link copied');
    jest.advanceTimersByTime(2_000);
    expect(announcer.getText()).not.toBe(first);
    expect(announcer.getText().trim()).toBe(first);
  });
});
