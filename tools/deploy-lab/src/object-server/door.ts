import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { verifySignature, type AccessKey, type Denial } from './verify-signature.ts';

export interface DoorOptions {
  readonly port: number;
  /** The port of the server on loopback to which good requests go. */
  readonly behind: number;
  readonly key: AccessKey;
}

/** Listens on all addresses and lets through what is signed with the key; `/healthz` is for everybody. */
export async function openDoor({ port, behind, key }: DoorOptions): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === '/healthz') {
      response.end('ok');
      return;
    }
    void verifySignature(received(request), key).then(
      (denial) => (denial === undefined ? forward(request, response, behind) : deny(response, denial)),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        deny(response, 'AccessDenied');
      },
    );
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return server;
}

function received({ method = 'GET', url = '/', headers }: IncomingMessage): Parameters<typeof verifySignature>[0] {
  const plain = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value] as const],
  );
  return { method, target: url, headers: Object.fromEntries(plain) };
}

function deny(response: ServerResponse, code: Denial): void {
  const status = code === 'AuthorizationHeaderMalformed' ? 400 : 403;
  response.writeHead(status, { 'content-type': 'application/xml', connection: 'close' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function forward(request: IncomingMessage, response: ServerResponse, port: number): void {
  const onwards = send(
    { host: '127.0.0.1', port, method: request.method, path: request.url, headers: request.headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => undefined);
    },
  );
  // Whoever is at the other end is told by the broken connection.
  pipeline(request, onwards, (error) => (error ? response.destroy(error) : undefined));
}
