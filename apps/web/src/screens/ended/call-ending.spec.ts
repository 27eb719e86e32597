import { readEnding } from './call-ending.js';

describe('readEnding', () => {
  it('gives back what the call handed over', () => {
    const ending = { callId: 'call_1', reason: 'LEFT', durationMs: 1_000, canRejoin: true };
    expect(readEnding(ending)).toEqual(ending);
  });

  it.each([null, undefined, 'LEFT', {}, { callId: 'call_1' }])('knows nothing of %j', (state) => {
    expect(readEnding(state)).toBeUndefined();
  });

  it('offers no way back that was not said to be one', () => {
    expect(readEnding({ callId: 'call_1', reason: 'REMOVED', canRejoin: 'yes' })?.canRejoin).toBe(false);
  });
});
