import type { ServiceOptions } from '@videocall/platform-service';
import { AppModule } from './app.module.js';
import { MediaStreams } from './application/media-streams.js';
import type { Settings } from './config/settings.js';
import { configureEdges } from './configure-edges.js';
import { SignallingServer } from './ws/signalling-server.js';

/** The gateway as a service: how it starts and how it stops. */
export function gatewayService(settings: Settings): ServiceOptions {
  return {
    name: 'api-gateway',
    module: AppModule.with(settings),
    settings,
    configure: (app) => configureEdges(app, settings),
    onDrain: async (app) => {
      app.get(MediaStreams).drain();
      await app.get(SignallingServer).drain();
    },
  };
}
