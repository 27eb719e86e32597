import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** The code under which Prisma's schema engine reports an error that the user should see. */
const KNOWN_ERROR = 4466;

interface Request {
  readonly id: number | string;
  readonly method: string;
  readonly params: unknown;
}

function parseRequest(line: string): Request | undefined {
  const message: unknown = JSON.parse(line);
  // What the CLI answers to our own `print` requests has no method.
  if (typeof message !== 'object' || message === null || !('method' in message) || !('id' in message)) return undefined;
  const { id, method } = message;
  if (typeof method !== 'string' || (typeof id !== 'number' && typeof id !== 'string')) return undefined;
  return { id, method, params: 'params' in message ? message.params : undefined };
}

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function errorReply(error: unknown): object {
  const message = String(field(error, 'message') ?? error);
  return {
    code: KNOWN_ERROR,
    message,
    data: { is_panic: false, message, meta: field(error, 'meta') ?? null, error_code: field(error, 'code') ?? null },
  };
}

/** What `migrate diff` found is not returned in its reply but printed by a request of ours to the CLI. */
function takeStdout(result: unknown): { printed: string | undefined; result: unknown } {
  const stdout = field(result, 'stdout');
  if (typeof result !== 'object' || typeof stdout !== 'string') return { printed: undefined, result };
  return { printed: stdout, result: { ...result, stdout: null } };
}

/**
 * Serves JSON-RPC 2.0, one message a line, one request after the other, until the input ends.
 * @param answer called with each request's method and parameters
 */
export async function serve(
  input: Readable,
  output: Writable,
  answer: (method: string, params: unknown) => Promise<unknown>,
): Promise<void> {
  let prints = 0;
  const send = (message: object): void => void output.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  for await (const line of createInterface({ input })) {
    const request = parseRequest(line);
    if (!request) continue;
    const { id, method, params } = request;
    try {
      const { printed, result } = takeStdout(await answer(method, params));
      if (printed !== undefined) send({ id: `print-${++prints}`, method: 'print', params: { content: printed } });
      send({ id, result: result ?? {} });
    } catch (error) {
      send({ id, error: errorReply(error) });
    }
  }
}
