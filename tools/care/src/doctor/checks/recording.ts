import { setTimeout as pause } from 'node:timers/promises';
import type { Recording } from '@videocall/rest-api';
import { RestRefusal } from '@videocall/synthetic-participant/rest';
import { Findings } from '../finding.ts';
import type { Platform } from '../platform.ts';
import type { TestCall } from '../test-call.ts';

const CAPTURED_MS = 4_000;
const STARTS_WITHIN_MS = 20_000;
/** Composing seconds of sound takes seconds; on a busy server it waits for its turn. */
const READY_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 1_000;
const DOWNLOAD_MS = 30_000;

/** Looks at a recording until it is in one of some states. @returns as it is then, or when time is up */
async function until(
  states: readonly Recording['state'][],
  withinMs: number,
  look: () => Promise<Recording | undefined>,
): Promise<Recording | undefined> {
  for (const deadline = Date.now() + withinMs; ; await pause(LOOK_AGAIN_MS)) {
    const recording = await look();
    if ((recording && states.includes(recording.state)) || Date.now() >= deadline) return recording;
  }
}

/** Starts recording. A busy recorder may say "try again" and begin all the same. */
async function start(platform: Platform, path: string): Promise<void> {
  for (const deadline = Date.now() + STARTS_WITHIN_MS; ; await pause(LOOK_AGAIN_MS)) {
    try {
      await platform.request('POST', path);
      return;
    } catch (error) {
      const reason = error instanceof RestRefusal ? error.reason : '';
      if (reason === 'RECORDING_ACTIVE') return;
      if (reason !== 'SERVICE_UNAVAILABLE' || Date.now() >= deadline) throw error;
    }
  }
}

/** How many bytes of a file the server really gives. */
async function downloaded(platform: Platform, recordingId: string, fileId: string): Promise<number> {
  const path = `/v1/recordings/${recordingId}/files/${fileId}/download`;
  const { url } = await platform.request<{ url: string }>('POST', path, {});
  const response = await fetch(new URL(url, platform.origin), { signal: AbortSignal.timeout(DOWNLOAD_MS) });
  if (!response.ok) throw new Error(`the download was answered with ${response.status}`);
  return (await response.arrayBuffer()).byteLength;
}

/** Whether a call is recorded, stored, and can be downloaded. The recording is deleted afterwards. */
export async function checkRecording(platform: Platform, call: TestCall): Promise<Findings> {
  const findings = new Findings('recording');
  const logs = 'see why: deploy/videocall logs recorder';
  const path = `/v1/calls/${call.callId}/recording`;
  const look = async (): Promise<Recording | undefined> => {
    const list = await platform.request<{ recordings: Recording[] }>('GET', `/v1/recordings?callId=${call.callId}`);
    return list.recordings[0];
  };
  await start(platform, path);
  const begun = await until(['CAPTURING', 'FAILED'], STARTS_WITHIN_MS, look);
  if (begun?.state === 'CAPTURING') await pause(CAPTURED_MS);
  await platform.request('DELETE', path);
  const recording = await until(['READY', 'FAILED'], READY_WITHIN_MS, look);
  if (recording?.state !== 'READY') {
    const state = recording?.failureReason ?? recording?.state ?? 'nothing came of it';
    findings.fail(
      `the test recording did not become ready (${state})`,
      `${logs}; see also the findings on disk and storage`,
    );
    return findings;
  }
  try {
    const film = recording.files.find(({ kind }) => kind === 'COMPOSITE');
    const bytes = film ? await downloaded(platform, recording.id, film.id) : 0;
    if (film && bytes === film.bytes)
      findings.good(
        `a recording of ${(film.durationMs / 1000).toFixed(1)} s was made, stored and downloaded (${bytes} bytes)`,
      );
    else findings.fail(`the recording's film has ${bytes} bytes instead of ${film?.bytes ?? 'some'}`, logs);
  } finally {
    await platform.request('DELETE', `/v1/recordings/${recording.id}`);
  }
  return findings;
}
