import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adapt, UNLIMITED, type ReceiverInputs } from './receiver-policy.js';

const TRACES = join(import.meta.dirname, 'traces');

/** What `npm run bench:auto -- --trace` wrote; JSON has no Infinity, so no cap is null. */
interface Trace {
  readonly inputs: readonly (Omit<ReceiverInputs, 'cap'> & { readonly cap: number | null })[];
}

interface Moment {
  /** seconds since the trace began */
  readonly at: number;
  readonly level: number;
  readonly spatial: number;
}

/** Asks the policy again what it was asked then. */
function replay(file: string): Moment[] {
  const { inputs } = JSON.parse(readFileSync(join(TRACES, file), 'utf8')) as Trace;
  const begin = inputs[0]?.now ?? 0;
  let state = UNLIMITED;
  return inputs.flatMap(({ cap, ...each }) => {
    state = adapt(state, { ...each, cap: cap ?? Infinity }).state;
    const [video] = each.wanted;
    if (!video) return [];
    const level = state.levels.get(video.trackId) ?? -1;
    return [{ at: (each.now - begin) / 1_000, level, spatial: video.steps[level]?.spatial ?? -1 }];
  });
}

const switches = (values: readonly number[]): number =>
  values.filter((value, index) => index > 0 && value !== values[index - 1]).length;

describe('over recorded paths', () => {
  it.each(readdirSync(TRACES))('%s: the picture switches at most six times, and comes back', (file) => {
    const moments = replay(file);
    const spatial = moments.map((moment) => moment.spatial);
    expect(switches(spatial)).toBeLessThanOrEqual(6);
    const narrowest = Math.min(...spatial);
    expect(narrowest).toBeLessThan(spatial[0] ?? 0);
    expect(spatial.at(-1)).toBeGreaterThan(narrowest);
  });

  it('decide the same again, since nothing but the inputs counts', () => {
    for (const file of readdirSync(TRACES)) expect(replay(file)).toEqual(replay(file));
  });
});
