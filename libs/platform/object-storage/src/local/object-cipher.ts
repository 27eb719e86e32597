import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

const ALGORITHM = 'aes-256-ctr';
const BLOCK_BYTES = 16;

/** What stands before the encrypted bytes in a file: the first counter block, another one for every file. */
export const HEADER_BYTES = BLOCK_BYTES;

/**
 * Encrypts what passes, after a header. AES-256-CTR: any range can be read without what is before it, which playing with
 * seeking needs. It keeps files secret where the disk is lost or a copy of it; it does not prove that nobody changed them.
 */
export function encrypting(key: Buffer): Transform {
  const start = randomBytes(HEADER_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, start);
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done: TransformCallback) => done(null, cipher.update(chunk)),
  });
  stream.push(start);
  return stream;
}

/** Where reading must begin for a byte of the content, in the file and in the counter. */
export function blockAt(offset: number): { readonly position: number; readonly block: number; readonly skip: number } {
  const block = Math.floor(offset / BLOCK_BYTES);
  return { block, position: HEADER_BYTES + block * BLOCK_BYTES, skip: offset % BLOCK_BYTES };
}

/**
 * Decrypts what passes.
 * @param header of the file
 * @param block number of the first block that passes
 * @param skip bytes of it that are dropped
 */
export function decrypting(key: Buffer, header: Buffer, block: number, skip: number): Transform {
  const decipher = createDecipheriv(ALGORITHM, key, counterAfter(header, block));
  let drop = skip;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      const clear = decipher.update(chunk);
      const dropped = Math.min(drop, clear.length);
      drop -= dropped;
      done(null, clear.subarray(dropped));
    },
  });
}

/** The counter is one big-endian number of 128 bits. */
function counterAfter(start: Buffer, blocks: number): Buffer {
  const value = BigInt.asUintN(128, BigInt(`0x${start.toString('hex')}`) + BigInt(blocks));
  return Buffer.from(value.toString(16).padStart(BLOCK_BYTES * 2, '0'), 'hex');
}
