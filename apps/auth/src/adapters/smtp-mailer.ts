import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';

import { type Mail, Mailer } from '../application/ports/mailer.js';

export interface SmtpServer {
  readonly host: string;
  /** 465: TLS from the start; otherwise STARTTLS, which a login insists on. */
  readonly port: number;
  /** Empty: without a login. */
  readonly user: string;
  readonly password: string;
  readonly from: string;
}

const IMPLICIT_TLS_PORT = 465;
const TIMEOUT_MS = 10_000;
/** Replies of 500 and above are final (RFC 5321 §4.2.1). */
const PERMANENT = 500;

/** Email through the operator's mail server. */
@Injectable()
export class SmtpMailer extends Mailer implements OnModuleDestroy {
  readonly #transport: Transporter;
  readonly #from: string;

  constructor({ host, port, user, password, from }: SmtpServer) {
    super();
    this.#from = from;
    this.#transport = createTransport({
      host,
      port,
      secure: port === IMPLICIT_TLS_PORT,
      // A password never crosses the network in the clear.
      requireTLS: user !== '',
      ...(user !== '' && { auth: { user, pass: password } }),
      pool: true,
      maxConnections: 1,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    });
  }

  async send({ to, subject, text }: Mail): Promise<'SENT' | 'REFUSED'> {
    try {
      await this.#transport.sendMail({ from: this.#from, to, subject, text });
      return 'SENT';
    } catch (error) {
      if (isRefusedForGood(error)) return 'REFUSED';
      throw error;
    }
  }

  onModuleDestroy(): void {
    this.#transport.close();
  }
}

/** The server's word on this address, not on us. */
function isRefusedForGood(error: unknown): boolean {
  return (
    error instanceof Error &&
    'command' in error &&
    error.command === 'RCPT TO' &&
    'responseCode' in error &&
    Number(error.responseCode) >= PERMANENT
  );
}
