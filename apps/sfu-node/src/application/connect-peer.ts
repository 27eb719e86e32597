import { Refusal } from '@videocall/errors';
import type { sfuV1 } from '@videocall/contracts';
import type { DtlsParameters } from 'mediasoup/types';
import type { CallRegistry } from '../media/call-registry.js';
import type { TransportDirection } from '../media/peer-transport.js';
import type { Publication, PublishTrack } from './publish-track.js';
import type { ResumeSubscriptions } from './resume-subscriptions.js';

export interface ConnectCommand {
  readonly transports: readonly { readonly direction: TransportDirection; readonly dtlsParameters: DtlsParameters }[];
  /** In the client's order; one whose RTP parameters were unreadable comes as the refusal it is. */
  readonly publications: readonly (Publication | { readonly clientTrackId: string; readonly refusal: Refusal })[];
  readonly readySubscriptionIds: readonly string[];
}

/** The second and last turn of a join: transports, publications and subscriptions, in one go. */
export class ConnectPeer {
  readonly #registry: CallRegistry;
  readonly #publishTrack: PublishTrack;
  readonly #resumeSubscriptions: ResumeSubscriptions;

  constructor(registry: CallRegistry, publishTrack: PublishTrack, resumeSubscriptions: ResumeSubscriptions) {
    this.#registry = registry;
    this.#publishTrack = publishTrack;
    this.#resumeSubscriptions = resumeSubscriptions;
  }

  /** @throws Refusal PEER_NOT_FOUND, TRANSPORT_NOT_FOUND, TRANSPORT_ALREADY_CONNECTED, DTLS_PARAMETERS_INVALID */
  async execute(peerId: string, command: ConnectCommand): Promise<sfuV1.ConnectResponse> {
    const { call, peer } = this.#registry.get(peerId);
    await Promise.all(
      command.transports.map(({ direction, dtlsParameters }) => {
        const transport = peer.transport(direction);
        if (!transport) throw new Refusal('TRANSPORT_NOT_FOUND');
        return transport.connect(dtlsParameters);
      }),
    );
    this.#resumeSubscriptions.execute(peerId, command.readySubscriptionIds);
    const outcomes = await Promise.all(command.publications.map((publication) => this.#publish(peerId, publication)));
    return { outcomes, revision: call.revision };
  }

  /** One that is refused does not undo the others. */
  async #publish(peerId: string, publication: ConnectCommand['publications'][number]): Promise<sfuV1.PublishOutcome> {
    const { clientTrackId } = publication;
    try {
      if ('refusal' in publication) throw publication.refusal;
      const value = await this.#publishTrack.execute(peerId, publication);
      return { clientTrackId, outcome: { $case: 'published', value } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { clientTrackId, outcome: { $case: 'refused', value: { reason: error.reason, message: error.message } } };
    }
  }
}
