import { redact } from './redact.ts';

describe('a line that leaves the server', () => {
  it.each([
    ['a token', 'joined with eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln', 'joined with [redacted]'],
    ['a header', '{"headers":"Bearer abcdefgh1234"}', '{"headers":"Bearer [redacted]"}'],
    ['an address', 'cannot reach redis://:geheim@redis:6379/0', 'cannot reach redis://[redacted]@redis:6379/0'],
    ['a field', '{"password":"geheim","user":"u"}', '{"password":"[redacted]","user":"u"}'],
    ['a parameter', 'GET /files?token=geheim&part=2', 'GET /files?token=[redacted]&part=2'],
  ])('shows no secret in %s', (_where, line, expected) => {
    expect(redact(line)).toBe(expected);
  });

  it('is left as it is where there is none', () => {
    const line = '{"level":"info","msg":"a call ended","callId":"call_1","seconds":61.2}';
    expect(redact(line)).toBe(line);
  });
});
