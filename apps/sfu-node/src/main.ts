import { runService } from '@videocall/platform-service';
import { AppModule } from './app.module.js';
import { DrainNode } from './application/drain-node.js';
import { readSettings } from './config/settings.js';
import { GRPC_SERVICES } from './grpc/services.js';

/** What stopping takes besides waiting for calls to move. */
const CLOSING_MS = 5_000;

const settings = readSettings();

await runService({
  name: 'sfu-node',
  module: AppModule.with(settings),
  settings,
  grpcServices: GRPC_SERVICES,
  configure: (app) => {
    // The operator's way to empty a node and keep it running: kill -USR2.
    process.on('SIGUSR2', () => void app.get(DrainNode).execute());
  },
  onDrain: (app) => app.get(DrainNode).stop(),
  stopWithinMs: settings.DRAIN_SECONDS * 1_000 + CLOSING_MS,
});
