import {
  databaseSettings,
  grpcSettings,
  httpSettings,
  redisSettings,
  secret,
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

/** Where notices to users are sent through (OPS-6). */
const smtpSettings = {
  SMTP_HOST: z.string().optional().describe('mail server that notices to users go through; left out: they get none'),
  SMTP_PORT: z.coerce.number().int().min(1).max(65_535).default(587).describe('its port; 465: TLS from the start'),
  SMTP_USER: z.string().default('').describe('login at the mail server; empty: without'),
  SMTP_PASSWORD: secret(z.string().default('').describe('password of that login')),
  SMTP_FROM: z.string().optional().describe('sender of the emails, for example Videocall <videocall@example.com>'),
  PUBLIC_URL: z.url().optional().describe('where people reach the web app, for the emails'),
};

const settingsWithMail = z.object({
  ...serviceSettings,
  ...httpSettings,
  ...grpcSettings,
  ...tlsSettings,
  ...databaseSettings,
  ...redisSettings,
  ...smtpSettings,
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

/** Settings of auth, from environment variables. */
export const authSettings = settingsWithMail.superRefine((settings, context) => {
  if (settings.SMTP_HOST === undefined) return;
  for (const name of ['SMTP_FROM', 'PUBLIC_URL'] as const) {
    if (settings[name] === undefined) {
      context.addIssue({ code: 'custom', path: [name], message: 'is needed where there is an SMTP_HOST' });
    }
  }
});
export type AuthSettings = z.output<typeof authSettings>;
