import { Grant } from '@videocall/rest-api';
import type { Call } from '@videocall/signalling';
import type { Api } from '../api/api.js';

/** How one may enter a call: kept for as long as the tab, so that reloading and rejoining work. */
export interface Admission {
  readonly grant: Grant;
  /** The invite one came by; a guest needs it again for a new grant. */
  readonly inviteCode?: string;
  /** The room one came by. */
  readonly roomName?: string;
  /** The key of a call with end-to-end encryption: in this tab, and never in a request. */
  readonly callKey?: string;
  readonly endToEndEncrypted: boolean;
  readonly title: string;
  /** When the grant was given. */
  readonly participantCount: number;
}

/** Milliseconds that a grant must still be good for. */
const LEFT_AT_LEAST = 30_000;

const keyOf = (callId: string) => `videocall.admission.${callId}`;

export function rememberAdmission(callId: string, admission: Admission): void {
  sessionStorage.setItem(keyOf(callId), JSON.stringify(admission));
}

/** The way into a call: the one there is if its grant is still good, else a new grant by the way one came. */
export async function admissionTo(api: Api, callId: string): Promise<Admission> {
  const known = recall(callId);
  const grant = Grant.safeParse(known?.grant);
  if (known && grant.success && Date.parse(grant.data.expiresAt) - Date.now() > LEFT_AT_LEAST)
    return known as Admission;
  const fresh = { ...known, ...(await renew(api, callId, known)) };
  rememberAdmission(callId, fresh);
  return fresh;
}

/** What is shown of a call before one is in it. */
export function facts(call: Call): Pick<Admission, 'title' | 'participantCount' | 'endToEndEncrypted'> {
  return {
    title: call.title,
    participantCount: call.participants.length,
    endToEndEncrypted: call.endToEndEncrypted,
  };
}

/** The invite or room that one came by, and the key, if any. */
export function cameBy(callId: string): Pick<Admission, 'inviteCode' | 'roomName' | 'callKey'> {
  return recall(callId) ?? {};
}

/** The grant did not work: the next one is asked for anew. */
export function dropGrant(callId: string): void {
  const known = recall(callId);
  if (known) sessionStorage.setItem(keyOf(callId), JSON.stringify({ ...known, grant: undefined }));
}

async function renew(
  api: Api,
  callId: string,
  known: Partial<Admission> | undefined,
): Promise<Pick<Admission, 'grant' | 'title' | 'participantCount' | 'endToEndEncrypted'>> {
  if (known?.roomName !== undefined) {
    const entered = await api.call('enterRoom', { params: { name: known.roomName } });
    if (entered.call.id === callId) return { grant: entered.grant, ...facts(entered.call) };
  }
  const body = known?.inviteCode === undefined ? {} : { inviteCode: known.inviteCode };
  const { grant, call } = await api.call('issueGrant', { params: { callId }, body });
  return { grant, ...facts(call) };
}

function recall(callId: string): Partial<Admission> | undefined {
  const stored = sessionStorage.getItem(keyOf(callId));
  return stored === null ? undefined : (JSON.parse(stored) as Partial<Admission>);
}
