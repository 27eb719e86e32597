import { Grant } from '@videocall/rest-api';
import type { Api } from '../api/api.js';

/** How one may enter a call: kept for as long as the tab, so that reloading and rejoining work. */
export interface Admission {
  readonly grant: Grant;
  /** The invite one came by; a guest needs it again for a new grant. */
  readonly inviteCode?: string;
  /** The room one came by. */
  readonly roomName?: string;
}

/** Milliseconds that a grant must still be good for. */
const LEFT_AT_LEAST = 30_000;

const keyOf = (callId: string) => `videocall.admission.${callId}`;

export function rememberAdmission(callId: string, admission: Admission): void {
  sessionStorage.setItem(keyOf(callId), JSON.stringify(admission));
}

/** A grant for a call: the one there is if it is still good, else a new one by the way one came. */
export async function grantFor(api: Api, callId: string): Promise<Grant> {
  const known = recall(callId);
  const grant = Grant.safeParse(known?.grant);
  if (grant.success && Date.parse(grant.data.expiresAt) - Date.now() > LEFT_AT_LEAST) return grant.data;
  const fresh = await renewGrant(api, callId, known);
  rememberAdmission(callId, { ...known, grant: fresh });
  return fresh;
}

/** The grant did not work: the next one is asked for anew. */
export function dropGrant(callId: string): void {
  const known = recall(callId);
  if (known) sessionStorage.setItem(keyOf(callId), JSON.stringify({ ...known, grant: undefined }));
}

async function renewGrant(api: Api, callId: string, known: Partial<Admission> | undefined): Promise<Grant> {
  if (known?.roomName !== undefined) {
    const entered = await api.call('enterRoom', { params: { name: known.roomName } });
    if (entered.call.id === callId) return entered.grant;
  }
  const body = known?.inviteCode === undefined ? {} : { inviteCode: known.inviteCode };
  return (await api.call('issueGrant', { params: { callId }, body })).grant;
}

function recall(callId: string): Partial<Admission> | undefined {
  const stored = sessionStorage.getItem(keyOf(callId));
  return stored === null ? undefined : (JSON.parse(stored) as Partial<Admission>);
}
