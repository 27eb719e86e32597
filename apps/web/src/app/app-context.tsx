import { type ReactNode, createContext, useContext, useSyncExternalStore } from 'react';
import type { Api } from '../api/api.js';
import type { Identity, IdentityState } from '../api/identity.js';
import type { SettingsStore } from '../settings/settings-store.js';
import type { Settings } from '../settings/settings.js';
import type { Announcer } from './announcer.js';
import type { MaintenanceStore, ShownMaintenance } from './maintenance-store.js';
import type { Toasts } from './toasts.js';

/** What every screen may use: made once, in main.tsx. */
export interface AppServices {
  readonly identity: Identity;
  readonly api: Api;
  readonly settings: SettingsStore;
  readonly announcer: Announcer;
  readonly maintenance: MaintenanceStore;
  readonly toasts: Toasts;
}

const Context = createContext<AppServices | undefined>(undefined);

export function AppProvider({ services, children }: { readonly services: AppServices; readonly children: ReactNode }) {
  return <Context value={services}>{children}</Context>;
}

export function useApp(): AppServices {
  const services = useContext(Context);
  if (!services) throw new Error('useApp outside of AppProvider');
  return services;
}

export function useIdentity(): IdentityState {
  const { identity } = useApp();
  return useSyncExternalStore(identity.subscribe, identity.getState);
}

export function useSettings(): readonly [Settings, (changes: Partial<Settings>) => void] {
  const { settings } = useApp();
  return [useSyncExternalStore(settings.subscribe, settings.get), settings.change];
}

/** The maintenance to be told of now. */
export function useMaintenance(): ShownMaintenance | undefined {
  const { maintenance } = useApp();
  return useSyncExternalStore(maintenance.subscribe, maintenance.get);
}
