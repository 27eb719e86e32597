import pg from 'pg';

/** PostgreSQL's internal one-byte "char", which catalogue tables are full of, and text (pg_type.oid). */
const INTERNAL_CHAR = 18;
const TEXT = 25;

interface WithFields {
  fields: { dataTypeID: number }[];
}

function hasFields(result: unknown): result is WithFields {
  return typeof result === 'object' && result !== null && 'fields' in result && Array.isArray(result.fields);
}

function reportInternalCharAsText<T>(result: T): T {
  if (hasFields(result)) {
    for (const field of result.fields) if (field.dataTypeID === INTERNAL_CHAR) field.dataTypeID = TEXT;
  }
  return result;
}

/**
 * A connection that reports the internal "char" type as text.
 *
 * The schema engine reads the catalogue, where that type is common; `@prisma/adapter-pg` refuses it as unsupported
 * although its values arrive as ordinary text.
 */
export class CatalogueClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const original = this.query;
    // pg's `query` has many forms: those with a callback (its own pool uses them) and those that return a promise.
    Reflect.set(this, 'query', (...args: unknown[]): unknown => {
      const callback = args.at(-1);
      if (typeof callback !== 'function')
        return Promise.resolve(Reflect.apply(original, this, args)).then(reportInternalCharAsText);
      const answer = (error: unknown, result: unknown): void => callback(error, reportInternalCharAsText(result));
      return Reflect.apply(original, this, [...args.slice(0, -1), answer]);
    });
  }
}
