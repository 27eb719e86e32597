import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';

// RFC 8489.
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const XOR_MAPPED_ADDRESS = 0x0020;
const HEADER_BYTES = 20;
const COOKIE = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const TRANSACTION_BYTES = 12;
/** Datagrams get lost. */
const ASK_EVERY_MS = 500;

export interface StunServer {
  readonly host: string;
  readonly port: number;
}

/**
 * How a server elsewhere sees this machine.
 * @param family 4 or 6
 * @param timeoutMs after which no answer is expected any more
 * @returns the address; undefined without an answer
 */
export async function addressSeenBy(server: StunServer, family: 4 | 6, timeoutMs: number): Promise<string | undefined> {
  const socket = createSocket(family === 4 ? 'udp4' : 'udp6');
  const transaction = randomBytes(TRANSACTION_BYTES);
  const request = Buffer.concat([Buffer.alloc(4), COOKIE, transaction]);
  request.writeUInt16BE(BINDING_REQUEST, 0);
  // What cannot be sent (no such name, no route) is not answered either.
  const ask = (): void => socket.send(request, server.port, server.host, () => undefined);
  const asking = setInterval(ask, ASK_EVERY_MS);
  try {
    return await new Promise((resolve) => {
      const tooLate = setTimeout(() => resolve(undefined), timeoutMs);
      socket.on('error', () => resolve(undefined));
      socket.on('message', (answer) => {
        const address = addressIn(answer, transaction);
        if (address === undefined) return;
        clearTimeout(tooLate);
        resolve(address);
      });
      ask();
    });
  } finally {
    clearInterval(asking);
    socket.close();
  }
}

function addressIn(answer: Buffer, transaction: Buffer): string | undefined {
  const isOurs =
    answer.length >= HEADER_BYTES &&
    answer.readUInt16BE(0) === BINDING_SUCCESS &&
    answer.subarray(8, HEADER_BYTES).equals(transaction);
  if (!isOurs) return undefined;
  let at = HEADER_BYTES;
  while (at + 4 <= answer.length) {
    const length = answer.readUInt16BE(at + 2);
    const value = answer.subarray(at + 4, at + 4 + length);
    if (answer.readUInt16BE(at) === XOR_MAPPED_ADDRESS) return unmasked(value, transaction);
    // Attributes begin at multiples of four bytes.
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return undefined;
}

/** The address in the attribute, which is masked so that no middlebox rewrites it. */
function unmasked(value: Buffer, transaction: Buffer): string | undefined {
  const mask = Buffer.concat([COOKIE, transaction]);
  const bytes = value.subarray(4).map((byte, index) => byte ^ (mask[index] ?? 0));
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return undefined;
  const groups = Array.from({ length: 8 }, (_, index) =>
    Buffer.from(bytes)
      .readUInt16BE(index * 2)
      .toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
