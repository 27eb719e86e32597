import { redact } from './redact.ts';

/** A line that a service has logged. */
export interface LogRecord {
  readonly service: string;
  /** When the engine took it, in nanoseconds: 2026-11-22T21:00:00.123456789Z. */
  readonly takenAt: string;
  /** The line as it is kept: a JSON object with at least `service`, `container`, `time` and, of programs that write plain text, `msg`. */
  readonly json: string;
}

/** What deploy/logs/upload.sh writes: SERVICE CONTAINER TIME LINE. */
const COLLECTED = /^(?<service>[\w-]+) (?<container>[0-9a-f]+) (?<takenAt>\d{4}-\d\d-\d\dT[\d:.]+Z) ?(?<text>.*)$/s;

/**
 * Reads a collected line. Services that write JSON keep their fields; the lines of others become `msg`.
 * @throws Error where it is none
 */
export function readRecord(line: string): LogRecord {
  const { service, container, takenAt, text } = COLLECTED.exec(line)?.groups ?? {};
  if (service === undefined || container === undefined || takenAt === undefined || text === undefined)
    throw new Error('a collected line does not begin with a service, a container and a time');
  const shown = redact(text);
  const fields = asObject(shown) ?? { msg: shown };
  return { service, takenAt, json: JSON.stringify({ time: takenAt, ...fields, service, container }) };
}

function asObject(text: string): object | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Somebody's plain text happens to begin with a brace.
    return undefined;
  }
}
