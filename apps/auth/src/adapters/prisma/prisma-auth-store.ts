import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Prisma, type PrismaClient, createPrismaClient } from '@videocall/platform-database';

import { AuthStore, type AuthTables } from '../../application/ports/auth-store.js';
import { auditTable } from './audit-table.js';
import { authSessionsTable } from './auth-sessions-table.js';
import { eventsTable } from './events-table.js';
import { loginThrottlesTable } from './login-throttles-table.js';
import { maintenanceNoticesTable } from './maintenance-notices-table.js';
import { refreshTokensTable } from './refresh-tokens-table.js';
import { registerRequestsTable } from './register-requests-table.js';
import { serviceAccountsTable } from './service-accounts-table.js';
import { signingKeysTable } from './signing-keys-table.js';
import { usersTable } from './users-table.js';

/** The `auth` schema in PostgreSQL, under this service's role. */
@Injectable()
export class PrismaAuthStore extends AuthStore implements OnModuleDestroy {
  readonly client: PrismaClient;
  readonly tables: AuthTables;

  constructor(databaseUrl: string) {
    super();
    this.client = createPrismaClient(databaseUrl);
    this.tables = tablesOf(this.client);
  }

  transaction<T>(work: (tables: AuthTables) => Promise<T>): Promise<T> {
    return this.client.$transaction((client) => work(tablesOf(client)));
  }

  async ping(): Promise<void> {
    await this.client.$queryRaw`SELECT 1`;
  }

  async onModuleDestroy(): Promise<void> {
    await this.client.$disconnect();
  }
}

function tablesOf(client: Prisma.TransactionClient): AuthTables {
  return {
    users: usersTable(client),
    authSessions: authSessionsTable(client),
    refreshTokens: refreshTokensTable(client),
    registerRequests: registerRequestsTable(client),
    loginThrottles: loginThrottlesTable(client),
    serviceAccounts: serviceAccountsTable(client),
    signingKeys: signingKeysTable(client),
    maintenanceNotices: maintenanceNoticesTable(client),
    audit: auditTable(client),
    events: eventsTable(client),
    async exclusive(name) {
      await client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`videocall.auth.${name}`}, 0))`;
    },
  };
}
