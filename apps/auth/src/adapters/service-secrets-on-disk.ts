import { join } from 'node:path';

import { Injectable } from '@nestjs/common';

import { ServiceSecretFiles } from '../application/ports/service-secret-files.js';
import { writeOnce } from '@videocall/platform-config';

/** One file for each account, named as its client id, in one folder. */
@Injectable()
export class ServiceSecretsOnDisk extends ServiceSecretFiles {
  constructor(private readonly folder: string) {
    super();
  }

  leave(clientId: string, secret: string): Promise<string> {
    return writeOnce(join(this.folder, clientId), secret);
  }
}
