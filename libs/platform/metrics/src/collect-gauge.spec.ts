import { register } from 'prom-client';
import { collectGauge } from './collect-gauge.js';

const lines = async (name: string): Promise<string[]> =>
  (await register.metrics()).split('\n').filter((line) => line.startsWith(name));

describe('a gauge that is measured when it is asked for', () => {
  it('tells what is so now, and nothing of what was', async () => {
    let states = ['a', 'b'];
    collectGauge('things', 'Things.', ['state'], (set) => states.forEach((state, index) => set({ state }, index)));
    expect(await lines('things')).toEqual(['things{state="a"} 0', 'things{state="b"} 1']);
    states = ['c'];
    expect(await lines('things')).toEqual(['things{state="c"} 0']);
  });

  it('is left out and counted where it cannot be measured, and the others are told', async () => {
    collectGauge('lost', 'Cannot be known.', [], () => Promise.reject(new Error('away')));
    collectGauge('known', 'Is known.', [], (set) => set({}, 7));
    const told = await register.metrics();
    expect(told).toContain('known 7');
    expect(told).not.toMatch(/^lost \d/m);
    expect(await lines('metrics_collect_failures_total')).toContain('metrics_collect_failures_total{metric="lost"} 1');
  });
});
