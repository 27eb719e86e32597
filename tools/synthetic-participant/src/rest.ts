import { randomUUID } from 'node:crypto';
import type { Call } from '@videocall/signalling';

/** A signed-in identity that speaks REST, as a script would. */
export interface RestIdentity {
  readonly accessToken: string;
  readonly identityId: string;
  readonly displayName: string;
}

/** A refusal that REST answered with. */
export class RestRefusal extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(`${reason}: ${message}`);
    this.status = status;
    this.reason = reason;
  }
}

/** Sends one request to the gateway and gives back its JSON; a refusal is thrown as `RestRefusal`. */
export async function rest<T>(
  origin: string,
  method: string,
  path: string,
  options: { readonly token?: string; readonly body?: unknown } = {},
): Promise<T> {
  const response = await fetch(new URL(path, origin), {
    method,
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      'idempotency-key': randomUUID(),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  const json: unknown = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) {
    const { error } = json as { error: { reason: string; message: string } };
    throw new RestRefusal(response.status, error.reason, error.message);
  }
  return json as T;
}

/** Makes a user with an account of their own. */
export async function registerUser(
  origin: string,
  displayName: string,
): Promise<RestIdentity & { email: string; password: string }> {
  const email = `${randomUUID().replaceAll('-', '')}@example.com`;
  const password = `Walrus-${randomUUID()}`;
  const signedIn = await rest<{ accessToken: string; user: { id: string } }>(origin, 'POST', '/v1/auth/register', {
    body: { email, password, displayName },
  });
  return { accessToken: signedIn.accessToken, identityId: signedIn.user.id, displayName, email, password };
}

/** Makes a guest by an invite's code. */
export async function enterAsGuest(origin: string, displayName: string, inviteCode: string): Promise<RestIdentity> {
  const signedIn = await rest<{ accessToken: string; user: { id: string } }>(origin, 'POST', '/v1/auth/guests', {
    body: { displayName, inviteCode },
  });
  return { accessToken: signedIn.accessToken, identityId: signedIn.user.id, displayName };
}

/** Starts a call; the identity becomes its host. */
export async function startCall(
  origin: string,
  host: RestIdentity,
  title = '',
): Promise<{ call: Call; grant: string }> {
  const started = await rest<{ call: Call; grant: { token: string } }>(origin, 'POST', '/v1/calls', {
    token: host.accessToken,
    body: { title },
  });
  return { call: started.call, grant: started.grant.token };
}

/** An invite's code for a call, made by its host. */
export async function inviteTo(origin: string, host: RestIdentity, callId: string): Promise<string> {
  const invite = await rest<{ code: string }>(origin, 'POST', `/v1/calls/${callId}/invites`, {
    token: host.accessToken,
    body: { role: 'SPEAKER' },
  });
  return invite.code;
}

/** A grant for a call, by invite where one is given. */
export async function grantFor(
  origin: string,
  identity: RestIdentity,
  callId: string,
  inviteCode?: string,
): Promise<string> {
  const issued = await rest<{ grant: { token: string } }>(origin, 'POST', `/v1/calls/${callId}/grants`, {
    token: identity.accessToken,
    body: inviteCode === undefined ? {} : { inviteCode },
  });
  return issued.grant.token;
}
