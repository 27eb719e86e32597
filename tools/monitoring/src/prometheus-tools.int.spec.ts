import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { queriesOf } from './dashboards/dashboard.ts';
import { DASHBOARDS } from './dashboards/index.ts';
import { repositoryRoot } from './repository.ts';
import { readRules } from './rules.ts';

const execute = promisify(execFile);
const deploy = join(repositoryRoot, 'deploy');

/** Runs a program to its end; what it prints is the message of its failure. */
async function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    const { stdout } = await execute(program, args, {
      cwd: join(deploy, 'prometheus'),
      env: { PATH: process.env['PATH'], ...environment },
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${program} ${args.join(' ')}:\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}

describe('Prometheus', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'videocall-monitoring-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('takes the configuration and the rules', async () => {
    expect(await run('promtool', ['check', 'config', 'prometheus.yml'])).toContain('SUCCESS');
  });

  it.each(globSync('tests/*.test.yml', { cwd: join(deploy, 'prometheus') }))('judges as %s expects', async (file) => {
    expect(await run('promtool', ['test', 'rules', file])).toContain('SUCCESS');
  });

  it('is tested on every alert there is', () => {
    const tests = globSync('tests/*.test.yml', { cwd: join(deploy, 'prometheus') })
      .map((file) => readFileSync(join(deploy, 'prometheus', file), 'utf8'))
      .join('\n');
    expect(
      readRules()
        .alerts.map(({ alert }) => alert)
        .filter((alert) => !new RegExp(`\\b${alert}\\b`).test(tests)),
    ).toEqual([]);
  });

  it('understands every query of the dashboards', async () => {
    const rules = DASHBOARDS.flatMap(queriesOf).map((expr, index) => ({
      record: `query:${index}`,
      expr: expr.replaceAll('$__rate_interval', '1m'),
    }));
    const file = join(folder, 'queries.yml');
    writeFileSync(file, stringify({ groups: [{ name: 'queries', rules }] }));
    expect(await run('promtool', ['check', 'rules', '--lint=none', file])).toContain('SUCCESS');
  });

  it('is told of the services of the profiles that run, and of every sfu-node', async () => {
    const targets = join(folder, 'targets');
    await run('sh', ['targets.sh', targets], {
      DOMAIN: 'calls.example',
      COMPOSE_PROFILES: 'core,media,turn',
      SFU_NODES: 'sfu-node:9091,10.0.0.2:9091',
    });
    const file = (name: string): string => readFileSync(join(targets, `${name}.yml`), 'utf8');
    expect([...file('services').matchAll(/\["(.+)"\]/g)].map(([, address]) => address)).toEqual([
      'auth:8080',
      'call-orchestrator:8080',
      'api-gateway:8080',
      'sfu-node:8081',
      '10.0.0.2:8081',
    ]);
    expect(file('edge')).toContain('"https://calls.example/"');
    expect(file('turns')).toContain('"turn.calls.example:443"');
  });
});

describe('Alertmanager', () => {
  const config = async (settings: NodeJS.ProcessEnv): Promise<string> => {
    const folder = mkdtempSync(join(tmpdir(), 'videocall-alertmanager-'));
    try {
      const text = await run('sh', [join(deploy, 'alertmanager/config.sh')], { DOMAIN: 'calls.example', ...settings });
      const file = join(folder, 'alertmanager.yml');
      const templates = join(deploy, 'alertmanager/*.tmpl');
      writeFileSync(file, text.replace('/etc/alertmanager/*.tmpl', templates));
      expect(await run('amtool', ['check-config', file])).toContain('SUCCESS');
      return text;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('takes what is made of the settings, whatever is in a password', async () => {
    const text = await config({
      SMTP_HOST: 'mail.example',
      SMTP_PORT: '465',
      SMTP_USER: 'alerts',
      SMTP_PASSWORD: `a'b"c: #{$d}\\`,
      ALERT_EMAIL_TO: 'admin@calls.example',
      SLACK_WEBHOOK_URL: 'https://hooks.example/services/1',
      HEARTBEAT_URL: 'https://heartbeat.example/1',
    });
    expect(text).toContain(`smtp_auth_password: 'a''b"c: #{$d}\\'`);
    expect(text).toContain("- to: 'admin@calls.example'");
    expect(text).toContain("- api_url: 'https://hooks.example/services/1'");
    expect(text).toContain("- url: 'https://heartbeat.example/1'");
  });

  it('takes settings that name nobody to tell', async () => {
    const text = await config({});
    for (const receiver of ['email_configs', 'slack_configs', 'webhook_configs']) expect(text).not.toContain(receiver);
  });

  it('repeats what is critical each hour and beats to the watcher outside', async () => {
    const text = await config({ HEARTBEAT_URL: 'https://heartbeat.example/1' });
    const critical = text.slice(text.indexOf('severity = "critical"'));
    expect(critical.slice(0, critical.indexOf('inhibit_rules'))).toContain('repeat_interval: 1h');
  });
});
