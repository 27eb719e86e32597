import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TurnServers } from './turn-servers.js';

const URLS = ['turn:relay.example:3478?transport=udp', 'turns:relay.example:5349'];
const SECRET = 'a secret of more than thirty-two characters';
const AT = Date.UTC(2026, 0, 1);

describe('TURN servers', () => {
  it('come with a credential that names the identity and ends in half an hour', () => {
    const [server, ...others] = new TurnServers(URLS, SECRET, () => AT).of('user_1');
    expect(others).toEqual([]);
    expect(server?.urls).toEqual(URLS);
    expect(server?.username).toBe(`${AT / 1000 + 1800}:user_1`);
    // printf '1767227400:user_1' | openssl dgst -sha1 -hmac "$SECRET" -binary | base64
    expect(server?.credential).toBe('dcu+H+yz7HUf01sq2IosKuL0wok=');
  });

  it('are apart from STUN servers, which need none; without any there is nothing', () => {
    const servers = new TurnServers(['stun:relay.example', ...URLS], SECRET, () => AT).of('user_1');
    expect(servers).toEqual([
      { urls: ['stun:relay.example'], username: '', credential: '' },
      expect.objectContaining({ urls: URLS }),
    ]);
    expect(new TurnServers([], '').of('user_1')).toEqual([]);
  });

  it('need a secret that cannot be guessed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'videocall-turn-'));
    try {
      const file = join(folder, 'secret');
      expect(() => TurnServers.fromSettings({ TURN_URLS: URLS, TURN_SECRET_FILE: '' })).toThrow('TURN_SECRET_FILE');
      writeFileSync(file, 'short\n');
      expect(() => TurnServers.fromSettings({ TURN_URLS: URLS, TURN_SECRET_FILE: file })).toThrow('TURN_SECRET_FILE');
      writeFileSync(file, `${SECRET}\n`);
      expect(TurnServers.fromSettings({ TURN_URLS: URLS, TURN_SECRET_FILE: file }).of('user_1')).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
