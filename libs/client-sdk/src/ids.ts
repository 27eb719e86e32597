const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A prefix and 20 random letters. `crypto.randomUUID` is not used because insecure contexts lack it. */
export function newId(prefix: string): string {
  const letters = crypto.getRandomValues(new Uint8Array(20));
  return `${prefix}_${Array.from(letters, (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}
