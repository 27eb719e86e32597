/** A service account that the operator wants. */
export interface WantedServiceAccount {
  readonly clientId: string;
  readonly displayName: string;
}

/** Under which Nest injects the service accounts that the operator wants. */
export const SERVICE_ACCOUNTS = Symbol('service accounts');
