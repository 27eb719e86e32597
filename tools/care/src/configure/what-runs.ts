import type { Values } from './setting.ts';

/** Whether a profile is on. */
export function runs({ COMPOSE_PROFILES = '' }: Values, profile: string): boolean {
  return COMPOSE_PROFILES.split(',').includes(profile);
}

/** Whether recordings go to the S3 server that comes with the product. */
export function storageIsBundled({ STORAGE_ENDPOINT = '' }: Values): boolean {
  return STORAGE_ENDPOINT === '';
}
