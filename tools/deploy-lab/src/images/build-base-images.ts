import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { docker } from '../engine/daemon.ts';
import { CACHE, REPOSITORY } from '../folders.ts';
import { debianImage, ensureDebianImage } from './debian.ts';
import { addNode, nodeVersion } from './node-distribution.ts';
import { ALWAYS, NOT_STARTED, repositoryOf, standInFor, type StandIn } from './stand-ins.ts';
import { wantedImages } from './wanted.ts';

const RECIPES = fileURLToPath(new URL('../../images', import.meta.url));
const SOURCES = fileURLToPath(new URL('..', import.meta.url));
/**
 * Which recipe each image in the engine was made by. Not a label: with it an image would be another one for every change that
 * makes no difference, and all that is built on it would be built again.
 */
const MADE = join(CACHE, 'stand-ins.json');

/**
 * Has the engine hold every image of others that deploy/ names, under the very names it uses, so that no registry is asked.
 * What is there already from the same recipe is kept.
 * @throws Error that names images for which there is no recipe
 */
export async function buildBaseImages(report: (message: string) => void): Promise<void> {
  const references = [...new Set([...ALWAYS, ...wantedImages(REPOSITORY)])].filter(
    (reference) => !NOT_STARTED.includes(repositoryOf(reference)),
  );
  const unknown = references.filter((reference) => !standInFor(reference));
  if (unknown.length > 0)
    throw new Error(
      `no stand-in for ${unknown.join(', ')}: add a recipe to tools/deploy-lab/images and its row to stand-ins.ts`,
    );
  for (const reference of references) {
    const standIn = standInFor(reference);
    if (standIn) await ensureStandIn(reference, standIn, report);
  }
}

async function ensureStandIn(reference: string, standIn: StandIn, report: (message: string) => void): Promise<void> {
  const { recipe, suite, sources = [], caveat } = standIn;
  await ensureDebianImage(suite, report);
  const base = await docker(['image', 'inspect', '--format', '{{.Id}}', debianImage(suite)]);
  const digest = recipeDigest(recipe, sources, base);
  if (caveat !== undefined) report(`NOTE: ${reference} is a stand-in: ${caveat}`);
  const made = await readMade();
  if (made[reference] === digest && (await docker(['image', 'ls', '-q', reference])) !== '') return;
  report(reference);
  const context = await mkdtemp(join(tmpdir(), 'videocall-lab-image-'));
  try {
    await cp(join(RECIPES, recipe), context, { recursive: true });
    for (const folder of sources) await cp(join(SOURCES, folder), join(context, folder), { recursive: true });
    if (recipe === 'node') await addNode(context);
    await docker(['build', '--quiet', '--tag', reference, context]);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
  await writeFile(MADE, JSON.stringify({ ...made, [reference]: digest }, null, 2));
}

async function readMade(): Promise<Readonly<Record<string, string>>> {
  return existsSync(MADE) ? (JSON.parse(await readFile(MADE, 'utf8')) as Record<string, string>) : {};
}

/** Changes whenever the recipe or what it is made from does. */
function recipeDigest(recipe: string, sources: readonly string[], base: string): string {
  const hash = createHash('sha256').update(base);
  for (const folder of [join(RECIPES, recipe), ...sources.map((name) => join(SOURCES, name))]) {
    const entries = globSync('**/*', { cwd: folder, withFileTypes: true });
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
    }
  }
  if (recipe === 'node') hash.update(nodeVersion());
  return hash.digest('hex').slice(0, 16);
}
