import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';

// What values may be. Each message goes on from the value that was given.

const HIGHEST_PORT = 65_535;
/** Below it a process needs privileges, which no container has. */
const LOWEST_PORT = 1_024;

export const matching = (pattern: RegExp, otherwise: string) => z.string().regex(pattern, otherwise);

/** RFC 1123, with a dot: a certificate and TLS by name need one. */
export const hostName = z
  .string()
  .max(253, 'is longer than 253 characters')
  .regex(
    /^(?=.*[a-z])([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/,
    'is no host name in lower case with a dot, without https:// and port',
  );

export const mailHost = matching(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/, 'is no host name');

export const email = z.email('is no email address');

export const emails = z
  .string()
  .refine(
    (text) => text.split(',').every((one) => z.email().safeParse(one.trim()).success),
    'is no list of email addresses with commas between them',
  );

/** `name@host`, or `Name <name@host>`. */
export const sender = z
  .string()
  .refine(
    (text) => z.email().safeParse(/<([^<>]+)>$/.exec(text)?.[1] ?? text).success,
    'is no sender: name@host, or Name <name@host>',
  );

export const ipv4 = z.string().refine(isIPv4, 'is no IPv4 address');
export const ipv6 = z.string().refine(isIPv6, 'is no IPv6 address');

export const addresses = z
  .string()
  .refine(
    (text) => text.split(',').every((one) => isIPv4(one) || isIPv6(one)),
    'is no list of addresses with commas between them, without spaces',
  );

export const oneOf = (...words: readonly [string, ...string[]]) =>
  z.enum(words, `is none of ${words.slice(0, -1).join(', ')} and ${words.at(-1)}`);

export const yesNo = oneOf('true', 'false');

export const wholeNumber = (least: number, most: number) =>
  matching(/^\d+$/, 'is no whole number').refine(
    (text) => Number(text) >= least && Number(text) <= most,
    `is not between ${least} and ${most}`,
  );

export const port = wholeNumber(LOWEST_PORT, HIGHEST_PORT);

export const portRange = matching(/^\d+-\d+$/, 'is no range of ports, first-last').refine((text) => {
  const [first = 0, last = 0] = text.split('-').map(Number);
  return first >= LOWEST_PORT && last <= HIGHEST_PORT && last - first >= 15;
}, `does not begin at ${LOWEST_PORT} or above, end at ${HIGHEST_PORT} or below, and have sixteen ports at least`);

export const webAddress = (...protocols: readonly string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `is no address that begins with ${protocols.map((name) => `${name}://`).join(' or ')}`,
  });

/** Of the RFC 1918 blocks, so that nothing public is covered. */
export const networkPrefix = z
  .string()
  .refine(
    (text) => isIPv4(`${text}.0`) && /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(text),
    'is not the first three numbers of a private network (10.…, 172.16.… to 172.31.…, 192.168.…)',
  );

export const PROFILES = ['core', 'media', 'recording', 'echo', 'turn', 'monitoring', 'tunnel', 'storage'] as const;

export const profiles = z
  .string()
  .refine(
    (text) => text.split(',').every((name) => (PROFILES as readonly string[]).includes(name)),
    `is no list of these with commas between them: ${PROFILES.join(', ')}`,
  )
  .refine((text) => text.split(',').includes('core'), 'lacks core, which everything else needs');

export const bucket = matching(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'is no bucket name: 3 to 63 of a-z, 0-9, dots and hyphens',
);

export const grpcAddresses = matching(
  /^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/,
  'is no list of host:port with commas between them, without spaces',
);

export const identifier = matching(/^[A-Za-z0-9_.-]{1,64}$/, 'is not 1 to 64 letters, digits and . _ -');

/** What goes into addresses and configuration files without quotes. */
export const password = matching(
  /^[A-Za-z0-9_-]{16,}$/,
  'is not at least 16 letters, digits, hyphens and underscores; empty it, and one is generated',
);

export const anything = z.string();
