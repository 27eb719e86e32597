/**
 * A setting from the environment.
 * @throws Error naming it when it is absent or empty
 */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`the setting ${name} is missing: run deploy/videocall configure`);
  return value;
}
