import type { QualityProfile } from '@videocall/signalling';

const KEY = 'videocall:reload';
/** The server keeps a participant's place for 30 s after the page went away; a slow reload gets a little more. */
const USABLE_MS = 60_000;

/** What a page leaves behind so that its reload continues the call. In `sessionStorage`: this tab only. */
export interface ReloadRecord {
  readonly callId: string;
  readonly participantId: string;
  /** Secret: gives the same participant back to the same identity. */
  readonly resumeToken: string;
  readonly displayName: string;
  readonly sendProfile: QualityProfile;
  readonly receiveProfile: QualityProfile;
  /** `undefined`: not published. */
  readonly microphone: { readonly muted: boolean; readonly deviceId: string | undefined } | undefined;
  readonly camera: { readonly muted: boolean; readonly deviceId: string | undefined } | undefined;
  readonly speakerId: string;
  /** `Date.now()` */
  readonly savedAt: number;
}

export function saveReloadRecord(record: ReloadRecord): void {
  storage()?.setItem(KEY, JSON.stringify(record));
}

export function clearReloadRecord(): void {
  storage()?.removeItem(KEY);
}

/**
 * What this tab was doing before it was reloaded, if that was a moment ago.
 *
 * @param callId only where it was in this call
 */
export function findReloadRecord(callId?: string): ReloadRecord | undefined {
  const text = storage()?.getItem(KEY);
  if (!text) return undefined;
  // Written by this library in this tab; a version that does not know the shape is told by the missing token.
  const record = JSON.parse(text) as Partial<ReloadRecord>;
  if (!record.resumeToken || !record.callId || Date.now() - (record.savedAt ?? 0) > USABLE_MS) return undefined;
  return callId === undefined || record.callId === callId ? (record as ReloadRecord) : undefined;
}

/** Some browsers forbid storage in private windows: then a reload joins anew. */
function storage(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
