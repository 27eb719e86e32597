import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: string;
  /** Headers and body as they came, the body's encoding undone. */
  readonly text: string;
}

/** A real SMTP server that keeps what it is sent. Addresses at `refused.example` it refuses for good. */
export class TestMailServer {
  readonly #received: ReceivedMail[] = [];
  /** Like a server that is being serviced itself. */
  takesNothing = false;

  private constructor(private readonly server: SMTPServer) {}

  static async start(): Promise<TestMailServer> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: ({ address }, _session, answer) => {
        if (mail.takesNothing) answer(Object.assign(new Error('try again later'), { responseCode: 450 }));
        else if (address.endsWith('@refused.example'))
          answer(Object.assign(new Error('no such user'), { responseCode: 550 }));
        else answer();
      },
      onData: (stream, { envelope }, answer) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const [to] = envelope.rcptTo;
          mail.#received.push({
            from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
            to: to?.address ?? '',
            text: decoded(Buffer.concat(chunks).toString('utf8')),
          });
          answer();
        });
      },
    });
    const mail = new TestMailServer(server);
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return mail;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get received(): readonly ReceivedMail[] {
    return this.#received;
  }

  forget(): void {
    this.#received.length = 0;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

function decoded(message: string): string {
  const [head = '', ...body] = message.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  return /^content-transfer-encoding: base64/im.test(head) ? Buffer.from(text, 'base64').toString('utf8') : text;
}
