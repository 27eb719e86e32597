import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { loggingModule } from '@videocall/platform-logging';
import { metricsModule } from '@videocall/platform-metrics';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

/** What every service has around its own module: logs, metrics, health. */
@Global()
@Module({})
export class ServiceModule {
  static around(module: Type | DynamicModule, service: string, logLevel: string): DynamicModule {
    return {
      module: ServiceModule,
      imports: [loggingModule({ service, level: logLevel }), metricsModule(service), module],
      controllers: [HealthController],
      providers: [Readiness],
      exports: [Readiness],
    };
  }
}
