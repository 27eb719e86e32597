import { authV1 } from '@videocall/contracts';
import type { ServiceOptions } from '@videocall/platform-service';

import { AppModule } from './app.module.js';
import { EnsureAdmin } from './application/ensure-admin.js';
import { KeepSigningKeys } from './application/keep-signing-keys.js';
import { ProvisionServiceAccounts } from './application/provision-service-accounts.js';
import type { AuthSettings } from './config/settings.js';

/** What `auth` is made of; it listens only once it has a key to sign with, an administrator and its service accounts. */
export function authService(settings: AuthSettings): ServiceOptions {
  return {
    name: 'auth',
    module: AppModule.with(settings),
    settings,
    grpcServices: [authV1.AuthServiceService],
    configure: async (app) => {
      await app.get(KeepSigningKeys).run();
      await app.get(EnsureAdmin).run();
      await app.get(ProvisionServiceAccounts).run();
    },
  };
}
