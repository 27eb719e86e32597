import type { Values } from './setting.ts';
import { SETTINGS } from './settings.ts';

/**
 * What there is, what the sample says where nothing is, and what can be generated or follows from the rest.
 * @param before the values of the last time: what followed from others then, and was not touched since, follows again
 */
export function complete(given: Values, sample: Values, before: Values = {}): Values {
  const values: Record<string, string> = { ...sample, ...given };
  for (const [name, { generate, follows, always }] of Object.entries(SETTINGS)) {
    const followed = before[name] !== '' && before[name] === values[name] && before[name] === follows?.(before);
    if (always) values[name] = always(values);
    else if (!values[name] || followed) values[name] = generate?.() ?? follows?.(values) ?? '';
  }
  return values;
}
