import { sfuV1 } from '@videocall/contracts';
import { runService } from '@videocall/platform-service';
import { AppModule } from './app.module.js';
import { DrainNode } from './application/drain-node.js';
import { readSettings } from './config/settings.js';

const settings = readSettings();

await runService({
  name: 'sfu-node',
  module: AppModule.with(settings),
  settings,
  grpcServices: [sfuV1.SfuControlServiceService, sfuV1.SfuSignallingServiceService, sfuV1.SfuCaptureServiceService],
  onDrain: (app) => app.get(DrainNode).stop(),
});
