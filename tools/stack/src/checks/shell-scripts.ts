import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a script that is run by its name begins with. */
const SHEBANG = /^#!\S*[/ ](?:ba)?sh\b/;

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(64) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The shell scripts below a folder: by their ending, or by how they begin. */
export async function shellScripts(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const scripts: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (entry.name.endsWith('.sh') || (!entry.name.includes('.') && SHEBANG.test(await firstBytes(path))))
      scripts.push(path);
  }
  return scripts.sort();
}
