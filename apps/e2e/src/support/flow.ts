import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '@videocall/testing';
import type { SyntheticParticipant } from '@videocall/synthetic-participant';

/** Media is sent every 67 ms at the slowest here, so this long without a packet is silence. */
const SILENCE_MS = 500;
const TIMEOUT_MS = 10_000;

/** Waits until a track's packets come in at a receiver. */
export async function flowing(receiver: SyntheticParticipant, trackId: string): Promise<void> {
  const { packets } = await receiver.arrived(trackId);
  const moved = async (): Promise<boolean> => (await receiver.arrived(trackId)).packets >= packets + 5;
  await waitFor(moved, { what: `packets of ${trackId}`, timeoutMs: TIMEOUT_MS });
}

/** Waits until nothing of a track has come in at a receiver for half a second. */
export async function silent(receiver: SyntheticParticipant, trackId: string): Promise<void> {
  const isSilent = async (): Promise<boolean> => {
    const { packets } = await receiver.arrived(trackId);
    await pause(SILENCE_MS);
    return (await receiver.arrived(trackId)).packets === packets;
  };
  await waitFor(isSilent, { what: `silence of ${trackId}`, timeoutMs: TIMEOUT_MS });
}
