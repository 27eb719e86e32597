export {
  databaseSettings,
  grpcSettings,
  httpSettings,
  port,
  redisSettings,
  serviceSettings,
  tlsSettings,
} from './common-settings.js';
export { loadSettings, redactSettings, SettingsError } from './load-settings.js';
export { keyFromFile, writeOnce } from './private-file.js';
export { isSecret, secret } from './secret.js';
