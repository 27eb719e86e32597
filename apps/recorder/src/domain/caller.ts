/** Who acts, as their verified access token says. */
export interface Caller {
  readonly identityId: string;
  readonly admin: boolean;
  /** For asking other services in the caller's name. Secret. */
  readonly accessToken: string;
}
