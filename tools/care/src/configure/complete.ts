import type { Values } from './setting.ts';
import { SETTINGS } from './settings.ts';

/** What there is, what the sample says where nothing is, and what can be generated or follows from the rest. */
export function complete(given: Values, sample: Values): Values {
  const values: Record<string, string> = { ...sample, ...given };
  for (const [name, { generate, follows, always }] of Object.entries(SETTINGS)) {
    if (always) values[name] = always(values);
    else if (!values[name]) values[name] = generate?.() ?? follows?.(values) ?? '';
  }
  return values;
}
