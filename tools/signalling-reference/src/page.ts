import { fileURLToPath } from 'node:url';
import { reference } from './reference.ts';

/** The page that the list is written into. */
export const PAGE = fileURLToPath(new URL('../../../docs/signalling.md', import.meta.url));

const START = '<!-- messages: written by `npm run docs:signalling` from libs/signalling; do not edit -->';
const END = '<!-- end of messages -->';

/**
 * The page with the list of today's schemas between its two marks.
 *
 * @throws Error where the page lacks a mark
 */
export function withReference(page: string): string {
  const from = page.indexOf(START);
  const to = page.indexOf(END);
  if (from < 0 || to < from)
    throw new Error('docs/signalling.md lacks the marks between which the messages are listed');
  return `${page.slice(0, from + START.length)}\n\n${reference()}\n${page.slice(to)}`;
}
