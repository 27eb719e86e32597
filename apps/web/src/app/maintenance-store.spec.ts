import type { Maintenance } from '@videocall/signalling';
import { MaintenanceStore } from './maintenance-store.js';

const START = Date.parse('2026-11-22T02:00:00Z');
const HOUR = 3_600_000;
const maintenance: Maintenance = {
  id: 'mnt_1',
  startsAt: new Date(START).toISOString(),
  endsAt: new Date(START + 2 * HOUR).toISOString(),
  text: { en: 'New disk', ja: '新しいディスク' },
};

describe('maintenance of the server', () => {
  let now = 0;
  let answer: () => Promise<Maintenance | null>;
  let store: MaintenanceStore;
  let told: (string | undefined)[];
  beforeEach(() => {
    answer = () => Promise.resolve(maintenance);
    store = new MaintenanceStore(
      () => answer(),
      () => now,
    );
    told = [];
    store.subscribe(() => told.push(store.get()?.phase));
  });
  const at = async (hours: number) => {
    now = START + hours * HOUR;
    await store.refresh();
  };

  it('is shown from a day before until its end', async () => {
    for (const hours of [-25, -24, -1, 0, 1, 2]) await at(hours);
    expect(told).toEqual(['planned', 'now', undefined]);
  });

  it('is shown no longer once it is called off', async () => {
    await at(-1);
    store.set(null);
    expect(told).toEqual(['planned', undefined]);
  });

  it('that was read is shown again when it begins', async () => {
    await at(-2);
    store.dismiss();
    await at(-1);
    expect(store.get()).toBeUndefined();
    await at(0);
    expect(store.get()?.phase).toBe('now');
  });

  it('that is announced anew is shown anew', async () => {
    await at(-2);
    store.dismiss();
    store.set({ ...maintenance, id: 'mnt_2' });
    expect(store.get()?.maintenance.id).toBe('mnt_2');
  });

  it('stays as it was while the server cannot be asked, and ends in time all the same', async () => {
    await at(0);
    answer = () => Promise.reject(new Error('the server does not answer'));
    await at(1);
    expect(store.get()?.phase).toBe('now');
    await at(2);
    expect(store.get()).toBeUndefined();
  });
});
