import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { Readiness } from '@videocall/platform-service';

import { AdminPasswordOnDisk } from './adapters/admin-password-on-disk.js';
import { AesKeyVault } from './adapters/aes-key-vault.js';
import { Argon2PasswordHasher } from './adapters/argon2-password-hasher.js';
import { AuthEventRelay } from './adapters/auth-event-relay.js';
import { CallEventConsumer } from './adapters/call-event-consumer.js';
import { Housekeeping } from './adapters/housekeeping.js';
import { JoseAccessTokens } from './adapters/jose-access-tokens.js';
import { PrismaAuthStore } from './adapters/prisma/prisma-auth-store.js';
import { ServiceSecretsOnDisk } from './adapters/service-secrets-on-disk.js';
import { SmtpMailer } from './adapters/smtp-mailer.js';
import { SystemClock } from './adapters/system-clock.js';
import { ADMIN_EMAIL } from './application/admin-email.js';
import { CreateGuest } from './application/create-guest.js';
import { EndExpiredAuthSessions } from './application/end-expired-auth-sessions.js';
import { EnsureAdmin } from './application/ensure-admin.js';
import { GetMe } from './application/get-me.js';
import { IssueServiceToken } from './application/issue-service-token.js';
import { KeepSigningKeys } from './application/keep-signing-keys.js';
import { KeyRing } from './application/key-ring.js';
import { ListAuditEvents } from './application/list-audit-events.js';
import { ListAuthSessions } from './application/list-auth-sessions.js';
import { LogIn } from './application/log-in.js';
import { LogOut } from './application/log-out.js';
import { LoginThrottling } from './application/login-throttling.js';
import { AccessTokens } from './application/ports/access-tokens.js';
import { AdminPasswordFile } from './application/ports/admin-password-file.js';
import { AuthStore } from './application/ports/auth-store.js';
import { Clock } from './application/ports/clock.js';
import { Mailer } from './application/ports/mailer.js';
import { KeyVault } from './application/ports/key-vault.js';
import { PasswordHasher } from './application/ports/password-hasher.js';
import { ServiceSecretFiles } from './application/ports/service-secret-files.js';
import { ProvisionServiceAccounts } from './application/provision-service-accounts.js';
import { PurgeOutlivedRows } from './application/purge-outlived-rows.js';
import { RecordCallFact } from './application/record-call-fact.js';
import { RecordMaintenance } from './application/record-maintenance.js';
import { Refresh } from './application/refresh.js';
import { Register } from './application/register.js';
import { REGISTRATION_OPEN } from './application/registration-open.js';
import { RevokeAuthSession } from './application/revoke-auth-session.js';
import { SERVICE_ACCOUNTS } from './application/service-account-list.js';
import { SendMaintenanceNotices } from './application/send-maintenance-notices.js';
import { SignInReply } from './application/sign-in.js';
import type { AuthSettings } from './config/settings.js';
import { AccountController } from './grpc/account.controller.js';
import { CallerReader } from './grpc/caller.js';
import { SignInController } from './grpc/sign-in.controller.js';
import { JwksController } from './http/jwks.controller.js';

const USE_CASES = [
  CreateGuest,
  EndExpiredAuthSessions,
  EnsureAdmin,
  GetMe,
  IssueServiceToken,
  KeepSigningKeys,
  KeyRing,
  ListAuditEvents,
  ListAuthSessions,
  LogIn,
  LogOut,
  LoginThrottling,
  ProvisionServiceAccounts,
  PurgeOutlivedRows,
  RecordCallFact,
  RecordMaintenance,
  Refresh,
  Register,
  RevokeAuthSession,
  SignInReply,
];

@Module({})
export class AppModule {
  static with(settings: AuthSettings): DynamicModule {
    return {
      module: AppModule,
      controllers: [SignInController, AccountController, JwksController],
      providers: [
        ...USE_CASES,
        CallerReader,
        Housekeeping,
        { provide: ADMIN_EMAIL, useValue: settings.ADMIN_EMAIL },
        { provide: REGISTRATION_OPEN, useValue: settings.REGISTRATION_OPEN },
        { provide: Clock, useClass: SystemClock },
        { provide: PasswordHasher, useClass: Argon2PasswordHasher },
        { provide: AccessTokens, useClass: JoseAccessTokens },
        { provide: KeyVault, useFactory: () => AesKeyVault.fromFile(settings.KEY_ENCRYPTION_KEY_FILE) },
        { provide: SERVICE_ACCOUNTS, useValue: settings.SERVICE_ACCOUNTS },
        { provide: ServiceSecretFiles, useFactory: () => new ServiceSecretsOnDisk(settings.SERVICE_SECRETS_DIR) },
        { provide: AdminPasswordFile, useFactory: () => new AdminPasswordOnDisk(settings.ADMIN_PASSWORD_FILE) },
        {
          provide: PrismaAuthStore,
          inject: [Readiness],
          useFactory: (readiness: Readiness) => {
            const store = new PrismaAuthStore(settings.DATABASE_URL);
            readiness.add('database', () => store.ping());
            return store;
          },
        },
        { provide: AuthStore, useExisting: PrismaAuthStore },
        { provide: AuthEventRelay, useFactory: () => new AuthEventRelay(settings.DATABASE_URL, settings.REDIS_URL) },
        ...mailProviders(settings),
        {
          provide: CallEventConsumer,
          inject: [PrismaAuthStore, RecordCallFact, RecordMaintenance],
          useFactory: (store: PrismaAuthStore, callFact: RecordCallFact, maintenance: RecordMaintenance) =>
            new CallEventConsumer(store, callFact, maintenance, settings.REDIS_URL),
        },
      ],
    };
  }
}

/** What email needs: none where the operator names no mail server. */
function mailProviders({ PUBLIC_URL, ...settings }: AuthSettings): Provider[] {
  if (settings.SMTP_HOST === undefined || settings.SMTP_FROM === undefined || PUBLIC_URL === undefined) return [];
  const server = {
    host: settings.SMTP_HOST,
    port: settings.SMTP_PORT,
    user: settings.SMTP_USER,
    password: settings.SMTP_PASSWORD,
    from: settings.SMTP_FROM,
  };
  return [
    { provide: Mailer, useFactory: () => new SmtpMailer(server) },
    {
      provide: SendMaintenanceNotices,
      inject: [AuthStore, Clock, Mailer],
      useFactory: (store: AuthStore, clock: Clock, mailer: Mailer) =>
        new SendMaintenanceNotices(store, clock, mailer, PUBLIC_URL),
    },
  ];
}
