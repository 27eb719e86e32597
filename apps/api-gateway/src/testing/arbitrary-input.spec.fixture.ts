import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Whatever JSON can say, hostile names and texts included. */
const hostile: Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    '',
    '\0',
    '\ud800',
    "'; drop table calls; --",
    '../../etc/passwd',
    '💥'.repeat(300),
    -1,
    1e308,
    null,
    [],
    {},
    { toString: 1, constructor: null, length: -1 },
    JSON.parse('{"__proto__": {"admin": true}}') as unknown,
    Array(600).fill(0),
  ),
  fc.string({ unit: 'binary' }),
);

/** Values for a schema: such as it takes, such as differ in one place, and such as have nothing to do with it. */
export function arbitraryInput(schema: z.ZodType): Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const taken = fromSchema(json, fc.constant(undefined));
  return fc.oneof(
    { weight: 4, arbitrary: taken },
    { weight: 4, arbitrary: fromSchema(json, hostile) },
    { weight: 1, arbitrary: hostile },
  );
}

/** @param disturbance stands in now and then for any part; undefined leaves the part as the schema wants it */
function fromSchema(schema: JsonSchema, disturbance: Arbitrary<unknown>): Arbitrary<unknown> {
  const wanted = wantedBy(schema, disturbance);
  return fc.oneof(
    { weight: 7, arbitrary: wanted },
    {
      weight: 1,
      arbitrary: fc
        .tuple(disturbance, wanted)
        .map(([disturbed, right]) => (disturbed === undefined ? right : disturbed)),
    },
  );
}

function wantedBy(schema: JsonSchema, disturbance: Arbitrary<unknown>): Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((option) => fromSchema(option, disturbance)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -1_000, max: Math.min(schema.maximum ?? 1_000, 1e9) });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(fromSchema(schema.items ?? {}, disturbance), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case 'object':
      return object(schema, disturbance);
    default:
      return fc.jsonValue();
  }
}

function text({ pattern, minLength = 0, maxLength = 64 }: JsonSchema): Arbitrary<string> {
  if (pattern !== undefined) return fc.oneof(fc.stringMatching(new RegExp(pattern)), fc.string());
  return fc.string({ minLength, maxLength: Math.min(maxLength, 80), unit: 'grapheme' });
}

function object({ properties = {}, required = [] }: JsonSchema, disturbance: Arbitrary<unknown>): Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, fromSchema(field, disturbance)]),
  );
  return fc.record(fields, { requiredKeys: [...required] as never });
}
