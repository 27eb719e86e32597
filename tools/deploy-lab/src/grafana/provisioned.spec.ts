import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readProvisioned } from './provisioned.ts';

describe('what a Grafana would read', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'videocall-test-'));
    for (const name of ['datasources', 'dashboards', 'shown']) mkdirSync(join(folder, name));
    writeFileSync(
      join(folder, 'datasources/one.yml'),
      'datasources: [{ name: P, uid: prometheus, type: prometheus, url: "http://prometheus:9090" }]',
    );
    writeFileSync(join(folder, 'dashboards/one.yml'), `providers: [{ name: V, options: { path: ${folder}/shown } }]`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const dashboard = (name: string, content: unknown): void =>
    writeFileSync(join(folder, 'shown', `${name}.json`), JSON.stringify(content));
  const panel = (uid: string) => ({ type: 'timeseries', datasource: { type: 'prometheus', uid } });

  it('is its datasources and dashboards', () => {
    dashboard('calls', { uid: 'calls', title: 'Calls', panels: [panel('prometheus')] });
    expect(readProvisioned(folder)).toEqual({
      datasources: ['prometheus'],
      dashboards: [{ uid: 'calls', title: 'Calls', panels: 1 }],
    });
  });

  it('is refused with the file when a panel asks a datasource that is not there', () => {
    dashboard('calls', { uid: 'calls', title: 'Calls', panels: [panel('other')] });
    expect(() => readProvisioned(folder)).toThrow(/calls\.json: a panel asks the datasource other/);
  });

  it('is refused when two dashboards have one uid', () => {
    for (const name of ['one', 'two']) dashboard(name, { uid: 'same', title: name, panels: [] });
    expect(() => readProvisioned(folder)).toThrow('two dashboards have the uid same');
  });
});
