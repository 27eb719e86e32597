import { createInterface, type Interface } from 'node:readline/promises';
import { problemOf } from './check.ts';
import type { Values } from './setting.ts';
import { SETTINGS } from './settings.ts';

/** What a person is asked; everything else has a default or is generated. */
const QUESTIONS = ['DOMAIN', 'TURN_DOMAIN', 'ADMIN_EMAIL', 'TLS_MODE', 'PUBLIC_IPV4', 'PUBLIC_IPV6'];

/**
 * Asks for what must be known, one by one, until each answer is right. What is set is offered as the answer.
 * @param complete fills in what follows from the answers so far
 * @returns the answers
 */
export async function ask(values: Values, complete: (values: Values) => Values): Promise<Values> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    let answers = values;
    for (const name of QUESTIONS)
      answers = { ...answers, [name]: await answerTo(terminal, name, complete(answers)[name] ?? '') };
    return answers;
  } finally {
    terminal.close();
  }
}

async function answerTo(terminal: Interface, name: string, offered: string): Promise<string> {
  const setting = SETTINGS[name];
  if (!setting) throw new Error(`there is no setting ${name}`);
  for (;;) {
    const text = (await terminal.question(`${name}: ${setting.meaning}${offered ? ` [${offered}]` : ''}: `)).trim();
    const answer = text === '' ? offered : text === '-' ? '' : text;
    const problem = problemOf(setting, answer);
    if (problem === undefined) return answer;
    process.stderr.write(`✖ ${name}: ${problem}\n`);
  }
}
