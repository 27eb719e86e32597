import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { EchoMetrics } from './adapters/echo-metrics.js';
import { UdpEcho } from './adapters/udp-echo.js';
import type { EchoTestSettings } from './config/settings.js';

/** The UDP echo, and the echo calls. */
@Module({})
export class AppModule implements OnApplicationShutdown {
  constructor(@Inject(UdpEcho) private readonly udp: UdpEcho) {}

  static with(settings: EchoTestSettings): DynamicModule {
    return {
      module: AppModule,
      controllers: [],
      providers: [
        EchoMetrics,
        {
          provide: UdpEcho,
          inject: [EchoMetrics],
          useFactory: (metrics: EchoMetrics) => listen(settings, metrics),
        },
      ],
    };
  }

  onApplicationShutdown(): void {
    this.udp.close();
  }
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
