import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startProduct, type Product } from './support/product.js';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const guide = readFileSync(join(repository, 'docs/guides/api.md'), 'utf8');

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** What the guide shows in a language. */
function snippet(language: string): string {
  const code = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(guide)?.[1];
  if (code === undefined) throw new Error(`the guide shows no ${language}`);
  return code;
}

/** As the guide names them. */
function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_OPTIONS: '',
    VIDEOCALL: product.origin,
    GRPC: product.stack.addresses.grpcAddress,
    EMAIL: product.stack.account.email,
    PASSWORD: product.stack.adminPassword,
  };
}

describe('the guide to calls from scripts', () => {
  it('holds a call through REST by curl', async () => {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', snippet('bash')], { env: environment() });
    expect(stdout.trim().split('\n')).toEqual(['HOST Administrator', 'LISTENER Guest', 'true', 'ENDED_BY_HOST']);
  });

  it('holds the same call through gRPC', async () => {
    // Inside the repository, where the packages that the script imports are found.
    const folder = mkdtempSync(join(repository, 'apps/e2e/dist/guide-'));
    try {
      const script = join(folder, 'call.mjs');
      writeFileSync(script, snippet('js'));
      const { stdout } = await run(process.execPath, [script], { cwd: repository, env: environment() });
      expect(stdout.trim().split('\n')).toEqual(['CALL_STATE_ACTIVE Administrator', 'CALL_END_REASON_ENDED_BY_HOST']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
