import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A dashboard as provisioned. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: number;
}

/** What a Grafana would show. */
export interface Provisioned {
  readonly datasources: readonly string[];
  readonly dashboards: readonly Dashboard[];
}

/**
 * Reads what Grafana would read at its start.
 * @param provisioning the folder with `datasources` and `dashboards`
 * @throws Error that names the file and what is wrong in it
 */
export function readProvisioned(provisioning: string): Provisioned {
  const datasources = yamlFiles(join(provisioning, 'datasources')).flatMap(({ file, content }) =>
    listOf(content, 'datasources', file).map((source) => {
      const uid = textOf(source, 'uid', file);
      textOf(source, 'name', file);
      textOf(source, 'type', file);
      new URL(textOf(source, 'url', file));
      return uid;
    }),
  );
  const folders = yamlFiles(join(provisioning, 'dashboards')).flatMap(({ file, content }) =>
    listOf(content, 'providers', file).map((provider) => textOf(recordOf(provider['options'], file), 'path', file)),
  );
  const dashboards = folders.flatMap((folder) =>
    globSync('**/*.json', { cwd: folder }).map((name) => readDashboard(join(folder, name), datasources)),
  );
  const uids = dashboards.map(({ uid }) => uid);
  const twice = uids.find((uid, index) => uids.indexOf(uid) !== index);
  if (twice !== undefined) throw new Error(`two dashboards have the uid ${twice}`);
  return { datasources, dashboards };
}

function readDashboard(file: string, datasources: readonly string[]): Dashboard {
  const content = recordOf(JSON.parse(readFileSync(file, 'utf8')), file);
  const panels = listOf(content, 'panels', file);
  for (const panel of panels) {
    textOf(panel, 'type', file);
    const source = panel['datasource'];
    if (source === undefined || source === null) continue;
    const uid = textOf(recordOf(source, file), 'uid', file);
    if (!uid.startsWith('$') && uid !== '-- Mixed --' && !datasources.includes(uid))
      throw new Error(`${file}: a panel asks the datasource ${uid}, which is not provisioned`);
  }
  return { uid: textOf(content, 'uid', file), title: textOf(content, 'title', file), panels: panels.length };
}

type Fields = Readonly<Record<string, unknown>>;

function yamlFiles(folder: string): { file: string; content: Fields }[] {
  return globSync('*.{yml,yaml}', { cwd: folder }).map((name) => {
    const file = join(folder, name);
    return { file, content: recordOf(parse(readFileSync(file, 'utf8')), file) };
  });
}

function recordOf(value: unknown, file: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${file}: an object was expected`);
  return value as Fields;
}

function listOf(fields: Fields, name: string, file: string): Fields[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new Error(`${file}: ${name} is no list`);
  return value.map((entry) => recordOf(entry, file));
}

function textOf(fields: Fields, name: string, file: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new Error(`${file}: ${name} is no text`);
  return value;
}
