import { z } from 'zod';

const secrets = z.registry<{ readonly secret: true }>();

/**
 * Marks a setting whose value must never be shown: neither in a log nor in an error message. Goes around the finished
 * schema: `secret(z.url().describe('…'))`.
 */
export function secret<Schema extends z.ZodType>(schema: Schema): Schema {
  secrets.add(schema, { secret: true });
  return schema;
}

/** Whether a setting was marked with {@link secret}. */
export function isSecret(schema: z.core.$ZodType): boolean {
  return secrets.has(schema);
}
