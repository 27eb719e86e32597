import type { ByteRange } from '../object-storage.js';

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * The part of an object that a `Range` header asks for (RFC 9110, 14.2).
 *
 * @returns `whole` where there is no header, or one that may be ignored (several ranges, another unit); `unsatisfiable`
 * where it asks for nothing that is there.
 */
export function requestedRange(header: string | undefined, bytes: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [, from = '', to = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (from === '' && to === '') return 'whole';
  const first = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return 'whole';
  return first <= last ? { first, last } : 'unsatisfiable';
}
