import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { MediaPorts } from './session-description.js';

/** UDP ports for tracks, two for each. */
export class PortPairs {
  readonly #ip: string;
  readonly #free: number[];

  constructor(ip: string, { first, count }: { readonly first: number; readonly count: number }) {
    this.#ip = ip;
    this.#free = Array.from({ length: Math.floor(count / 2) }, (_, index) => first + index * 2);
  }

  /** Two ports that nobody listens on; undefined where none are left. A killed capture's receivers may take a moment to end. */
  async take(): Promise<MediaPorts | undefined> {
    for (let tried = this.#free.length; tried > 0; tried -= 1) {
      const rtp = this.#free.shift();
      if (rtp === undefined) return undefined;
      if ((await this.#isFree(rtp)) && (await this.#isFree(rtp + 1))) return { rtp, rtcp: rtp + 1 };
      this.#free.push(rtp);
    }
    return undefined;
  }

  give({ rtp }: MediaPorts): void {
    this.#free.push(rtp);
  }

  async #isFree(port: number): Promise<boolean> {
    const socket = createSocket(this.#ip.includes(':') ? 'udp6' : 'udp4');
    try {
      socket.bind({ port, exclusive: true });
      await once(socket, 'listening');
      return true;
    } catch {
      return false;
    } finally {
      socket.close();
    }
  }
}
