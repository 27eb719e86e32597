import { Injectable } from '@nestjs/common';
import type { callV1 } from '@videocall/contracts';
import { maintenanceMessage } from './messages.js';
import { CallReader } from './ports/call-reader.js';

/** What maintenance is planned or goes on; for everybody (OPS-6). */
@Injectable()
export class GetMaintenance {
  readonly #reader: CallReader;

  constructor(reader: CallReader) {
    this.#reader = reader;
  }

  async execute(): Promise<callV1.GetMaintenanceResponse> {
    const maintenance = await this.#reader.maintenance();
    return { maintenance: maintenance && maintenanceMessage(maintenance) };
  }
}
