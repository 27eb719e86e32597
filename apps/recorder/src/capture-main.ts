// One recording's capture: a process of its own, which recorder starts and which can be killed without harm to others.
import { createLogger } from '@videocall/platform-logging';
import { CaptureLoop } from './capture/capture-loop.js';
import { captureJob, END_CAPTURE, type CaptureReport } from './capture/capture-job.js';

const job = captureJob.parse(JSON.parse(process.argv[2] ?? ''));
const log = createLogger({ service: 'recorder-capture', level: job.logLevel }).child({ recording: job.recordingId });
const stopping = new AbortController();
let isToEnd = false;

/** A parent that is gone needs no report. */
function tell(report: CaptureReport): void {
  if (process.connected) process.send?.(report);
}

process.on('message', (message) => {
  if (message !== END_CAPTURE) return;
  isToEnd = true;
  stopping.abort();
});
// Without its parent nobody would end it; another one is started by the next.
process.on('disconnect', () => stopping.abort());
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());

await new CaptureLoop(job, log, (capturing) => tell({ report: 'capturing', capturing })).run(stopping.signal);
if (isToEnd || !stopping.signal.aborted) tell({ report: 'ended' });
if (process.connected) process.disconnect();
