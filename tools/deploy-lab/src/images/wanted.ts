import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where images are named, below the repository's top. */
const SOURCES = ['deploy/compose/**/*.{yaml,yml}', 'deploy/docker/**/*Dockerfile*'];

/**
 * The images of others that deploy/ is built from and runs: those that a registry would be asked for.
 * @param repository the checkout
 * @returns references as written, variables replaced by their defaults; in order, each once
 */
export function wantedImages(repository: string): string[] {
  const files = globSync(SOURCES, { cwd: repository });
  return [...new Set(files.flatMap((file) => imagesIn(readFileSync(join(repository, file), 'utf8'))))].sort();
}

/** The images that a compose file or a Dockerfile names, less those made by it or its neighbours. */
export function imagesIn(text: string): string[] {
  const stages = new Set([...text.matchAll(/^FROM\s.*\sAS\s+(\S+)/gim)].map(([, name]) => name));
  const names = [
    ...text.matchAll(/^\s+image:\s*["']?([^\s"'#]+)/gm),
    ...text.matchAll(/^FROM\s+(?:--platform=\S+\s+)?(\S+)/gim),
    ...text.matchAll(/^COPY\s+--from=(\S+:\S+)/gim),
  ].map(([, name = '']) => withDefaults(name, text));
  return names.filter(
    (name) => name.includes(':') && !name.includes('$') && !name.startsWith('videocall/') && !stages.has(name),
  );
}

/** `${NAME:-value}` as its value, `$NAME` as the build argument's default. Our own images keep their `${VERSION}`. */
function withDefaults(name: string, text: string): string {
  return name.replaceAll(/\$\{\w+:?-([^}]*)\}/g, '$1').replaceAll(/\$\{?(\w+)\}?/g, (whole, variable: string) => {
    const value = new RegExp(`^ARG\\s+${variable}=(\\S+)`, 'm').exec(text)?.[1];
    return value?.replaceAll(/["']/g, '') ?? whole;
  });
}
