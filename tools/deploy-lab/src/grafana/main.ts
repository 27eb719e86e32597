// Stands in for Grafana: see the recipe `grafana`.
import { createServer } from 'node:http';
import { readProvisioned } from './provisioned.ts';

const PORT = 3000;

// What is wrong ends the program with the reason, as it keeps a Grafana from becoming ready.
const provisioned = readProvisioned(process.env['GF_PATHS_PROVISIONING'] ?? '/etc/grafana/provisioning');
const answers: Readonly<Record<string, unknown>> = {
  '/api/health': { database: 'ok', version: 'stand-in' },
  '/api/search': provisioned.dashboards,
  '/api/datasources': provisioned.datasources,
};
const server = createServer((request, response) => {
  const answer = answers[(request.url ?? '/').split('?')[0] ?? '/'];
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? { message: 'this stand-in draws nothing' }));
});
server.listen(PORT);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
