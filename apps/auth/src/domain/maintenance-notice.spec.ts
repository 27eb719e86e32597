import { noticeMail } from './maintenance-notice.js';

const notice = {
  maintenanceId: 'mnt_1',
  startsAt: new Date('2026-11-28T17:00:00Z'),
  endsAt: new Date('2026-11-28T19:00:00Z'),
  textEn: 'A new version',
  textJa: '新しいバージョン',
};

describe('the email about maintenance', () => {
  it('tells what and when in English and in Japanese, each with its own time', () => {
    const { subject, text } = noticeMail(notice, 'https://call.example.com');
    expect(subject).toContain('call.example.com');
    expect(text).toMatch(/Sat, 28 November 2026,? 17:00 – 19:00 UTC/);
    expect(text).toContain('A new version');
    expect(text).toMatch(/2026年11月29日\(日\) 0?2:00 – 0?4:00（日本時間）/);
    expect(text).toContain('新しいバージョン');
    expect(text).toContain('https://call.example.com');
  });

  it('names the day of the end where it is another', () => {
    const long = { ...notice, endsAt: new Date('2026-11-29T01:00:00Z') };
    expect(noticeMail(long, 'https://call.example.com').text).toMatch(/17:00 – Sun, 29 November 2026 01:00 UTC/);
  });

  it('has no hole where the operator said nothing', () => {
    expect(noticeMail({ ...notice, textEn: '', textJa: '' }, 'https://call.example.com').text).not.toContain('\n\n\n');
  });
});
