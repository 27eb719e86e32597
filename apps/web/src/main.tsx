import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Api } from './api/api.js';
import { Identity } from './api/identity.js';
import { Announcer } from './app/announcer.js';
import { App } from './app/app.js';
import { MaintenanceStore } from './app/maintenance-store.js';
import { Toasts } from './app/toasts.js';
import { startI18n } from './i18n/i18n.js';
import { languageFor } from './i18n/language.js';
import { SettingsStore } from './settings/settings-store.js';
import './theme/base.css';

// A deploy replaces the parts of the app that load on demand: a page from before it takes the new version.
window.addEventListener('vite:preloadError', (event) => {
  event.preventDefault();
  window.location.reload();
});

const identity = new Identity();
const settings = new SettingsStore();
const api = new Api(identity);
const maintenance = new MaintenanceStore(async () => (await api.call('getMaintenance', {})).maintenance);
const services = { identity, settings, api, maintenance, announcer: new Announcer(), toasts: new Toasts() };

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await startI18n(languageFor(settings.get().language, navigator.languages));
void identity.restore().then(() => maintenance.start());
createRoot(root).render(
  <StrictMode>
    <App services={services} />
  </StrictMode>,
);
