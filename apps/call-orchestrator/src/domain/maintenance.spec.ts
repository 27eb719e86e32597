import { Refusal } from '@videocall/errors';
import { newId } from './ids.js';
import { requireNoMaintenance, type Maintenance } from './maintenance.js';

const at = (time: string) => new Date(`2026-11-22T${time}Z`);
const maintenance: Maintenance = {
  id: newId('mnt'),
  startsAt: at('02:00:00'),
  endsAt: at('04:00:00'),
  textEn: '',
  textJa: '',
};

function refusalAt(time: string, admin = false): Refusal | undefined {
  try {
    requireNoMaintenance(maintenance, at(time), admin);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

describe('while the server is under maintenance', () => {
  it('nobody starts a call, and is told when it ends', () => {
    expect(refusalAt('02:00:00')).toMatchObject({
      reason: 'MAINTENANCE',
      details: { endsAt: '2026-11-22T04:00:00.000Z' },
    });
    expect(refusalAt('03:59:59')?.retryAfterMs).toBe(1_000);
  });

  it('an administrator does, to try the server', () => {
    expect(refusalAt('03:00:00', true)).toBeUndefined();
  });

  it('is over at its end, without anybody ending it, and has not begun before its start', () => {
    expect(refusalAt('01:59:59')).toBeUndefined();
    expect(refusalAt('04:00:00')).toBeUndefined();
  });
});
