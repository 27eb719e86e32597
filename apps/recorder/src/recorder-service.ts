import { recordingV1 } from '@videocall/contracts';
import type { ServiceOptions } from '@videocall/platform-service';
import { Housekeeping } from './adapters/housekeeping.js';
import { BackgroundWork } from './adapters/jobs/background-work.js';
import { CaptureJobs } from './adapters/jobs/capture-jobs.js';
import { RecordingMetrics } from './adapters/recording-metrics.js';
import { AppModule } from './app.module.js';
import { KeepCaptures } from './application/keep-captures.js';
import { CaptureTable } from './application/ports/capture-table.js';
import type { RecorderSettings } from './config/settings.js';

/** What `recorder` is made of. */
export function recorderService(settings: RecorderSettings): ServiceOptions {
  return {
    name: 'recorder',
    module: AppModule.with(settings),
    settings,
    grpcServices: [recordingV1.RecordingControlServiceService, recordingV1.RecordingServiceService],
    configure: async (app) => {
      app.get(RecordingMetrics).start();
      app.get(Housekeeping).start();
      app.get(BackgroundWork).start();
      app.get(CaptureJobs).start(app.get(CaptureTable), app.get(KeepCaptures));
    },
    onDrain: async (app) => {
      await app.get(CaptureJobs).stop();
      await app.get(KeepCaptures).stop();
    },
  };
}
