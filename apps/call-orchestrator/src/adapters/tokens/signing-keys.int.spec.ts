import { decodeProtectedHeader } from 'jose';
import { createPrismaClient, type PrismaClient } from '@videocall/platform-database';
import { Surroundings } from '../../testing/surroundings.js';
import { KeyEncryption } from './key-encryption.js';
import { SigningKeys } from './signing-keys.js';

describe('signing keys', () => {
  let around: Surroundings;
  let client: PrismaClient;
  let encryption: KeyEncryption;

  beforeEach(async () => {
    around = await Surroundings.make();
    client = createPrismaClient(around.database.urls.call);
    encryption = await KeyEncryption.fromFile(around.environment['KEY_ENCRYPTION_KEY_FILE'] ?? '');
  });
  afterEach(async () => {
    await client.$disconnect();
    await around.dispose();
  });

  async function loaded(): Promise<SigningKeys> {
    const keys = new SigningKeys(client, encryption);
    await keys.load();
    return keys;
  }

  async function signsWith(keys: SigningKeys): Promise<string | undefined> {
    const { token } = await keys.signer.sign({ typ: 'test+jwt', claims: { sub: 'me' }, expiresInSeconds: 1 });
    return decodeProtectedHeader(token).kid;
  }

  const published = (keys: SigningKeys) => keys.publicKeySet.keys.map(({ kid }) => kid);

  it('are made once, though two processes start at once, and kept encrypted', async () => {
    const [one, other] = await Promise.all([loaded(), loaded()]);
    expect(await signsWith(one)).toBe(await signsWith(other));
    const rows = await around.query<{ sealed: string }>('SELECT sealed FROM call.signing_keys');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sealed).toMatch(/^eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('get a successor in time, published well before it signs; old ones are forgotten', async () => {
    const first = await signsWith(await loaded());
    await around.query(`UPDATE call.signing_keys SET created_at = now() - interval '31 days'`);
    const overlapping = await loaded();
    expect(published(overlapping)).toHaveLength(2);
    expect(await signsWith(overlapping)).toBe(first);
    await around.query(`UPDATE call.signing_keys SET created_at = created_at - interval '3 hours'`);
    const later = await loaded();
    const second = await signsWith(later);
    expect(second).not.toBe(first);
    expect(published(later)).toEqual([second, first]);
    await around.query(`UPDATE call.signing_keys SET retires_at = now() WHERE kid = $1`, [first]);
    expect(published(await loaded())).toEqual([second]);
  });

  it('cannot be opened with another key-encryption key', async () => {
    await loaded();
    const other = await KeyEncryption.fromFile(`${around.environment['KEY_ENCRYPTION_KEY_FILE'] ?? ''}-other`);
    await expect(new SigningKeys(client, other).load()).rejects.toThrow('decryption operation failed');
  });
});
