import { REASONS, REFUSAL_KINDS, type Reason } from '@videocall/errors';
import * as restApi from '@videocall/rest-api';
import { ENDPOINTS, ErrorReply, type Endpoint } from '@videocall/rest-api';
import * as signalling from '@videocall/signalling';
import { z } from 'zod';

type Json = Record<string, unknown>;

/** What any request may be refused with. */
const ANY_REQUEST: readonly Reason[] = [
  'REQUEST_INVALID',
  'RATE_LIMITED',
  'SERVICE_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'INTERNAL',
];
const WITH_IDENTITY: readonly Reason[] = ['TOKEN_MISSING', 'TOKEN_INVALID', 'TOKEN_EXPIRED'];

/** Under which Nest injects the document. */
export const OPENAPI_DOCUMENT = Symbol('openapi-document');

/** Schemas that stand under their own name in `components`. */
const NAMED = {
  Call: signalling.Call,
  Participant: signalling.Participant,
  ChatMessage: signalling.ChatMessage,
  MediaConfiguration: signalling.MediaConfiguration,
  User: restApi.User,
  SignedIn: restApi.SignedIn,
  AuthSession: restApi.AuthSession,
  AuditEvent: restApi.AuditEvent,
  Grant: restApi.Grant,
  CallSummary: restApi.CallSummary,
  Invite: restApi.Invite,
  Room: restApi.Room,
  CallRecording: signalling.CallRecording,
  Recording: restApi.Recording,
  RecordingFile: restApi.RecordingFile,
  Error: ErrorReply,
};

/**
 * The OpenAPI 3.1 document of the REST API, made from the same table and schemas that requests are checked with.
 *
 * @param serverUrl where the API is reached
 */
export function openApiDocument(serverUrl: string): Json {
  const schemas = new SchemaCollection();
  const paths: Record<string, Json> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[endpoint.method.toLowerCase()] = operation(name, endpoint, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Videocall',
      version: '1',
      description:
        'Calls, the ways into them, and who is in them. Live clients go on over Socket.IO. Errors carry a reason by which ' +
        'programs decide and a sentence for people.',
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(Object.values<Endpoint>(ENDPOINTS).map(({ tag }) => tag))].map((tag) => ({ name: tag })),
    paths,
    components: {
      schemas: schemas.definitions,
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function operation(name: string, endpoint: Endpoint, schemas: SchemaCollection): Json {
  const { tag, summary, description, identity, params, query, body, idempotencyKey } = endpoint;
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [
      ...parameters('path', params, schemas),
      ...parameters('query', query, schemas),
      ...(idempotencyKey ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: schemas.schema(body, 'input') } } },
        }),
    responses: responses(endpoint, schemas),
    security: identity === 'none' ? [] : [...(identity === 'optional' ? [{}] : []), { accessToken: [] }],
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key with the same content gives the first result again for 24 hours; with other content REQUEST_ID_REUSED.',
  schema: { type: 'string', minLength: 1, maxLength: 64 },
};

function parameters(place: 'path' | 'query', schema: z.ZodObject | undefined, schemas: SchemaCollection): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: schemas.schema(field as z.ZodType, 'input'),
  }));
}

function responses({ status, reply, refusals, identity, idempotencyKey }: Endpoint, schemas: SchemaCollection): Json {
  const all: Json = { [status]: success(reply, schemas) };
  const reasons = new Set<Reason>([
    ...refusals,
    ...ANY_REQUEST,
    ...(identity === 'none' ? [] : WITH_IDENTITY),
    ...(idempotencyKey ? (['REQUEST_ID_REUSED'] as const) : []),
  ]);
  const byStatus = Map.groupBy(reasons, (reason) => REFUSAL_KINDS[REASONS[reason].kind].http);
  for (const [refused, those] of [...byStatus].sort(([a], [b]) => a - b)) {
    all[refused] = {
      description: those.map((reason) => `${reason}: ${REASONS[reason].message}`).join('\n\n'),
      content: { 'application/json': { schema: schemas.schema(ErrorReply, 'output') } },
    };
  }
  return all;
}

function success(reply: z.ZodType | undefined, schemas: SchemaCollection): Json {
  if (!reply) return { description: 'Done.' };
  return { description: 'Done.', content: { 'application/json': { schema: schemas.schema(reply, 'output') } } };
}

/** JSON Schemas, with the named ones collected and referred to. */
class SchemaCollection {
  readonly definitions: Record<string, unknown> = {};
  readonly #names = z.registry<{ id: string }>();

  constructor() {
    for (const [id, schema] of Object.entries(NAMED)) this.#names.add(schema, { id });
    for (const schema of Object.values(NAMED)) this.schema(schema, 'output');
  }

  schema(schema: z.ZodType, io: 'input' | 'output'): unknown {
    const { $defs = {}, ...own } = z.toJSONSchema(schema, { metadata: this.#names, io, unrepresentable: 'any' });
    for (const [name, definition] of Object.entries($defs)) this.definitions[name] ??= referring(definition);
    const name = this.#names.get(schema)?.id;
    if (name === undefined) return referring(own);
    this.definitions[name] ??= referring(own);
    return { $ref: `#/components/schemas/${name}` };
  }
}

/** The same schema with its references to where OpenAPI keeps definitions. */
function referring(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(referring);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      // zod repeats the dialect and its own names; OpenAPI 3.1 says both once.
      .filter(([name, value]) => name !== '$schema' && !(name === 'id' && typeof value === 'string' && value in NAMED))
      .map(([name, value]) => [
        name,
        name === '$ref' && typeof value === 'string'
          ? value.replace('#/$defs/', '#/components/schemas/')
          : referring(value),
      ]),
  );
}
