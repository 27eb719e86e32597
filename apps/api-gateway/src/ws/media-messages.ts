import type { RequestName } from '@videocall/signalling';
import type { SignalMedia } from '../application/signal-media.js';
import { connectReplyJson, publishReplyJson, publishRequestProto } from '../mapping/media-json.js';
import { toWords, transportDirection } from '../mapping/words.js';
import type { MessageHandlers } from './message-handlers.js';

const MEDIA_MESSAGES = [
  'connectMedia',
  'publish',
  'unpublish',
  'setTrackMuted',
  'resumeSubscriptions',
  'setViewport',
  'restartIce',
] as const satisfies readonly RequestName[];

export type MediaMessage = (typeof MEDIA_MESSAGES)[number];

export function isMediaMessage(name: RequestName): name is MediaMessage {
  return (MEDIA_MESSAGES as readonly RequestName[]).includes(name);
}

/** Messages that go straight to the sfu-node. */
export function mediaMessages(media: SignalMedia): MessageHandlers<MediaMessage> {
  return {
    async connectMedia(connection, { transports, publish, readySubscriptionIds }) {
      const request = {
        transports: transports.map(({ direction, dtlsParameters }) => ({
          direction: transportDirection.toProto(direction),
          dtlsParametersJson: JSON.stringify(dtlsParameters),
        })),
        publish: publish.map(publishRequestProto),
        readySubscriptionIds,
      };
      return connectReplyJson(
        await media.execute(connection, ({ signalling }, options) => signalling.connect(request, options)),
      );
    },

    async publish(connection, request) {
      const proto = publishRequestProto(request);
      return publishReplyJson(
        await media.execute(connection, ({ signalling }, options) => signalling.publish(proto, options)),
      );
    },

    async unpublish(connection, request) {
      await media.execute(connection, ({ signalling }, options) => signalling.unpublish(request, options));
      return {};
    },

    async setTrackMuted(connection, request) {
      await media.execute(connection, ({ signalling }, options) => signalling.setTrackMuted(request, options));
      return {};
    },

    async resumeSubscriptions(connection, request) {
      await media.execute(connection, ({ signalling }, options) => signalling.resumeSubscriptions(request, options));
      return {};
    },

    async setViewport(connection, request) {
      await media.execute(connection, ({ signalling }, options) => signalling.setViewport(request, options));
      return {};
    },

    async restartIce(connection, { directions }) {
      const request = { directions: directions.map((direction) => transportDirection.toProto(direction)) };
      const { restarted } = await media.execute(connection, ({ signalling }, options) =>
        signalling.restartIce(request, options),
      );
      return {
        restarted: restarted.flatMap(({ direction, iceParametersJson }) =>
          toWords(transportDirection, [direction]).map((word) => ({
            direction: word,
            iceParameters: JSON.parse(iceParametersJson) as Record<string, unknown>,
          })),
        ),
      };
    },
  };
}
