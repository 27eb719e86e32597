import { Histogram, register } from 'prom-client';

/** Seconds, from a cached answer (1 ms) to a call near its deadline (10 s). */
export const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Rate, errors and duration of gRPC methods served. */
export const rpcDuration = histogram('rpc_server_duration_seconds', 'Time to serve a gRPC call.', ['method', 'code']);

/** Rate, errors and duration of HTTP requests served. */
export const httpDuration = histogram('http_server_duration_seconds', 'Time to serve an HTTP request.', [
  'method',
  'route',
  'status',
]);

function histogram<Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> {
  return new Histogram({ name, help, labelNames, buckets: LATENCY_BUCKETS, registers: [register] });
}
