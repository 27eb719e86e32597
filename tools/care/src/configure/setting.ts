import type { z } from 'zod';

/** Values by name, as they stand in deploy/.env. */
export type Values = Readonly<Record<string, string>>;

/** What is wrong with a value, in a sentence or two for the operator. */
export interface Problem {
  readonly name: string;
  readonly text: string;
}

/** What is known of one setting. */
export interface Setting {
  /** Of a value that is not empty. Its messages go on from the value: `is no host name`. */
  readonly rule: z.ZodType;
  /** What the setting is, to go on from "It is": `the name by which people reach the server, for example …`. */
  readonly meaning: string;
  /** Whether the server cannot run without. */
  readonly required?: true;
  /** Never shown. */
  readonly secret?: true;
  /** Makes a value where none is set. */
  readonly generate?: () => string;
  /** What it is where nothing is set, by the others. */
  readonly follows?: (values: Values) => string;
  /** What it is in any case, by the others; nobody sets it. */
  readonly always?: (values: Values) => string;
}
