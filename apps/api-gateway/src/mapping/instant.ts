import { required } from './required.js';

/** ISO 8601, of a timestamp that the contract promises. */
export function instant(date: Date | undefined): string {
  return required(date).toISOString();
}

export function instantOrNull(date: Date | undefined): string | null {
  return date ? date.toISOString() : null;
}
