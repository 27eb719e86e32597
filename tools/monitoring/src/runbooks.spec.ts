import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.ts';
import { readRules } from './rules.ts';

const FOLDER = 'docs/operations/runbooks';
const page = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
const { alerts } = readRules();

describe('an alert', () => {
  it.each(alerts)(
    '$alert names a page that tells what it means, how to look and what to do',
    ({ alert, annotations }) => {
      const { runbook = '' } = annotations;
      expect(runbook).toMatch(new RegExp(`^${FOLDER}/[a-z-]+\\.md$`));
      const text = page(runbook);
      expect(text).toContain(`\`${alert}\``);
      for (const part of ['## What it means', '## How to look', '## What to do']) expect(text).toContain(part);
    },
  );

  it.each(alerts)('$alert tells how severe it is, what it is about and what happens', ({ labels, annotations }) => {
    expect(labels['severity']).toMatch(/^(critical|warning|none)$/);
    expect(labels['about']).toMatch(/^[a-z-]+$/);
    expect(annotations['summary']).toBeTruthy();
    expect(annotations['description']).toBeTruthy();
  });

  it('has a name of its own', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });
});

describe('a runbook', () => {
  it.each(readdirSync(join(repositoryRoot, FOLDER)).filter((file) => file !== 'README.md'))(
    '%s is the page of some alert, and in the list of pages',
    (file) => {
      expect(alerts.map(({ annotations }) => annotations['runbook'])).toContain(`${FOLDER}/${file}`);
      expect(page(`${FOLDER}/README.md`)).toContain(`(${file})`);
    },
  );
});
