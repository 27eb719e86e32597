import { devicePermission } from '@videocall/client-sdk';

/**
 * Where neither device was ever asked for, asks for both in one question instead of two. The answer is not needed here: each device is
 * opened by itself afterwards and tells its own trouble.
 */
export async function askForBoth(): Promise<void> {
  const permissions = await Promise.all([devicePermission('microphone'), devicePermission('camera')]);
  if (!navigator.mediaDevices || permissions.some((permission) => permission !== 'prompt')) return;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true }).catch(() => undefined);
  for (const track of stream?.getTracks() ?? []) track.stop();
}
