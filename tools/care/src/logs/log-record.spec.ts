import { readRecord } from './log-record.ts';

const AT = '2026-11-22T21:00:00.123456789Z';

describe('a collected line', () => {
  it('keeps the fields of a service that writes JSON, its own time among them', () => {
    const { json } = readRecord(
      `auth 0123456789ab ${AT} {"level":"info","time":"2026-11-22T21:00:00.120Z","msg":"up"}`,
    );
    expect(JSON.parse(json)).toEqual({
      level: 'info',
      time: '2026-11-22T21:00:00.120Z',
      msg: 'up',
      service: 'auth',
      container: '0123456789ab',
    });
  });

  it.each(['database system is ready', '{not JSON', ''])('becomes JSON where it was none: %j', (text) => {
    expect(readRecord(`postgres 0123456789ab ${AT} ${text}`)).toEqual({
      service: 'postgres',
      takenAt: AT,
      json: JSON.stringify({ time: AT, msg: text, service: 'postgres', container: '0123456789ab' }),
    });
  });

  it('is named by the service that the engine knows, not by what the line says', () => {
    expect(JSON.parse(readRecord(`redis 0123456789ab ${AT} {"service":"auth"}`).json)).toMatchObject({
      service: 'redis',
    });
  });

  it('is refused where it has no time', () => {
    expect(() => readRecord('auth 0123456789ab hello')).toThrow('does not begin with');
  });
});
