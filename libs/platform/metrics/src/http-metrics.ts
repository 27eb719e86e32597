import type { FastifyInstance } from 'fastify';
import { httpDuration } from './red-metrics.js';

const UNOBSERVED = new Set(['/metrics', '/healthz', '/readyz']);

/**
 * Counts and times every HTTP request by its route's pattern (never the path asked for: that would give each caller a
 * label of their own).
 */
export function observeHttpRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    if (!UNOBSERVED.has(route)) {
      httpDuration.observe(
        { method: request.method, route, status: String(reply.statusCode) },
        reply.elapsedTime / 1000,
      );
    }
    done();
  });
}
