/** Where service accounts' secrets are left for the programs that sign in with them. */
export abstract class ServiceSecretFiles {
  /**
   * Leaves a secret there, readable by the owner alone.
   *
   * @returns the one that is there: an earlier one stays. Empty where the file is.
   */
  abstract leave(clientId: string, secret: string): Promise<string>;
}
