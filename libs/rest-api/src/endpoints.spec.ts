import type { Endpoint } from './endpoint.js';
import { endpointUrl } from './endpoint.js';
import { ENDPOINTS } from './endpoints.js';

const endpoints: readonly [string, Endpoint][] = Object.entries(ENDPOINTS);

describe('the table of endpoints', () => {
  it.each(endpoints)('%s has a schema for exactly the parameters of its path', (_, endpoint) => {
    const named = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name).sort();
    expect(Object.keys(endpoint.params?.shape ?? {}).sort()).toEqual(named);
  });

  it.each(endpoints)('%s answers with content unless its status says there is none', (_, endpoint) => {
    expect(endpoint.reply === undefined).toBe(endpoint.status === 204);
  });

  it('gives no two operations the same method and path', () => {
    const operations = endpoints.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`);
    expect(new Set(operations).size).toBe(operations.length);
  });
});

describe('endpointUrl', () => {
  it('escapes what goes into the path', () => {
    expect(endpointUrl(ENDPOINTS.getInvite, { code: 'a/b?c' })).toBe('/v1/invites/a%2Fb%3Fc');
  });

  it('leaves out what the query does not name', () => {
    expect(endpointUrl(ENDPOINTS.listCalls, {}, { pageSize: 5, pageToken: undefined })).toBe('/v1/calls?pageSize=5');
  });

  it('refuses a path with a parameter missing', () => {
    expect(() => endpointUrl(ENDPOINTS.getCall)).toThrow(TypeError);
  });
});
