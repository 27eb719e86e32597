import { SignedIn, type User } from '@videocall/rest-api';
import { isRefused } from './errors.js';
import { request } from './rest-client.js';

export type { User };

export type IdentityState =
  /** Not known yet: the page was just loaded. */
  | { readonly kind: 'loading' }
  /** The server could not be asked. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'signedIn'; readonly user: User };

/** A guest's token lives as long as the tab: nothing renews it. */
const GUEST_KEY = 'videocall.guest';
/** That this browser was signed in: without it, asking the server would only be refused. */
const SIGNED_IN_KEY = 'videocall.signed-in';
/** Milliseconds before its end at which a token is renewed. */
const RENEW_BEFORE = 60_000;

/**
 * Who uses this page. The access token stays in memory; the refresh token is in a cookie that no script can read, and turns at each
 * use, so tabs take turns in using it.
 */
export class Identity {
  #state: IdentityState = { kind: 'loading' };
  #signedIn: SignedIn | undefined;
  #renewal: Promise<void> | undefined;
  readonly #listeners = new Set<() => void>();

  get state(): IdentityState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): IdentityState => this.#state;

  /** Takes up where the last page left off. */
  async restore(): Promise<void> {
    const guest = storedGuest();
    if (guest) return this.#accept(guest);
    if (localStorage.getItem(SIGNED_IN_KEY) === null) return this.#set({ kind: 'signedOut' });
    await this.#renew().catch((error: unknown) => {
      if (isOver(error)) this.#forget();
      else this.#set({ kind: 'unreachable' });
    });
  }

  async login(email: string, password: string): Promise<void> {
    this.#accept(await request('login', { body: { email, password } }));
  }

  async register(email: string, password: string, displayName: string): Promise<void> {
    this.#accept(await request('register', { body: { email, password, displayName } }));
  }

  /** A guest's identity, for one invite or one room. */
  async enterAsGuest(
    by: { readonly displayName: string } & ({ readonly inviteCode: string } | { readonly roomName: string }),
  ): Promise<void> {
    this.#accept(await request('createGuest', { body: by }));
  }

  async logout(): Promise<void> {
    const accessToken = this.#signedIn?.accessToken;
    // Signed out here even when the server cannot be told: the page must not stay open to the next person.
    this.#forget();
    await request('logout', { body: {} }, { accessToken });
  }

  /**
   * A token good for another minute at least; undefined when nobody is signed in.
   *
   * @param renew true when the server did not accept the last one
   */
  async accessToken(renew = false): Promise<string | undefined> {
    if (!this.#signedIn) return undefined;
    const endsIn = Date.parse(this.#signedIn.accessTokenExpiresAt) - Date.now();
    if (renew || endsIn < RENEW_BEFORE) {
      if (this.#signedIn.user.kind === 'GUEST') {
        if (renew || endsIn <= 0) this.#forget();
      } else {
        await this.#renew().catch((error: unknown) => {
          if (isOver(error)) this.#forget();
          else throw error;
        });
      }
    }
    return this.#signedIn?.accessToken;
  }

  #renew(): Promise<void> {
    this.#renewal ??= inTurn(async () => this.#accept(await request('refresh', { body: {} }))).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  #accept(signedIn: SignedIn): void {
    this.#signedIn = signedIn;
    if (signedIn.user.kind === 'GUEST') {
      sessionStorage.setItem(GUEST_KEY, JSON.stringify(signedIn));
    } else {
      sessionStorage.removeItem(GUEST_KEY);
      localStorage.setItem(SIGNED_IN_KEY, 'yes');
    }
    this.#set({ kind: 'signedIn', user: signedIn.user });
  }

  #forget(): void {
    // A guest who is done leaves the account of this browser as it was.
    if (this.#signedIn?.user.kind !== 'GUEST') localStorage.removeItem(SIGNED_IN_KEY);
    this.#signedIn = undefined;
    sessionStorage.removeItem(GUEST_KEY);
    this.#set({ kind: 'signedOut' });
  }

  #set(state: IdentityState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** Whether the server does not know this sign-in any more; any other trouble may pass. */
function isOver(error: unknown): boolean {
  return isRefused(error, 'REFRESH_TOKEN_INVALID', 'REFRESH_TOKEN_REUSED', 'USER_DISABLED');
}

/** One tab at a time: two that spend the same refresh token would look like a theft. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request('videocall.refresh', work) : work();
}

function storedGuest(): SignedIn | undefined {
  const stored = sessionStorage.getItem(GUEST_KEY);
  if (stored === null) return undefined;
  const guest = SignedIn.safeParse(JSON.parse(stored));
  if (!guest.success || Date.parse(guest.data.accessTokenExpiresAt) <= Date.now()) {
    sessionStorage.removeItem(GUEST_KEY);
    return undefined;
  }
  return guest.data;
}
