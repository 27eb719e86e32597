import {
  databaseSettings,
  grpcSettings,
  httpSettings,
  redisSettings,
  serviceSettings,
  tlsSettings,
} from '@videocall/platform-config';
import { z } from 'zod';

import { normaliseEmail } from '../domain/email.js';

const email = z.string().transform((raw, context) => {
  const normalised = normaliseEmail(raw);
  if (normalised !== undefined) return normalised;
  context.addIssue({ code: 'custom', message: 'is no email address' });
  return z.NEVER;
});

/** `echo-test=Echo,greeter=Greeter`: client ids, which also name files, and what people see. */
const serviceAccounts = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter((entry) => entry.trim() !== ''))
  .pipe(
    z.array(
      z
        .string()
        .trim()
        .regex(/^[a-z0-9][a-z0-9-]{0,62}=.{1,64}$/)
        .transform((entry) => {
          const at = entry.indexOf('=');
          return { clientId: entry.slice(0, at), displayName: entry.slice(at + 1) };
        }),
    ),
  );

/** Settings of auth, from environment variables. */
export const authSettings = z.object({
  ...serviceSettings,
  ...httpSettings,
  ...grpcSettings,
  ...tlsSettings,
  ...databaseSettings,
  ...redisSettings,
  ADMIN_EMAIL: email
    .default('admin@videocall.local')
    .describe('email of the administrator account that the first start makes'),
  ADMIN_PASSWORD_FILE: z
    .string()
    .min(1)
    .describe("path of the file in which the first start leaves the administrator's password"),
  KEY_ENCRYPTION_KEY_FILE: z
    .string()
    .min(1)
    .describe(
      'path of the key that encrypts signing keys in the database (32 bytes, base64); the first start makes it',
    ),
  SERVICE_ACCOUNTS: serviceAccounts.describe('accounts of programs, which each start provides: id=Name,id=Name'),
  SERVICE_SECRETS_DIR: z
    .string()
    .min(1)
    .describe('path of the folder in which the secrets of these accounts are left, a file for each'),
  REGISTRATION_OPEN: z.stringbool().default(true).describe('whether strangers may make accounts: true or false'),
});
export type AuthSettings = z.output<typeof authSettings>;
