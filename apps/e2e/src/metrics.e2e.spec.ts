import { DASHBOARDS, FOREIGN_METRICS, metricsIn, queriesOf, readRules } from '@videocall/monitoring';
import { waitFor } from '@videocall/stack';
import { flowing } from './support/flow.js';
import { startProduct, type Product } from './support/product.js';
import { grantFor, inviteTo, registerUser, startCall } from '@videocall/synthetic-participant/rest';
import { SyntheticParticipant } from '@videocall/synthetic-participant';

const SERVICES = ['auth', 'call-orchestrator', 'sfu-node', 'api-gateway', 'recorder', 'echo-test'];

let product: Product;
const people: SyntheticParticipant[] = [];

beforeAll(async () => {
  product = await startProduct();
}, 120_000);
afterAll(async () => {
  for (const somebody of people) somebody.vanish();
  await product?.stop();
});

async function metricsOf(service: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${product.stack.ports[`${service}.http`]}/metrics`);
  expect(response.status).toBe(200);
  return await response.text();
}

/** Names of the series that a page of metrics has, or will have: a histogram is three. */
function namesIn(page: string): string[] {
  return [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
}

describe('what is watched', () => {
  it('is what the services tell: every metric that a rule or a dashboard reads', async () => {
    const told = (await Promise.all(SERVICES.map(metricsOf))).flatMap(namesIn);
    const { alerts, records } = readRules();
    const known = new Set([...told, ...records.map(({ record }) => record), ...FOREIGN_METRICS]);
    const read = [...alerts, ...records].map(({ expr }) => expr).concat(DASHBOARDS.flatMap(queriesOf));
    expect(read.flatMap(metricsIn).filter((name) => !known.has(name))).toEqual([]);
  });

  it('comes from every service under its own name, with the rate and duration of what it serves', async () => {
    for (const service of SERVICES) {
      const page = await metricsOf(service);
      expect(page).toContain(`process_start_time_seconds{service="${service}"}`);
      expect(page).toMatch(new RegExp(`^tls_certificate_expiry_timestamp_seconds\\{service="${service}"\\} \\d+`, 'm'));
      expect(namesIn(page)).toEqual(
        expect.arrayContaining(['http_server_duration_seconds_count', 'rpc_server_duration_seconds_count']),
      );
    }
  });

  it('counts who is in a call, and who got media', async () => {
    const { origin } = product;
    const host = await registerUser(origin, 'Host');
    const { call, grant } = await startCall(origin, host);
    const listener = await SyntheticParticipant.join(origin, host, grant);
    const other = await registerUser(origin, 'Speaker');
    const admission = await grantFor(origin, other, call.id, await inviteTo(origin, host, call.id));
    const speaker = await SyntheticParticipant.join(origin, other, admission);
    people.push(listener, speaker);
    await listener.receive();
    await flowing(listener, await speaker.publishMicrophone(440));

    await waitFor(
      async () => /^sfu_peer_connections_total\{outcome="connected",\S*\} 2$/m.test(await metricsOf('sfu-node')),
      {
        what: 'both being counted as connected',
      },
    );
    expect(await metricsOf('call-orchestrator')).toMatch(/^orchestrator_participants\{state="JOINED",\S*\} 2$/m);
    expect(await metricsOf('call-orchestrator')).toMatch(/^orchestrator_call_limit\{kind="open",\S*\} 95$/m);
  });
});
