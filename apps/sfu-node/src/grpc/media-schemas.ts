import { callV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { z } from 'zod';
import type { BotRequest } from '../application/bot-stream.js';
import type { MediaContent } from '../application/bot-messages.js';
import { id, side, sourceOf } from './request-schemas.js';

const publish = z.object({
  clientTrackId: id,
  source: z.enum(callV1.TrackSource),
  codec: z.enum(callV1.MediaCodec),
  width: side,
  height: side,
});
const ofTrack = z.object({ trackId: id });
const mute = z.object({ trackId: id, muted: z.boolean() });

/**
 * What a server-side participant asks for.
 *
 * @throws ZodError; Refusal REQUEST_INVALID for what is not a client's to say, SOURCE_NOT_ALLOWED
 */
export function readRequest(content: MediaContent | undefined): BotRequest {
  switch (content?.$case) {
    case 'publish': {
      const { source: given, ...publication } = publish.parse(content.value);
      const source = sourceOf(given);
      if (!source) throw new Refusal('SOURCE_NOT_ALLOWED');
      return { type: 'publish', publication: { ...publication, source } };
    }
    case 'mute':
      return { type: 'mute', ...mute.parse(content.value) };
    case 'unpublish':
    case 'subscribe':
    case 'unsubscribe':
    case 'keyframeRequest':
      return { type: content.$case, ...ofTrack.parse(content.value) };
    default:
      throw new Refusal('REQUEST_INVALID', { message: 'A client does not send that here.' });
  }
}
