import { ensureMediaWorker } from '@videocall/media-worker';
import { ensureSystemPackages } from '@videocall/system-packages';
import { step } from '../cli/steps.ts';
import { REDIS_PACKAGE } from '../servers/redis.ts';
import { mustRun } from './run-tool.ts';
import { whenChanged } from './when-changed.ts';

/** What the web app is built from. */
const WEB_SOURCES = [
  'apps/web',
  'libs/client-sdk',
  'libs/errors',
  'libs/quality-profiles',
  'libs/rest-api',
  'libs/signalling',
  'package-lock.json',
];

/** What recordings are composed with, and what names are written in. */
const RECORDING_PACKAGES = ['ffmpeg', 'fonts-dejavu-core', 'fonts-noto-cjk'];

/** What building left for running. */
export interface Prepared {
  readonly mediaWorkerBinary: string;
}

/**
 * Installs and builds everything that running the product needs and that is not there yet.
 * @param systemPackages Debian packages needed besides those of the product itself
 */
export async function prepare(systemPackages: readonly string[] = []): Promise<Prepared> {
  await step('system packages', (report) =>
    ensureSystemPackages([REDIS_PACKAGE, 'openssl', ...RECORDING_PACKAGES, ...systemPackages], report),
  );
  const mediaWorkerBinary = await step('media worker', ensureMediaWorker);
  await step('generated code', generateCode);
  await step('TypeScript', () => mustRun('tsc', ['-b']));
  await step('web app', () =>
    whenChanged({ name: 'web', from: WEB_SOURCES, to: ['apps/web/dist/index.html'] }, () =>
      mustRun('vite', ['build', 'apps/web', '--logLevel', 'warn']),
    ),
  );
  return { mediaWorkerBinary };
}

/** Generates the code that `proto/` and `prisma/` describe, if they have changed. */
export function generateCode(): Promise<void> {
  const to = ['libs/contracts/src/generated', 'libs/platform/database/src/generated'];
  return whenChanged({ name: 'generated', from: ['proto', 'prisma', 'package-lock.json'], to }, () =>
    mustRun('node', ['tools/generate.mjs']),
  );
}
