export interface Mail {
  /** Personal data. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The way of email to people. */
export abstract class Mailer {
  /**
   * @returns REFUSED where this address will never be accepted.
   * @throws Error where the mail server cannot be reached, or takes nothing just now.
   */
  abstract send(mail: Mail): Promise<'SENT' | 'REFUSED'>;
}
