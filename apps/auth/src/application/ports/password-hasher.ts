export abstract class PasswordHasher {
  /** @returns Argon2id in PHC form. */
  abstract hash(password: string): Promise<string>;
  /**
   * Takes the same time where there is nothing to compare with.
   *
   * @param passwordHash undefined for a user that does not exist; the answer is then false.
   */
  abstract verify(passwordHash: string | undefined, password: string): Promise<boolean>;
}
