import { callV1 } from '@videocall/contracts';
import type { ServiceOptions } from '@videocall/platform-service';
import { CallMetrics } from './adapters/call-metrics.js';
import { CallEventRelay } from './adapters/call-event-relay.js';
import { WatchNodes } from './adapters/sfu/watch-nodes.js';
import { SigningKeys } from './adapters/tokens/signing-keys.js';
import { AppModule } from './app.module.js';
import { KeepCapacity } from './application/keep-capacity.js';
import { KeepDeadlines } from './application/keep-deadlines.js';
import type { OrchestratorSettings } from './config/settings.js';

/** What `call-orchestrator` is made of. It serves nobody before it has a key to sign with and has looked at the sfu-nodes. */
export function orchestratorService(settings: OrchestratorSettings): ServiceOptions {
  return {
    name: 'call-orchestrator',
    module: AppModule.with(settings),
    settings,
    grpcServices: [
      callV1.CallServiceService,
      callV1.CallControlServiceService,
      callV1.CaptureServiceService,
      callV1.MaintenanceServiceService,
      callV1.CapacityServiceService,
    ],
    configure: async (app) => {
      await app.get(SigningKeys).start();
      await app.get(WatchNodes).start();
      app.get(KeepDeadlines).start();
      app.get(KeepCapacity).start();
      app.get(CallEventRelay).start();
      app.get(CallMetrics).start();
    },
  };
}
