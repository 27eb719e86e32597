import type { ActiveCallState } from '@videocall/client-sdk';

/** Why pictures come in less than what would fit the screen, or do not come. */
export type ReceiveLimit = 'BANDWIDTH' | 'LOSS' | 'RECEIVE_PROFILE' | 'HOST_LOAD';

/** Why the server wants less than the chosen quality of what is sent. */
export type SendLimit = 'SEND_LOSS' | 'HOST_LOAD' | 'RECEIVERS_LIMITED';

/** Where several limit at once, the one that can be done most about is named. */
const RECEIVE_LIMITS: readonly ReceiveLimit[] = ['BANDWIDTH', 'LOSS', 'HOST_LOAD', 'RECEIVE_PROFILE'];
const SEND_LIMITS: readonly SendLimit[] = ['SEND_LOSS', 'HOST_LOAD', 'RECEIVERS_LIMITED'];

/** What limits the pictures that are received; undefined: nothing does. */
export function receiveLimit({ others }: Pick<ActiveCallState, 'others'>): ReceiveLimit | undefined {
  const videos = others.flatMap(({ tracks }) => tracks.filter(({ kind, muted }) => kind === 'video' && !muted));
  return RECEIVE_LIMITS.find((limit) => videos.some((track) => track.limitedBy === limit || track.heldBack === limit));
}

/** What limits the pictures that are sent; undefined: nothing does. */
export function sendLimit({ local }: Pick<ActiveCallState, 'local'>): SendLimit | undefined {
  const videos = [local.CAMERA, local.SCREEN].filter((track) => track?.muted === false);
  return SEND_LIMITS.find((limit) => videos.some((track) => track?.sendLimitedBy === limit));
}
