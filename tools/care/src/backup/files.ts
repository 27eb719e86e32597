import { join } from 'node:path';
import { run } from './program.ts';

const CHANGED_WHILE_READ = 1;

/**
 * Archives a folder with owners and modes as they are. Files that grow while they are read (captures) are saved as far as
 * they had come.
 */
export async function archiveFolder(source: string, archive: string): Promise<void> {
  const args = ['--create', '--numeric-owner', '--sparse', '--warning=no-file-changed', '--file', archive];
  await run('tar', [...args, '--directory', source, '.'], { alsoGood: [CHANGED_WHILE_READ] });
}

/** Names of the files and folders right below a folder of an archive. */
export async function namesInArchive(archive: string, folder: string): Promise<string[]> {
  const members = (await run('tar', ['--list', '--file', archive])).split('\n');
  const names = members
    .filter((member) => member.startsWith(`./${folder}/`))
    .map((member) => member.split('/')[2] ?? '');
  return [...new Set(names)].filter((name) => name !== '').sort();
}

/**
 * Writes a folder of an archive into a folder of the same name, over what is there.
 * @param target in which that folder is; it keeps its own owner and mode
 */
export async function unpackArchive(archive: string, target: string, folder: string): Promise<void> {
  const args = ['--extract', '--numeric-owner', '--same-owner', '--same-permissions', '--no-overwrite-dir'];
  await run('tar', [...args, '--file', archive, '--directory', target, `./${folder}`]);
}

/** Makes a folder that is mounted exactly what it is in an archive, its own owner and mode too. */
export async function replaceFolder(archive: string, target: string, folder: string): Promise<void> {
  await run('find', [join(target, folder), '-mindepth', '1', '-delete']);
  const args = ['--extract', '--numeric-owner', '--same-owner', '--same-permissions', '--overwrite-dir'];
  await run('tar', [...args, '--file', archive, '--directory', target, `./${folder}`]);
}
