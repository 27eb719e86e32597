import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellScripts } from './shell-scripts.ts';

describe('shell scripts below a folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shell-scripts-'));
    await mkdir(join(folder, 'lib'));
    await writeFile(join(folder, 'lib', 'words.sh'), 'say() { :; }\n');
    await writeFile(join(folder, 'run'), '#!/usr/bin/env bash\n');
    await writeFile(join(folder, 'old'), '#!/bin/sh\n');
    await writeFile(join(folder, 'report'), '#!/usr/bin/env python3\n');
    await writeFile(join(folder, 'empty'), '');
    await writeFile(join(folder, 'notes.txt'), '#!/bin/bash is how scripts begin\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are those that end in .sh, and those that name a shell in their first line', async () => {
    expect(await shellScripts(folder)).toEqual(['lib/words.sh', 'old', 'run'].map((name) => join(folder, name)));
  });
});
