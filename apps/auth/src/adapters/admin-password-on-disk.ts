import { Injectable } from '@nestjs/common';

import { AdminPasswordFile } from '../application/ports/admin-password-file.js';
import { writeOnce } from '@videocall/platform-config';

@Injectable()
export class AdminPasswordOnDisk extends AdminPasswordFile {
  constructor(private readonly path: string) {
    super();
  }

  async leave(password: string): Promise<string> {
    const kept = await writeOnce(this.path, password);
    if (kept === '') throw new Error('ADMIN_PASSWORD_FILE is empty: remove it, and the next start writes a new one');
    return kept;
  }
}
