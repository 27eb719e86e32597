import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkUnits } from './systemd-units.ts';

const service = (lines: string): string => `[Unit]\nDescription=A task\n[Service]\nType=oneshot\n${lines}\n`;

describe('the check of systemd units', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'units-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('accepts one that starts a program of the checkout', async () => {
    await writeFile(join(folder, 'task.service'), service('ExecStart=/opt/videocall/deploy/videocall health'));
    await checkUnits(folder);
  });

  it('refuses a word that systemd would ignore', async () => {
    await writeFile(join(folder, 'task.service'), service('ExecStart=/bin/true\nNicer=10'));
    await expect(checkUnits(folder)).rejects.toThrow("Unknown key 'Nicer'");
  });

  it('refuses a program that is not there', async () => {
    await writeFile(join(folder, 'task.service'), service('ExecStart=/opt/videocall/deploy/nothing'));
    await expect(checkUnits(folder)).rejects.toThrow('deploy/nothing is not executable');
  });

  it('refuses a time that is none', async () => {
    await writeFile(join(folder, 'task.service'), service('ExecStart=/bin/true'));
    await writeFile(join(folder, 'task.timer'), '[Timer]\nOnCalendar=every night\n');
    await expect(checkUnits(folder)).rejects.toThrow('Failed to parse calendar specification');
  });
});
