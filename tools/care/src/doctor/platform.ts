import { readFile } from 'node:fs/promises';
import type { MediaConfiguration } from '@videocall/signalling';
import {
  enterAsGuest,
  grantFor,
  inviteTo,
  rest,
  startCall,
  type RestIdentity,
} from '@videocall/synthetic-participant/rest';
import type { DoctorSettings } from './settings.ts';

const CLIENT_ID = 'doctor';
/** Where auth leaves the secrets of programs' accounts, mounted by the compose file. */
const SECRETS = '/service-secrets';

/** The server as its users reach it: by its public name, with an account of the doctor's own. */
export class Platform {
  readonly origin: string;
  readonly identity: RestIdentity;

  private constructor(origin: string, identity: RestIdentity) {
    this.origin = origin;
    this.identity = identity;
  }

  /** @throws Error when the server cannot be reached by its name, or does not let the doctor in */
  static async signIn({ DOMAIN }: DoctorSettings): Promise<Platform> {
    const origin = `https://${DOMAIN}`;
    const clientSecret = (await readFile(`${SECRETS}/${CLIENT_ID}`, 'utf8')).trim();
    const body = { clientId: CLIENT_ID, clientSecret };
    const signedIn = await rest<{ accessToken: string; user: { id: string } }>(
      origin,
      'POST',
      '/v1/auth/service-tokens',
      { body },
    );
    const identity = { accessToken: signedIn.accessToken, identityId: signedIn.user.id, displayName: 'Doctor' };
    return new Platform(origin, identity);
  }

  /** What a client is told before it joins; with credentials for the relays. */
  mediaConfiguration(): Promise<MediaConfiguration> {
    return rest(this.origin, 'GET', '/v1/media-configuration', { token: this.identity.accessToken });
  }

  /** Starts a call, and gives as many people as wanted what they need to join it. The doctor is the first, as its host. */
  async startCall(people: number): Promise<{ readonly callId: string; readonly seats: readonly Seat[] }> {
    const { call, grant } = await startCall(this.origin, this.identity, 'Check of the server');
    const code = await inviteTo(this.origin, this.identity, call.id);
    const guests = Array.from({ length: people - 1 }, async (_, index): Promise<Seat> => {
      const identity = await enterAsGuest(this.origin, `Check ${index + 2}`, code);
      return { identity, grant: await grantFor(this.origin, identity, call.id, code) };
    });
    return { callId: call.id, seats: [{ identity: this.identity, grant }, ...(await Promise.all(guests))] };
  }

  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    return rest<T>(this.origin, method, path, { token: this.identity.accessToken, body });
  }
}

/** What somebody joins with. */
export interface Seat {
  readonly identity: RestIdentity;
  readonly grant: string;
}
