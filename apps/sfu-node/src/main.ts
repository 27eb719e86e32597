import { runService } from '@videocall/platform-service';
import { AppModule } from './app.module.js';
import { DrainNode } from './application/drain-node.js';
import { readSettings } from './config/settings.js';
import { GRPC_SERVICES } from './grpc/services.js';

const settings = readSettings();

await runService({
  name: 'sfu-node',
  module: AppModule.with(settings),
  settings,
  grpcServices: GRPC_SERVICES,
  onDrain: (app) => app.get(DrainNode).stop(),
});
