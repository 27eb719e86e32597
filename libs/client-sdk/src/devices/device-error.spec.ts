import { toDeviceError } from './device-error.js';

function named(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name });
}

describe('an error of getUserMedia', () => {
  it.each([
    ['NotAllowedError', 'Permission denied', 'DENIED'],
    ['NotAllowedError', 'Permission denied by system', 'DENIED'],
    ['NotAllowedError', 'Permission dismissed', 'DISMISSED'],
    ['NotFoundError', 'Requested device not found', 'MISSING'],
    ['OverconstrainedError', '', 'MISSING'],
    ['NotReadableError', 'Could not start video source', 'IN_USE'],
    ['AbortError', 'Starting videoinput failed', 'IN_USE'],
    ['TypeError', 'getUserMedia is not a function', 'UNSUPPORTED'],
  ])('%s "%s" is %s', (name, message, problem) => {
    expect(toDeviceError(named(name, message), 'camera').problem).toBe(problem);
  });
});

describe('an error of getDisplayMedia', () => {
  it('is a change of mind, unless the system forbids it', () => {
    expect(toDeviceError(named('NotAllowedError', 'Permission denied'), 'screen').problem).toBe('DISMISSED');
    expect(toDeviceError(named('NotAllowedError', 'Permission denied by system'), 'screen').problem).toBe('DENIED');
  });
});
