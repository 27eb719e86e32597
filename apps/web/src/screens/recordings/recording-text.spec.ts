import type { Recording } from '@videocall/rest-api';
import { bytesText, isSettled } from './recording-text.js';

const recording: Recording = {
  id: 'rec_1',
  callId: 'call_1',
  callTitle: '',
  state: 'READY',
  startedAt: null,
  endedAt: null,
  durationMs: 0,
  bytes: 0,
  progressPermille: 0,
  failureReason: null,
  files: [],
  participantNames: [],
  expiresAt: null,
  canDelete: false,
};

describe('the size of a recording', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [812_345, '812 kB'],
    [9_440_000, '9.4 MB'],
    [1_430_000_000, '1.4 GB'],
  ])('of %d bytes is %s', (bytes, text) => {
    expect(bytesText('en', bytes)).toBe(text.replace(' ', '\u00a0'));
  });
});

describe('a recording', () => {
  it('is looked at again until it is ready or failed, and none of its clips is being made', () => {
    expect(isSettled(recording)).toBe(true);
    expect(isSettled({ ...recording, state: 'PROCESSING' })).toBe(false);
    expect(isSettled({ ...recording, state: 'FAILED' })).toBe(true);
    const clip = {
      id: 'file_1',
      kind: 'CLIP' as const,
      contentType: 'video/mp4',
      bytes: 0,
      durationMs: 0,
      participantId: null,
      participantName: null,
      fromMs: 0,
      toMs: 1000,
      fileName: '',
      ready: false,
    };
    expect(isSettled({ ...recording, files: [clip] })).toBe(false);
  });
});
