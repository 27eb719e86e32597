import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, isIP, isIPv4, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

// As little of a TURN client (RFC 8489, RFC 8656) as it takes to find out what a server lets through.

const MAGIC = 0x2112a442;
const METHODS = { allocate: 0x003, refresh: 0x004, createPermission: 0x008, channelBind: 0x009 } as const;
const SEND_INDICATION = 0x0016;
const DATA_INDICATION = 0x0017;
const ERROR = 0x0110;
const ATTRIBUTES = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  channel: 0x000c,
  lifetime: 0x000d,
  peer: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  family: 0x0017,
  transport: 0x0019,
} as const;
const ANSWER_TIMEOUT_MS = 5_000;

type Attribute = readonly [type: number, value: Uint8Array];

export interface TurnAnswer {
  /** 0 where it was granted. */
  readonly error: number;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

export interface TurnCredential {
  readonly username: string;
  readonly password: string;
}

/** As the orchestrator makes them. @param expires seconds since 1970 */
export function credentialOf(secret: string, identity: string, expires: number): TurnCredential {
  const username = `${expires}:${identity}`;
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') };
}

interface Wire {
  send(message: Buffer): void;
  close(): void;
}

/** One client, with at most one relay. */
export class TurnClient {
  readonly #credential: TurnCredential;
  readonly #waiting = new Map<string, (answer: Buffer) => void>();
  /** What peers sent over the relay. */
  readonly received: string[] = [];
  #wire: Wire | undefined;
  #realm: Buffer = Buffer.alloc(0);
  #nonce: Buffer = Buffer.alloc(0);

  private constructor(credential: TurnCredential) {
    this.#credential = credential;
  }

  /** @param authority PEM of who signed the server's certificate, for TLS */
  static async connect(
    over: 'UDP' | 'TCP' | 'TLS',
    { host, port }: { readonly host: string; readonly port: number },
    credential: TurnCredential,
    authority?: string,
  ): Promise<TurnClient> {
    const client = new TurnClient(credential);
    if (over === 'UDP') {
      const socket = createSocket('udp4');
      socket.on('message', (message) => client.#take(message));
      client.#wire = { send: (message) => socket.send(message, port, host), close: () => socket.close() };
      return client;
    }
    const socket: Socket =
      over === 'TCP'
        ? connect(port, host)
        : connectTls({ port, host, ca: authority, ...(isIP(host) === 0 && { servername: host }) });
    try {
      const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
      await once(socket, over === 'TCP' ? 'connect' : 'secureConnect', { signal });
    } catch (error) {
      socket.destroy();
      throw error;
    }
    // Afterwards a broken connection is an answer that does not come.
    socket.on('error', () => socket.destroy());
    let pending = Buffer.alloc(0);
    socket.on('data', (data) => {
      pending = Buffer.concat([pending, data]);
      while (pending.length >= 20 && pending.length >= 20 + pending.readUInt16BE(2)) {
        const end = 20 + pending.readUInt16BE(2);
        client.#take(pending.subarray(0, end));
        pending = pending.subarray(end);
      }
    });
    client.#wire = { send: (message) => socket.write(message), close: () => socket.destroy() };
    return client;
  }

  close(): void {
    this.#wire?.close();
  }

  /** Asks for a relay. @param transport 17 UDP, 6 TCP @param family 1 IPv4, 2 IPv6 */
  async allocate({ transport = 17, family = 1 } = {}): Promise<TurnAnswer> {
    const wanted: Attribute[] = [[ATTRIBUTES.transport, Uint8Array.of(transport, 0, 0, 0)]];
    if (family === 2) wanted.push([ATTRIBUTES.family, Uint8Array.of(2, 0, 0, 0)]);
    // The first answer is the challenge: realm and nonce.
    const challenge = await this.#exchange(message(METHODS.allocate, wanted));
    this.#realm = challenge.attributes.get(ATTRIBUTES.realm) ?? this.#realm;
    this.#nonce = challenge.attributes.get(ATTRIBUTES.nonce) ?? this.#nonce;
    return this.#request(METHODS.allocate, wanted);
  }

  /** Gives the relay back. */
  release(): Promise<TurnAnswer> {
    return this.#request(METHODS.refresh, [[ATTRIBUTES.lifetime, Buffer.alloc(4)]]);
  }

  permit(address: string, port = 9): Promise<TurnAnswer> {
    return this.#request(METHODS.createPermission, [peer(address, port)]);
  }

  bindChannel(address: string, port: number): Promise<TurnAnswer> {
    return this.#request(METHODS.channelBind, [
      [ATTRIBUTES.channel, Uint8Array.of(0x40, 0x00, 0, 0)],
      peer(address, port),
    ]);
  }

  /** Sends to a peer over the relay; nothing answers. */
  send(address: string, port: number, text: string): void {
    const attributes: Attribute[] = [peer(address, port), [ATTRIBUTES.data, Buffer.from(text)]];
    this.#wire?.send(message(SEND_INDICATION, attributes));
  }

  #request(method: number, attributes: readonly Attribute[]): Promise<TurnAnswer> {
    const { username, password } = this.#credential;
    const key = createHash('md5').update(`${username}:${this.#realm.toString()}:${password}`).digest();
    const signed: Attribute[] = [
      ...attributes,
      [ATTRIBUTES.username, Buffer.from(username)],
      [ATTRIBUTES.realm, this.#realm],
      [ATTRIBUTES.nonce, this.#nonce],
    ];
    return this.#exchange(message(method, signed, key));
  }

  async #exchange(request: Buffer): Promise<TurnAnswer> {
    const id = request.toString('hex', 8, 20);
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const impatience = setTimeout(() => reject(new Error('the TURN server does not answer')), ANSWER_TIMEOUT_MS);
      this.#waiting.set(id, (received) => {
        clearTimeout(impatience);
        resolve(received);
      });
      this.#wire?.send(request);
    });
    const attributes = attributesOf(answer);
    const error = attributes.get(ATTRIBUTES.error);
    const refused = (answer.readUInt16BE(0) & ERROR) === ERROR;
    return { error: refused && error ? (error[2] ?? 0) * 100 + (error[3] ?? 0) : 0, attributes };
  }

  #take(received: Buffer): void {
    if (received.readUInt16BE(0) === DATA_INDICATION) {
      this.received.push(attributesOf(received).get(ATTRIBUTES.data)?.toString() ?? '');
      return;
    }
    this.#waiting.get(received.toString('hex', 8, 20))?.(received);
  }
}

/** @param key signs it (MESSAGE-INTEGRITY) */
function message(type: number, attributes: readonly Attribute[], key?: Buffer): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(type, 0);
  header.writeUInt32BE(MAGIC, 4);
  randomBytes(12).copy(header, 8);
  const body = Buffer.concat(
    attributes.map(([kind, value]) => attribute([kind, kind === ATTRIBUTES.peer ? masked(value, header) : value])),
  );
  // The length that is signed has the signature in it.
  header.writeUInt16BE(body.length + (key ? 24 : 0), 2);
  const whole = Buffer.concat([header, body]);
  if (!key) return whole;
  return Buffer.concat([whole, attribute([ATTRIBUTES.integrity, createHmac('sha1', key).update(whole).digest()])]);
}

/** XOR-PEER-ADDRESS: port and address masked with the magic number and the transaction id. */
function masked(value: Uint8Array, header: Buffer): Buffer {
  const mask = header.subarray(4);
  return Buffer.from(
    value.map((byte, index) => (index < 2 ? byte : byte ^ (mask[index < 4 ? index - 2 : index - 4] ?? 0))),
  );
}

function attribute([type, value]: Attribute): Buffer {
  const written = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  written.writeUInt16BE(type, 0);
  written.writeUInt16BE(value.length, 2);
  written.set(value, 4);
  return written;
}

function attributesOf(whole: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let offset = 20; offset + 4 <= whole.length; ) {
    const length = whole.readUInt16BE(offset + 2);
    found.set(whole.readUInt16BE(offset), whole.subarray(offset + 4, offset + 4 + length));
    offset += 4 + Math.ceil(length / 4) * 4;
  }
  return found;
}

/** @param address IPv4, or IPv6 with all its digits */
function peer(address: string, port: number): Attribute {
  const ipv4 = isIPv4(address);
  const bytes = ipv4 ? Buffer.from(address.split('.').map(Number)) : Buffer.from(address.replaceAll(':', ''), 'hex');
  return [ATTRIBUTES.peer, Buffer.concat([Buffer.of(0, ipv4 ? 1 : 2, port >>> 8, port & 0xff), bytes])];
}
