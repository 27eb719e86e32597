import type { Joined, QualityProfile, RequestOf } from '@videocall/signalling';
import { reasonOf } from '../call-error.js';
import { newId } from '../ids.js';
import type { MediaDevice } from '../media/media-device.js';
import { wantsFreshToken } from '../signalling/access-tokens.js';
import type { Signalling } from '../signalling/signalling.js';
import { endOf } from './call-end.js';

/** What one enters with: a grant, or the place that one has already. */
export type EntryProof = { readonly grant: string } | { readonly resumeToken: string };

/** How one wants to be in the call. */
export interface Manners {
  readonly displayName: string | undefined;
  readonly sendProfile: QualityProfile;
  readonly receiveProfile: QualityProfile;
}

export interface Entry {
  readonly joined: Joined;
  readonly mediaDevice: MediaDevice;
}

/** Enters a call. */
export class Admission {
  constructor(
    private readonly signalling: Signalling,
    /** `fresh`: the server changed its codec list. */
    private readonly loadDevice: (fresh: boolean) => Promise<MediaDevice>,
    private readonly getGrant: () => Promise<string>,
  ) {}

  /** Enters as the participant one was, if that is still inside, or else with a fresh grant. */
  async enterAgain(resumeToken: string, manners: Manners): Promise<Entry> {
    try {
      return await this.enter({ resumeToken }, manners);
    } catch (error) {
      const gone = ['RESUME_TOKEN_INVALID', 'PARTICIPANT_LEFT', 'PARTICIPANT_NOT_FOUND'].includes(
        reasonOf(error) ?? '',
      );
      if (!gone || endOf(error)) throw error;
      return this.enter({ grant: await this.getGrant() }, manners);
    }
  }

  /**
   * @throws CallError GRANT_INVALID, GRANT_EXPIRED, GRANT_FOREIGN, CALL_ENDED, CALL_LOCKED, CALL_FULL, USER_LIMIT,
   *   PARTICIPANT_REMOVED, NO_MEDIA_NODE, …
   */
  async enter(proof: EntryProof, manners: Manners): Promise<Entry> {
    return this.#withDevice((mediaDevice) => this.#join(requestOf(proof, manners, mediaDevice)));
  }

  /** Enters with another peer while the present one goes on. Tried once, since the server asks again. */
  async move(resumeToken: string, manners: Manners): Promise<Entry> {
    return this.#withDevice(async (mediaDevice) => {
      const request = { ...requestOf({ resumeToken }, manners, mediaDevice), moving: true };
      try {
        return await this.signalling.attempt('join', request);
      } catch (error) {
        if (!wantsFreshToken(reasonOf(error))) throw error;
        await this.signalling.authenticate();
        return this.signalling.attempt('join', request);
      }
    });
  }

  async #withDevice(join: (mediaDevice: MediaDevice) => Promise<Joined>): Promise<Entry> {
    const mediaDevice = await this.loadDevice(false);
    try {
      return { mediaDevice, joined: await join(mediaDevice) };
    } catch (error) {
      if (reasonOf(error) !== 'CODEC_LIST_OUTDATED') throw error;
      const fresh = await this.loadDevice(true);
      return { mediaDevice: fresh, joined: await join(fresh) };
    }
  }

  async #join(request: RequestOf<'join'>): Promise<Joined> {
    try {
      await this.signalling.connect();
      return await this.signalling.attempt('join', request);
    } catch (error) {
      // The connection may have been idle too long, its token be outdated, or it may hold the peer that is given up.
      const reason = reasonOf(error);
      if (wantsFreshToken(reason)) await this.signalling.authenticate();
      else if (reason === 'ALREADY_JOINED') this.signalling.drop();
      else if (reason !== 'CONNECTION_LOST') throw error;
      await this.signalling.connect();
      return this.signalling.attempt('join', request);
    }
  }
}

function requestOf(
  proof: EntryProof,
  { displayName, sendProfile, receiveProfile }: Manners,
  { device, configuration }: MediaDevice,
): RequestOf<'join'> {
  return {
    requestId: newId('req'),
    grant: '',
    ...proof,
    rtpCapabilities: device.recvRtpCapabilities,
    codecListHash: configuration.codecListHash,
    sendProfile,
    receiveProfile,
    displayName,
  };
}
