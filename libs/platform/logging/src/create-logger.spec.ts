import { Writable } from 'node:stream';
import { createLogger, type LoggerOptions } from './create-logger.js';

const loggerWithLines = (options: Partial<LoggerOptions> = {}) => {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  return { logger: createLogger({ service: 'auth', ...options }, sink), lines };
};

describe('a log line', () => {
  it('is JSON with the service, a readable level and a time', () => {
    const { logger, lines } = loggerWithLines();
    logger.warn({ callId: 'call_1' }, 'a call ended');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      service: 'auth',
      callId: 'call_1',
      msg: 'a call ended',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  it('is left out below the level', () => {
    const { logger, lines } = loggerWithLines({ level: 'error' });
    logger.warn('not worth it');
    expect(lines).toEqual([]);
  });

  it('shows no tokens, passwords or cookies, however they were logged', () => {
    const { logger, lines } = loggerWithLines();
    logger.info({ password: 'S1', grant: 'S2', session: { refreshToken: 'S3' } });
    logger.info({ request: { headers: { authorization: 'Bearer S4', cookie: 'S5', 'x-peer-ticket': 'S6' } } });
    logger.info({ headers: { 'set-cookie': ['S7'] } });
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toMatch(/S\d/);
  });
});
