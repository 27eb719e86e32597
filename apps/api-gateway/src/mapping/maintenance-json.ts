import type { callV1 } from '@videocall/contracts';
import type { Maintenance } from '@videocall/signalling';
import { instant } from './instant.js';

export function maintenanceJson({ id, startsAt, endsAt, textEn, textJa }: callV1.Maintenance): Maintenance {
  return { id, startsAt: instant(startsAt), endsAt: instant(endsAt), text: { en: textEn, ja: textJa } };
}
