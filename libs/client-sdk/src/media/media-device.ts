import type { MediaConfiguration } from '@videocall/signalling';
import { Device, type types } from 'mediasoup-client';
import { CallError, reasonOf } from '../call-error.js';
import { wantsFreshToken, type GetAccessToken } from '../signalling/access-tokens.js';

const FETCH_TIMEOUT_MS = 5000;

/** What this browser can send and receive, by the codec list that all media servers share. */
export interface MediaDevice {
  readonly device: types.Device;
  readonly configuration: MediaConfiguration;
}

/** Makes a mediasoup `Device`; tests put one without a browser here. */
export type CreateDevice = () => Promise<types.Device>;

export const createBrowserDevice: CreateDevice = () => Device.factory();

/** `GET /v1/media-configuration` and, from it, what this browser can do. */
export async function loadMediaDevice(
  url: string,
  getAccessToken: GetAccessToken,
  create: CreateDevice,
): Promise<MediaDevice> {
  const configuration = await fetchMediaConfiguration(url, getAccessToken);
  try {
    const device = await create();
    await device.load({ routerRtpCapabilities: configuration.codecList as types.RtpCapabilities });
    return { device, configuration };
  } catch {
    throw CallError.client('BROWSER_UNSUPPORTED');
  }
}

/** The configuration alone, for instance for fresh TURN credentials. */
export async function fetchMediaConfiguration(
  url: string,
  getAccessToken: GetAccessToken,
): Promise<MediaConfiguration> {
  try {
    return await getJson(url, await getAccessToken({ forceRefresh: false }));
  } catch (error) {
    if (!wantsFreshToken(reasonOf(error))) throw error;
    return getJson(url, await getAccessToken({ forceRefresh: true }));
  }
}

async function getJson(url: string, accessToken: string): Promise<MediaConfiguration> {
  let response: Response;
  try {
    response = await fetch(new URL('/v1/media-configuration', url), {
      headers: { authorization: `Bearer ${accessToken}` },
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
  } catch {
    // fetch tells nothing apart: no network, no server, no answer in time.
    throw CallError.client('CONNECTION_LOST');
  }
  if (response.ok) return (await response.json()) as MediaConfiguration;
  throw await refusalOf(response);
}

async function refusalOf(response: Response): Promise<CallError> {
  const body = (await response.json().catch(() => undefined)) as
    | { readonly error?: { readonly reason: string; readonly message: string; readonly retryAfterMs?: number } }
    | undefined;
  const error = body?.error;
  return error
    ? new CallError(error.reason, error.message, error.retryAfterMs)
    : new CallError('SERVICE_UNAVAILABLE', `The server answered ${response.status}.`);
}
