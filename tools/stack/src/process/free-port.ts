import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/**
 * Ports are picked below those that the kernel gives to outgoing connections (32768 and up by default): one picked there
 * could be in use by some connection when a killed service wants to listen on it again.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 200;

async function isTcpFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function isUdpFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.once('error', () => resolve(false));
    probe.bind({ port, address: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Whether nobody uses these ports of the loopback interface now, TCP or UDP. */
export async function areFree(first: number, count: number): Promise<boolean> {
  for (let port = first; port < first + count; port++) {
    if (!(await isTcpFree(port)) || !(await isUdpFree(port))) return false;
  }
  return true;
}

/**
 * Ports of the loopback interface, one after the other, that nobody uses.
 * @param count how many
 * @returns the first
 */
export async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const first = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST - count));
    if (await areFree(first, count)) return first;
  }
  throw new Error(`found no ${count} free ports between ${LOWEST} and ${HIGHEST}`);
}

/** One TCP and UDP port of the loopback interface that nobody uses. */
export async function freePort(): Promise<number> {
  return freePorts(1);
}
