import { describe, expect, it } from '@jest/globals';
import { settingIn, withDomain, withSetting } from './environment-file.ts';

const TEXT = `# The name.
DOMAIN=call.example.org
TURN_DOMAIN="turn.call.example.org"
ADMIN_EMAIL=admin@call.example.org
STORAGE_PUBLIC_ENDPOINT=https://call.example.org
BACKUP_REPOSITORY=sftp:box@call.example.org:videocall
TURN_URLS=turn:turn.call.example.org:3478,turn:mycall.example.org:3478,turn:call.example.org.uk:3478
`;

describe('the settings file', () => {
  it('gives a value without its quotes', () => {
    expect(settingIn(TEXT, 'TURN_DOMAIN')).toBe('turn.call.example.org');
    expect(settingIn(TEXT, 'VERSION')).toBeUndefined();
  });

  it('takes a new value in place of the old one, or at its end', () => {
    expect(withSetting('A=1\n# kept\nB=2\n', 'A', '3')).toBe('A=3\n# kept\nB=2\n');
    expect(withSetting('A=1\n', 'B', '2')).toBe('A=1\nB=2\n');
  });

  it('changes the domain wherever it is the name of this server, and nowhere else', () => {
    expect(withDomain(TEXT, 'video.example.net')).toBe(`# The name.
DOMAIN=video.example.net
TURN_DOMAIN="turn.video.example.net"
ADMIN_EMAIL=admin@call.example.org
STORAGE_PUBLIC_ENDPOINT=https://video.example.net
BACKUP_REPOSITORY=sftp:box@call.example.org:videocall
TURN_URLS=turn:turn.video.example.net:3478,turn:mycall.example.org:3478,turn:call.example.org.uk:3478
`);
  });
});
