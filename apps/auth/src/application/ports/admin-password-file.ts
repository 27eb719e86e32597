/** Where the first administrator's password is left for the operator. */
export abstract class AdminPasswordFile {
  /**
   * Leaves a password there, readable by the owner alone.
   *
   * @returns the one that is there: an earlier one stays, so that a first start that broke off can be repeated.
   */
  abstract leave(password: string): Promise<string>;
}
