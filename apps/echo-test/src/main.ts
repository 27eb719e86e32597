import { echoTestV1 } from '@videocall/contracts';
import { loadSettings } from '@videocall/platform-config';
import { runService } from '@videocall/platform-service';
import { AppModule } from './app.module.js';
import { echoTestSettings } from './config/settings.js';

const settings = loadSettings(echoTestSettings);
await runService({
  name: 'echo-test',
  module: AppModule.with(settings),
  settings,
  grpcServices: [echoTestV1.EchoTestServiceService],
});
