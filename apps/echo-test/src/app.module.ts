import { type DynamicModule, Module, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { EchoMetrics } from './adapters/echo-metrics.js';
import { PublicApi } from './adapters/public-api.js';
import { ServiceAccount } from './adapters/service-account.js';
import { UdpEcho } from './adapters/udp-echo.js';
import { EchoCalls } from './application/echo-calls.js';
import type { EchoTestSettings } from './config/settings.js';
import { EchoTestController } from './grpc/echo-test.controller.js';
import { People } from './grpc/people.js';

/** The UDP echo, and the echo calls. */
@Module({})
export class AppModule implements OnApplicationShutdown {
  constructor(
    private readonly udp: UdpEcho,
    private readonly api: PublicApi,
  ) {}

  static with(settings: EchoTestSettings): DynamicModule {
    return { module: AppModule, controllers: [EchoTestController], providers: providers(settings) };
  }

  onApplicationShutdown(): void {
    this.udp.close();
    this.api.close();
  }
}

function providers(settings: EchoTestSettings): Provider[] {
  return [
    EchoMetrics,
    { provide: People, useFactory: () => new People(settings.AUTH_JWKS_URL) },
    {
      provide: PublicApi,
      useFactory: () => {
        const account = new ServiceAccount(settings.GATEWAY_URL, settings.SERVICE_SECRET_FILE);
        return new PublicApi(settings.GATEWAY_GRPC_ADDRESS, settings.GATEWAY_URL, account);
      },
    },
    {
      provide: EchoCalls,
      inject: [PublicApi, EchoMetrics],
      useFactory: (api: PublicApi, metrics: EchoMetrics) => {
        const calls = new EchoCalls(api, {
          delayMs: settings.ECHO_DELAY_MS,
          maxCalls: settings.MAX_ECHO_CALLS,
          lastsMs: settings.ECHO_CALL_SECONDS * 1000,
          budgetBytes: settings.ECHO_CALL_MEMORY_BYTES,
        });
        metrics.watchCalls(() => calls.size);
        return calls;
      },
    },
    { provide: UdpEcho, inject: [EchoMetrics], useFactory: (metrics: EchoMetrics) => listen(settings, metrics) },
  ];
}

async function listen(settings: EchoTestSettings, metrics: EchoMetrics): Promise<UdpEcho> {
  const udp = await UdpEcho.listen({
    host: settings.UDP_HOST,
    port: settings.UDP_PORT,
    delayMs: settings.ECHO_DELAY_MS,
    budgetBytes: settings.UDP_MEMORY_BYTES,
    rates: {
      perSource: settings.UDP_RATE_PER_SOURCE,
      total: settings.UDP_RATE_TOTAL,
      sources: settings.UDP_MAX_SOURCES,
    },
    onOutcome: (outcome) => metrics.datagram(outcome),
    onLate: (milliseconds) => metrics.late(milliseconds),
  });
  metrics.watchDatagrams(udp);
  return udp;
}
