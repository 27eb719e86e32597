import { ENDPOINTS, type Endpoint } from '@videocall/rest-api';
import { z } from 'zod';
import { openApiDocument } from './openapi-document.js';

const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(1),
  parameters: z.array(
    z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']), schema: z.looseObject({}) }),
  ),
  requestBody: z
    .looseObject({ content: z.object({ 'application/json': z.looseObject({ schema: z.unknown() }) }) })
    .optional(),
  responses: z.record(z.string().regex(/^[2-5]\d\d$/), z.looseObject({ description: z.string().min(1) })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});
/** The parts of OpenAPI 3.1 that the document uses. */
const OpenApi = z.looseObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.looseObject({ title: z.string().min(1), version: z.string().min(1) }),
  paths: z.record(
    z.string().startsWith('/v1/'),
    z.record(z.enum(['get', 'post', 'patch', 'delete']).and(z.string()), Operation),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});

const document = OpenApi.parse(openApiDocument('https://videocall.example'));
const endpoints: readonly [string, Endpoint][] = Object.entries(ENDPOINTS);

function operationOf({ method, path }: Endpoint): z.infer<typeof Operation> | undefined {
  return document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase() as 'get'];
}

describe('the OpenAPI document', () => {
  it.each(endpoints)('describes %s with its parameters, content and refusals', (name, endpoint) => {
    const operation = operationOf(endpoint);
    expect(operation?.operationId).toBe(name);
    const inPath = operation?.parameters.filter(({ in: place }) => place === 'path').map((parameter) => parameter.name);
    expect(inPath).toEqual(Object.keys(endpoint.params?.shape ?? {}));
    expect(operation?.requestBody !== undefined).toBe(endpoint.body !== undefined);
    const described = JSON.stringify(operation?.responses);
    for (const reason of endpoint.refusals) expect(described).toContain(`${reason}: `);
    expect(Object.keys(operation?.responses ?? {})).toContain(String(endpoint.status));
  });

  it.each(endpoints)('asks for an access token at %s where one is needed', (_, endpoint) => {
    const mayBeAnonymous = operationOf(endpoint)?.security.every((scheme) => 'accessToken' in scheme) !== true;
    const isOpen = operationOf(endpoint)?.security.length === 0;
    expect(isOpen || mayBeAnonymous).toBe(endpoint.identity !== 'required');
  });

  it('has nothing besides the endpoints', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations).toHaveLength(endpoints.length);
  });

  it('defines every schema that it refers to', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference);
    expect(references.length).toBeGreaterThan(50);
    for (const reference of references) {
      expect(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)).toContain(
        reference,
      );
    }
  });
});
