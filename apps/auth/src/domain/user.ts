export interface User {
  /** `user_…` */
  readonly id: string;
  /** Normalised. Personal data. */
  readonly email: string;
  readonly displayName: string;
  /** Argon2id in PHC form. Secret. */
  readonly passwordHash: string;
  readonly admin: boolean;
  readonly createdAt: Date;
  readonly disabledAt: Date | undefined;
}

/** A program's account: bots, the echo test. */
export interface ServiceAccount {
  /** `svc_…` */
  readonly id: string;
  readonly clientId: string;
  readonly displayName: string;
  /** SHA-256, hexadecimal, of a secret of 256 random bits. */
  readonly secretHash: string;
  readonly createdAt: Date;
  readonly disabledAt: Date | undefined;
}
