import { pino, type DestinationStream, type Logger, type LoggerOptions as PinoOptions } from 'pino';

export type { Logger };

export interface LoggerOptions {
  /** Goes into every line as `service`. */
  readonly service: string;
  /** The least severe lines written. Default: info. */
  readonly level?: string;
}

/** Fields that carry secrets, wherever an object with them is logged, up to two levels down. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-peer-ticket"]',
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'resumeToken',
  'peerTicket',
  'grant',
  'jwt',
  'secret',
];

const at = (prefix: string, field: string) =>
  field.startsWith('[') ? `${prefix}${field}` : prefix ? `${prefix}.${field}` : field;

/** JSON lines on standard output with a readable level and time, without secrets. */
export function pinoOptions({ service, level = 'info' }: LoggerOptions): PinoOptions {
  return {
    level,
    base: { service },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ['', '*', '*.*'].flatMap((prefix) => SECRET_FIELDS.map((field) => at(prefix, field))),
      censor: '[redacted]',
    },
  };
}

/** A logger for what runs outside Nest (start-up, child processes, workers). */
export function createLogger(options: LoggerOptions, destination?: DestinationStream): Logger {
  return destination ? pino(pinoOptions(options), destination) : pino(pinoOptions(options));
}
