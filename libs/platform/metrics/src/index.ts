export { observeCertificate } from './certificate.js';
export { collectGauge, type SetValue } from './collect-gauge.js';
export { grpcMetricsInterceptor } from './grpc-metrics.js';
export { observeHttpRequests } from './http-metrics.js';
export { metricsModule } from './metrics.module.js';
export { LATENCY_BUCKETS } from './red-metrics.js';
