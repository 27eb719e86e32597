import { Refusal } from '@videocall/errors';

/** The reason that a call was refused for; fails where it was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(
    () => 'not refused',
    (error: unknown) => error,
  );
  if (outcome instanceof Refusal) return outcome.reason;
  throw new Error(`expected a refusal, got ${String(outcome)}`);
}
