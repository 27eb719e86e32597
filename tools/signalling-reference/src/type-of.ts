/** The parts of JSON Schema that the protocol's schemas use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A schema as a TypeScript type, with limits as comments. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if (schema.const !== undefined) return `'${String(schema.const)}'`;
  if (schema.enum) return schema.enum.map((value) => `'${String(value)}'`).join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.map((option) => typeOf(option)).join(' | ');
  switch (schema.type) {
    case 'string':
      return schema.format === 'date-time'
        ? `string${comment('ISO 8601')}`
        : `string${comment(range(schema.minLength, schema.maxLength))}`;
    case 'integer':
      return `number${comment(range(schema.minimum, schema.maximum))}`;
    case 'array':
      return listOf(schema);
    case 'object':
      return objectOf(schema);
    default:
      return schema.type ?? 'unknown';
  }
}

function listOf({ items = {}, minItems, maxItems }: JsonSchema): string {
  const item = typeOf(items);
  return `${/[ {]/.test(item) ? `(${item})` : item}[]${comment(range(minItems, maxItems))}`;
}

function objectOf({ properties, required = [] }: JsonSchema): string {
  if (!properties) return 'object';
  const fields = Object.entries(properties).map(
    ([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(field)}`,
  );
  if (fields.length === 0) return '{}';
  const line = `{ ${fields.join('; ')} }`;
  return line.length <= 100 ? line : `{\n${fields.map((field) => `  ${field.replaceAll('\n', '\n  ')};\n`).join('')}}`;
}

/** zod bounds integers by what a double holds exactly, which says nothing to a reader. */
function range(from: number | undefined, to: number | undefined): string {
  const low = from === undefined || from === Number.MIN_SAFE_INTEGER ? undefined : from;
  const high = to === undefined || to === Number.MAX_SAFE_INTEGER ? undefined : to;
  if (low === undefined && high === undefined) return '';
  return `${low ?? ''}..${high ?? ''}`;
}

function comment(text: string): string {
  return text === '' ? '' : ` /* ${text} */`;
}
