import { echoTestV1 } from '@videocall/contracts';
import type { ServiceOptions } from '@videocall/platform-service';
import { AppModule } from './app.module.js';
import { EchoCalls } from './application/echo-calls.js';
import type { EchoTestSettings } from './config/settings.js';

/** What echo-test is made of; before it stops, its calls end. */
export function echoTestService(settings: EchoTestSettings): ServiceOptions {
  return {
    name: 'echo-test',
    module: AppModule.with(settings),
    settings,
    grpcServices: [echoTestV1.EchoTestServiceService],
    onDrain: (app) => app.get(EchoCalls).endAll(),
  };
}
