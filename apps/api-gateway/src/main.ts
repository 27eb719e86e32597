import { runService } from '@videocall/platform-service';
import { AppModule } from './app.module.js';
import { gatewaySettings } from './config/settings.js';
import { configureEdges } from './configure-edges.js';
import { SignallingServer } from './ws/signalling-server.js';

const settings = gatewaySettings();

await runService({
  name: 'api-gateway',
  module: AppModule.with(settings),
  settings,
  configure: (app) => configureEdges(app, settings),
  onDrain: (app) => app.get(SignallingServer).drain(),
});
