/** Letters, digits, `_`, `-` and `.`; none begins with a dot, so that no key leaves a folder. */
const KEY = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;
const LONGEST = 512;

/** Whether a string can be the key of an object. */
export function isObjectKey(key: string): boolean {
  return key.length <= LONGEST && KEY.test(key);
}

/** @throws RangeError where it cannot be a key: keys are made by us, never by a caller. */
export function assertObjectKey(key: string): void {
  if (!isObjectKey(key)) throw new RangeError(`not a key of an object: ${JSON.stringify(key)}`);
}
