import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repositoryRoot } from './repository.ts';

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly (AlertRule | RecordingRule)[] }[];
}

/** Everything that Prometheus judges by, from deploy/prometheus/rules. */
export function readRules(): { readonly alerts: readonly AlertRule[]; readonly records: readonly RecordingRule[] } {
  const folder = join(repositoryRoot, 'deploy/prometheus/rules');
  const rules = globSync('*.yml', { cwd: folder }).flatMap((file) => {
    const { groups } = parse(readFileSync(join(folder, file), 'utf8'), { merge: true }) as RuleFile;
    return groups.flatMap((group) => group.rules);
  });
  return {
    alerts: rules.filter((rule) => 'alert' in rule),
    records: rules.filter((rule) => 'record' in rule),
  };
}
