import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { callV1 } from '@videocall/contracts';
import type { Request } from './request.ts';

const DEADLINE_MS = 10_000;

type Announcement = Extract<Request, { action: 'announce' | 'start' }>;
type Unary<Message, Reply> = (
  message: Message,
  metadata: Metadata,
  options: { readonly deadline: number },
  done: (error: ServiceError | null, reply: Reply) => void,
) => unknown;

/** The orchestrator's side of maintenance, reached with the certificate of the operator's programs. */
export class Orchestrator {
  readonly #client: callV1.MaintenanceServiceClient;

  /**
   * @param address `host:port`
   * @param tlsFolder holds `ca.pem`, `cert.pem` and `key.pem`
   */
  constructor(address: string, tlsFolder: string) {
    const file = (name: string) => readFileSync(join(tlsFolder, name));
    this.#client = new callV1.MaintenanceServiceClient(
      address,
      credentials.createSsl(file('ca.pem'), file('key.pem'), file('cert.pem')),
      { 'grpc.ssl_target_name_override': 'call-orchestrator', 'grpc.default_authority': 'call-orchestrator' },
    );
  }

  /** @returns undefined where nothing is planned */
  async current(): Promise<callV1.Maintenance | undefined> {
    const get = this.#client.getMaintenance.bind(this.#client);
    return (await answered<callV1.GetMaintenanceRequest, callV1.GetMaintenanceResponse>(get, {})).maintenance;
  }

  async announce({ startsAt, minutes, textEn, textJa }: Announcement): Promise<callV1.Maintenance> {
    const announce = this.#client.announceMaintenance.bind(this.#client);
    const message = { requestId: randomUUID(), startsAt, durationSeconds: minutes * 60, textEn, textJa };
    const { maintenance } = await answered<callV1.AnnounceMaintenanceRequest, callV1.AnnounceMaintenanceResponse>(
      announce,
      message,
    );
    if (!maintenance) throw new Error('the orchestrator did not say what it announced');
    return maintenance;
  }

  async end(): Promise<void> {
    const end = this.#client.endMaintenance.bind(this.#client);
    await answered<callV1.EndMaintenanceRequest, callV1.EndMaintenanceResponse>(end, { requestId: randomUUID() });
  }

  close(): void {
    this.#client.close();
  }
}

/** @throws Error with what the orchestrator said, or that it was not reached */
function answered<Message, Reply>(method: Unary<Message, Reply>, message: Message): Promise<Reply> {
  return new Promise((resolve, reject) => {
    method(message, new Metadata(), { deadline: Date.now() + DEADLINE_MS }, (error, reply) => {
      if (error) reject(new Error(`call-orchestrator: ${error.details}`));
      else resolve(reply);
    });
  });
}
