import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { REASONS, Refusal, type Reason } from '@videocall/errors';
import fc from 'fast-check';
import { refusalFrom } from './refusal-from.js';
import { refusalFromStatus, statusFromRefusal } from './status.js';
import { z } from 'zod';

const failure = (code: status, fields: Readonly<Record<string, string>> = {}, details = ''): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(fields)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};
const crossed = (refusal: Refusal): Refusal => {
  const sent = statusFromRefusal(refusal);
  return refusalFromStatus(Object.assign(new Error(sent.details), sent));
};

describe('a refusal that crosses a gRPC connection', () => {
  it('is the same on the other side, whatever it says', () => {
    const reason = fc.constantFrom(...(Object.keys(REASONS) as Reason[]));
    const options = fc.record(
      {
        message: fc.string({ minLength: 1 }),
        retryAfterMs: fc.nat(),
        details: fc.dictionary(fc.string(), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(reason, options, (name, said) => {
        const refusal = new Refusal(name, said);
        expect(JSON.parse(JSON.stringify(crossed(refusal).toBody()))).toEqual(
          JSON.parse(JSON.stringify(refusal.toBody())),
        );
      }),
    );
  });

  it('keeps a message in any language', () => {
    expect(crossed(new Refusal('CALL_FULL', { message: 'Цей дзвінок заповнений 🙂' })).message).toBe(
      'Цей дзвінок заповнений 🙂',
    );
  });
});

describe('a failed call whose server gave no reason that is known', () => {
  it.each([
    [status.UNAVAILABLE, 'SERVICE_UNAVAILABLE'],
    [status.CANCELLED, 'SERVICE_UNAVAILABLE'],
    [status.DEADLINE_EXCEEDED, 'DEADLINE_EXCEEDED'],
    [status.UNIMPLEMENTED, 'UNIMPLEMENTED'],
    [status.NOT_FOUND, 'NOT_FOUND'],
    [status.UNKNOWN, 'INTERNAL'],
    [status.DATA_LOSS, 'INTERNAL'],
  ])('with code %i is %s', (code, reason) => {
    expect(refusalFromStatus(failure(code)).reason).toBe(reason);
  });

  it('keeps the kind and the sentence of a newer server, whose reason this version does not know', () => {
    const refusal = refusalFromStatus(
      failure(status.NOT_FOUND, { reason: 'PLANET_NOT_FOUND' }, 'There is no such planet.'),
    );
    expect(refusal).toMatchObject({ reason: 'NOT_FOUND', message: 'There is no such planet.' });
  });

  it('tells nothing of what the transport said', () => {
    expect(refusalFromStatus(failure(status.INTERNAL, {}, 'stack trace')).message).toBe(REASONS.INTERNAL.message);
  });
});

describe('an error', () => {
  it('that is a refusal stays it', () => {
    const refusal = new Refusal('CALL_LOCKED');
    expect(refusalFrom(refusal)).toBe(refusal);
  });

  it('of validation becomes REQUEST_INVALID with each field at fault', () => {
    const { error } = z.object({ a: z.string(), b: z.object({ c: z.number().max(3) }) }).safeParse({ b: { c: 4 } });
    const refusal = refusalFrom(error);
    expect(refusal.reason).toBe('REQUEST_INVALID');
    expect(refusal.details).toEqual({
      fields: [
        { field: 'a', message: expect.any(String) },
        { field: 'b.c', message: expect.any(String) },
      ],
    });
  });

  it('of any other sort becomes INTERNAL, which keeps it for the log only', () => {
    const bug = new Error('password in a connection string');
    const refusal = refusalFrom(bug);
    expect(refusal.reason).toBe('INTERNAL');
    expect(refusal.cause).toBe(bug);
    expect(JSON.stringify(refusal.toBody())).not.toContain('password');
  });
});
