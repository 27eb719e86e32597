import { DASHBOARDS, FOREIGN_METRICS, queriesOf } from '@videocall/monitoring';
import { waitFor } from '@videocall/stack';
import { docker, outside, vps } from './index.ts';
import { ask, askGrafana } from './monitoring/prometheus.ts';
import { Sink } from './monitoring/sink.ts';

// On the product as the bring-up left it, with every profile.

/** An alert must last a minute, is judged every 15 s, told after 10 s more, and its end within a minute. */
const TOLD_MS = 240_000;
const STOPPED = 'videocall-echo-test-1';
const ALERTMANAGER = 'videocall-alertmanager-1';

/** Has Alertmanager made anew, with other settings than deploy/.env holds; without any, as that says. */
async function startAlertmanager(settings: Readonly<Record<string, string>>): Promise<void> {
  const label = (name: string): Promise<string> =>
    docker(['inspect', '-f', `{{index .Config.Labels "com.docker.compose.project.${name}"}}`, ALERTMANAGER]);
  const environmentFile = await label('environment_file');
  await vps.run([
    'env',
    ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
    'docker',
    'compose',
    ...(await label('config_files')).split(',').flatMap((file) => ['-f', file]),
    ...(environmentFile === '' ? [] : ['--env-file', environmentFile]),
    'up',
    '-d',
    '--no-deps',
    '--wait',
    'alertmanager',
  ]);
}

describe('the watching', () => {
  it('scrapes everything there is, and every probe of the edge succeeds', async () => {
    const failing = async (): Promise<string[]> =>
      [...(await ask('up == 0')), ...(await ask('probe_success == 0'))].map(
        ({ metric: { job, instance } }) => `${job} ${instance}`,
      );
    await waitFor(async () => (await failing()).length === 0, {
      what: 'every target answering',
      timeoutMs: 120_000,
      intervalMs: 2_000,
    }).catch(async () => expect(await failing()).toEqual([]));
    const services = (await ask('up{job="videocall"}')).map(({ metric }) => metric['service']);
    expect(services.sort()).toEqual(['api-gateway', 'auth', 'call-orchestrator', 'echo-test', 'recorder', 'sfu-node']);
  });

  it.each(DASHBOARDS)('answers every query of the dashboard $title', async (dashboard) => {
    for (const query of queriesOf(dashboard)) await ask(query.replaceAll('$__rate_interval', '1m'));
  });

  it('has every metric of the exporters that rules and dashboards read', async () => {
    const fromTasks = /^videocall_/;
    const missing: string[] = [];
    for (const name of FOREIGN_METRICS.filter((metric) => !fromTasks.test(metric)))
      if ((await ask(`count(${name})`)).length === 0) missing.push(name);
    expect(missing).toEqual([]);
  });

  it('shows the dashboards in Grafana', async () => {
    const shown = (await askGrafana('/api/search')) as readonly { readonly uid: string }[];
    expect(shown.map(({ uid }) => uid).sort()).toEqual(DASHBOARDS.map(({ id }) => id).sort());
  });
});

describe('an alert', () => {
  let sink: Sink;

  beforeAll(async () => {
    sink = await Sink.open();
    const url = `http://${outside.address.ipv4}:${sink.port}`;
    await startAlertmanager({ SLACK_WEBHOOK_URL: `${url}/slack`, HEARTBEAT_URL: `${url}/heartbeat` });
  });
  afterAll(async () => {
    await docker(['start', STOPPED]);
    await startAlertmanager({});
    sink.close();
  });

  const told = (words: string): boolean => sink.received('/slack').some((message) => message.includes(words));

  it('is told when a service stops, with its page, and again when it is over', async () => {
    await docker(['stop', STOPPED]);
    await waitFor(async () => told('critical: echo-test does not answer'), { what: 'the alert', timeoutMs: TOLD_MS });
    expect(told('docs/operations/runbooks/service-down.md')).toBe(true);
    await docker(['start', STOPPED]);
    await waitFor(async () => told('over: echo-test does not answer'), { what: 'its end', timeoutMs: TOLD_MS });
  }, 600_000);

  it('that always fires beats outside, so that its end is noticed', async () => {
    await waitFor(async () => sink.received('/heartbeat').length >= 2, { what: 'two beats', timeoutMs: TOLD_MS });
    expect(JSON.parse(sink.received('/heartbeat')[0] ?? '')).toMatchObject({ status: 'firing' });
  });
});
