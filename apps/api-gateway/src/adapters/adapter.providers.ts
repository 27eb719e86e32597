import { Logger, type Provider } from '@nestjs/common';
import { readTls } from '@videocall/platform-grpc';
import { SETTINGS, type Settings } from '../config/settings.js';
import { TrustedProxies } from '../domain/client-address.js';
import { AccessTokens } from './access-tokens.js';
import { Grants } from './grants.js';
import { RequestRates } from './request-rates.js';
import { RecordingFiles } from './recording-files.js';
import {
  AUTH_SERVICE,
  connectAuth,
  connectEchoTest,
  connectOrchestrator,
  connectRecorder,
  ECHO_TEST,
  ORCHESTRATOR,
  RECORDER,
} from './services.js';
import { SfuNodes } from './sfu-nodes.js';

const logger = new Logger('adapters');

/** What lies behind the gateway, as its settings say. */
export const adapterProviders: Provider[] = [
  fromSettings(AccessTokens, (settings) => new AccessTokens(settings.AUTH_JWKS_URL)),
  fromSettings(Grants, (settings) => new Grants(settings.ORCHESTRATOR_JWKS_URL)),
  fromSettings(TrustedProxies, (settings) => new TrustedProxies(settings.TRUSTED_PROXIES)),
  fromSettings(AUTH_SERVICE, (settings) => connectAuth(settings.AUTH_GRPC_ADDRESS, readTls(settings))),
  fromSettings(ORCHESTRATOR, (settings) => connectOrchestrator(settings.ORCHESTRATOR_GRPC_ADDRESS, readTls(settings))),
  fromSettings(ECHO_TEST, (settings) => connectEchoTest(settings.ECHO_TEST_GRPC_ADDRESS, readTls(settings))),
  fromSettings(RECORDER, (settings) => connectRecorder(settings.RECORDER_GRPC_ADDRESS, readTls(settings))),
  fromSettings(RecordingFiles, (settings) => new RecordingFiles(settings.RECORDER_HTTP_URL)),
  fromSettings(
    SfuNodes,
    (settings) =>
      new SfuNodes(readTls(settings), (address, error) =>
        logger.warn({ err: error, node: address, msg: 'the stream of notifications broke and is opened again' }),
      ),
  ),
  fromSettings(
    RequestRates,
    (settings) =>
      new RequestRates(
        settings.REDIS_URL,
        { perAddress: settings.RATE_LIMIT_PER_IP_PER_MINUTE, perIdentity: settings.RATE_LIMIT_PER_USER_PER_MINUTE },
        (error) => logger.warn({ err: error, msg: 'rate limits are counted in memory: Redis is away' }),
      ),
  ),
];

function fromSettings(
  provide: NonNullable<Extract<Provider, { provide: unknown }>['provide']>,
  make: (settings: Settings) => unknown,
): Provider {
  return { provide, inject: [SETTINGS], useFactory: make };
}
