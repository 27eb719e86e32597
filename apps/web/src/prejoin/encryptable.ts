import { CallError, canEncryptMedia } from '@videocall/client-sdk';

/**
 * Whether one can take part as far as end-to-end encryption goes, before anything else is asked.
 *
 * @throws CallError CALL_KEY_MISSING, ENCRYPTION_UNSUPPORTED
 */
export function requireEncryptable(way: { readonly endToEndEncrypted: boolean; readonly callKey?: string }): void {
  if (way.endToEndEncrypted && way.callKey === undefined) throw CallError.client('CALL_KEY_MISSING');
  if (way.callKey !== undefined && !canEncryptMedia()) throw CallError.client('ENCRYPTION_UNSUPPORTED');
}
