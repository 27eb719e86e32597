import type { Provider } from '@nestjs/common';
import { getToken, makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import { MediaStreams } from '../application/media-streams.js';
import { OpenMedia } from '../application/open-media.js';
import { IdentifyCallerGuard } from './identify-caller.guard.js';
import { MEDIA_PACKETS, MEDIA_PACKETS_DROPPED, MEDIA_STREAMS, MediaMetrics } from './media-metrics.js';
import { MEDIA_STREAM_PARTS, type MediaStreamParts } from './media-stream.js';

/** The public gRPC API: who may call, what media streams are made of, what counts them. */
export const grpcProviders: Provider[] = [
  IdentifyCallerGuard,
  makeGaugeProvider({ name: MEDIA_STREAMS, help: 'Media streams of server-side participants on this gateway.' }),
  makeCounterProvider({
    name: MEDIA_PACKETS,
    help: 'RTP packets carried for server-side participants: `in` from them, `out` to them.',
    labelNames: ['direction'],
  }),
  makeCounterProvider({
    name: MEDIA_PACKETS_DROPPED,
    help: 'RTP packets that server-side participants were too slow for.',
  }),
  {
    provide: MediaMetrics,
    inject: [MediaStreams, getToken(MEDIA_STREAMS), getToken(MEDIA_PACKETS), getToken(MEDIA_PACKETS_DROPPED)],
    useFactory: (...parts: ConstructorParameters<typeof MediaMetrics>) => new MediaMetrics(...parts),
  },
  {
    provide: MEDIA_STREAM_PARTS,
    inject: [OpenMedia, MediaStreams, MediaMetrics],
    useFactory: (openMedia: OpenMedia, streams: MediaStreams, metrics: MediaMetrics): MediaStreamParts => ({
      openMedia,
      streams,
      metrics,
    }),
  },
];
