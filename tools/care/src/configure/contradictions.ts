import type { Problem, Values } from './setting.ts';
import { runs, storageIsBundled } from './what-runs.ts';

/** Ports that sfu-nodes send captures from, and that services on the host listen on. */
const CAPTURE_PORTS: Range = [61_000, 65_535];
const TAKEN: Readonly<Record<string, Range>> = {
  'the relay itself': [3_478, 3_478],
  'the UDP echo': [5_000, 5_000],
  'the services on the private network': [8_081, 8_088],
  'gRPC on the private network': [9_091, 9_100],
  'what sfu-nodes send to the recorder': CAPTURE_PORTS,
};
/** Where MEDIA_WORKERS is left to the number of processors. */
const MOST_PROCESSORS = 64;

type Range = readonly [first: number, last: number];

/** What is wrong between values that are right by themselves. */
export function contradictionsOf(values: Values): readonly Problem[] {
  return [...names(values), ...ports(values), ...storage(values), ...others(values)];
}

function names({ DOMAIN = '', TURN_DOMAIN = '' }: Values): readonly Problem[] {
  if (DOMAIN !== TURN_DOMAIN) return [];
  const text = 'is the same as DOMAIN. The relay shares port 443 with the web by its name, so it needs one of its own.';
  return [{ name: 'TURN_DOMAIN', text }];
}

function ports(values: Values): readonly Problem[] {
  const first = Number(values['MEDIA_PORT_BASE']);
  const media: Range = [first, first + Number(values['MEDIA_WORKERS'] || MOST_PROCESSORS) - 1];
  const [firstRelay = 0, lastRelay = 0] = (values['TURN_RELAY_PORTS'] ?? '').split('-').map(Number);
  const relays: Range = [firstRelay, lastRelay];
  const taken = Object.entries(TAKEN);
  return [
    ...collisions('MEDIA_PORT_BASE', media, taken),
    ...collisions('TURN_RELAY_PORTS', relays, [...taken, ['media', media]]),
  ];
}

function collisions(name: string, range: Range, others: readonly (readonly [string, Range])[]): readonly Problem[] {
  return others
    .filter(([, other]) => range[0] <= other[1] && other[0] <= range[1])
    .map(([what, other]) => ({
      name,
      text: `takes ports ${range.join('-')}, of which ${what} has ${[...new Set(other)].join('-')}. Choose others.`,
    }));
}

function storage(values: Values): readonly Problem[] {
  const { STORAGE_BUCKET: bucket, STORAGE_ACCESS_KEY: access, STORAGE_SECRET_KEY: secret } = values;
  if (!runs(values, 'recording') || !bucket) return [];
  if (storageIsBundled(values)) {
    if (runs(values, 'storage')) return [];
    const text =
      'is empty, and COMPOSE_PROFILES leaves out storage, so there is no S3 server. Name one, add storage, or empty STORAGE_BUCKET.';
    return [{ name: 'STORAGE_ENDPOINT', text }];
  }
  const missing = [...(access ? [] : ['STORAGE_ACCESS_KEY']), ...(secret ? [] : ['STORAGE_SECRET_KEY'])];
  return missing.map((name) => ({ name, text: 'is not set. The S3 server at STORAGE_ENDPOINT gave you one.' }));
}

function others(values: Values): readonly Problem[] {
  const needs = (when: boolean, name: string, text: string): readonly Problem[] =>
    when && !values[name] ? [{ name, text }] : [];
  return [
    ...needs(
      values['TLS_MODE'] === 'letsencrypt',
      'ACME_EMAIL',
      "is not set. Let's Encrypt wants an address to write to.",
    ),
    ...needs(
      Boolean(values['ALERT_EMAIL_TO']),
      'SMTP_HOST',
      'is not set. Alerts to ALERT_EMAIL_TO need a mail server.',
    ),
    ...needs(runs(values, 'tunnel'), 'CLOUDFLARED_TOKEN', 'is not set. The profile tunnel needs it.'),
    ...['LOG_UPLOAD_URL', 'LOG_UPLOAD_ACCESS_KEY', 'LOG_UPLOAD_SECRET_KEY'].flatMap((name) =>
      needs(values['LOG_UPLOAD'] === 'true', name, 'is not set. LOG_UPLOAD=true needs it.'),
    ),
  ];
}
