import { useCallback, useEffect, useState } from 'react';
import { type ActiveCall, type CallClient, createCallClient } from '@videocall/client-sdk';
import { requireEncryptable } from '../prejoin/encryptable.js';
import { useApp } from '../app/app-context.js';
import { type Admission, admissionTo, cameBy, dropGrant } from '../prejoin/admission.js';
import type { Entrance } from '../prejoin/prejoin-screen.js';
import { reasonOf } from '../screens/entry/refusal-kinds.js';

export type CallEntry =
  | { readonly kind: 'preparing' }
  /** The page was reloaded during the call. */
  | { readonly kind: 'resuming' }
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'prejoin'; readonly admission: Admission; readonly joining: boolean; readonly error: unknown }
  | { readonly kind: 'inside'; readonly call: ActiveCall };

interface CallEntryControl {
  readonly entry: CallEntry;
  /** @returns whether one is in */
  readonly join: (entrance: Entrance) => Promise<boolean>;
  readonly retry: () => void;
}

/** The way into a call: straight back after a reload, otherwise over the pre-join page. */
export function useCallEntry(callId: string): CallEntryControl {
  const { api, identity, settings } = useApp();
  const [client] = useState(() =>
    createCallClient({
      url: window.location.origin,
      getAccessToken: async ({ forceRefresh }) => (await identity.accessToken(forceRefresh)) ?? '',
    }),
  );
  const [entry, setEntry] = useState<CallEntry>(() => ({ kind: client.findReload(callId) ? 'resuming' : 'preparing' }));
  const getGrant = useCallback(async () => {
    dropGrant(callId);
    return (await admissionTo(api, callId)).grant.token;
  }, [api, callId]);

  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let open = true;
    void enter(client, callId, getGrant, () => admissionTo(api, callId)).then((next) => {
      if (open) setEntry(next);
      else if (next.kind === 'inside') void next.call.leave();
    });
    return () => {
      open = false;
    };
  }, [client, callId, getGrant, api, attempt]);

  // Leaving the page by the app's own links leaves the call; a reload keeps the place for a moment.
  const call = entry.kind === 'inside' ? entry.call : undefined;
  useEffect(() => (call ? () => void call.leave() : undefined), [call]);
  useEffect(() => () => client.close(), [client]);

  const join = useCallback(
    async ({ microphone, camera }: Entrance) => {
      const { sendProfile, receiveProfile, speakerId } = settings.get();
      setEntry((before) => (before.kind === 'prejoin' ? { ...before, joining: true, error: undefined } : before));
      try {
        const { grant } = await admissionTo(api, callId);
        const joined = await client.join({
          grant: grant.token,
          getGrant,
          ...keyOf(callId),
          sendProfile,
          receiveProfile,
          ...(microphone ? { microphone } : {}),
          ...(camera ? { camera: { track: camera } } : {}),
        });
        // A speaker that is gone: the system's default sounds.
        if (speakerId !== '')
          await joined.switchDevice('SPEAKER', speakerId).catch(() => settings.change({ speakerId: '' }));
        setEntry({ kind: 'inside', call: joined });
        return true;
      } catch (error) {
        // Used up, or too old: the next try asks for another.
        if (reasonOf(error).startsWith('GRANT_')) dropGrant(callId);
        setEntry((before) => (before.kind === 'prejoin' ? { ...before, joining: false, error } : before));
        return false;
      }
    },
    [api, client, callId, getGrant, settings],
  );

  const retry = useCallback(() => {
    setEntry({ kind: 'preparing' });
    setAttempt((before) => before + 1);
  }, []);
  return { entry, join, retry };
}

async function enter(
  client: CallClient,
  callId: string,
  getGrant: () => Promise<string>,
  admit: () => Promise<Admission>,
): Promise<CallEntry> {
  const record = client.findReload(callId);
  if (record) {
    // The place is lost, or the server is away: the ordinary way in says which.
    const call = await client.resumeAfterReload(record, { getGrant, ...keyOf(callId) }).catch(() => undefined);
    if (call) return { kind: 'inside', call };
  }
  try {
    const admission = await admit();
    requireEncryptable(admission);
    // Opened ahead, so that joining takes one round trip; joining itself tells what is wrong.
    client.prepare().catch(() => undefined);
    return { kind: 'prejoin', admission, joining: false, error: undefined };
  } catch (error) {
    return { kind: 'refused', error };
  }
}

/** For `join`: the key of a call with end-to-end encryption. */
function keyOf(callId: string): { readonly callKey?: string } {
  const { callKey } = cameBy(callId);
  return callKey === undefined ? {} : { callKey };
}
