import { Refusal } from '@videocall/errors';
import type { Prisma } from '@videocall/platform-database';
import type { RequestKey } from '../../application/ports/call-database.js';

interface Claim {
  readonly bodyHash: Uint8Array;
  readonly result: Uint8Array;
  readonly isNew: boolean;
}

const NOTHING_YET = new Uint8Array();

/** Records of requests and their results (CALL-5), in the transaction of the mutation itself. */
export class RequestRecords {
  readonly #client: Prisma.TransactionClient;

  constructor(client: Prisma.TransactionClient) {
    this.#client = client;
  }

  /** @throws Refusal REQUEST_ID_REUSED */
  async claim({ caller, method, requestId, bodyHash }: RequestKey): Promise<Uint8Array | undefined> {
    // Waits for another transaction with the same key; the update that changes nothing makes the row come back.
    const [claim] = await this.#client.$queryRaw<Claim[]>`
      INSERT INTO call.request_records AS r (caller, method, request_id, body_hash, result, expires_at)
      VALUES (${caller}, ${method}, ${requestId}, ${bodyHash}, ${NOTHING_YET}, clock_timestamp() + interval '24 hours')
      ON CONFLICT (caller, method, request_id) DO UPDATE SET expires_at = r.expires_at
      RETURNING body_hash AS "bodyHash", result, xmax = 0 AS "isNew"`;
    if (!claim || claim.isNew) return undefined;
    if (!Buffer.from(claim.bodyHash).equals(bodyHash)) throw new Refusal('REQUEST_ID_REUSED');
    return claim.result;
  }

  async storeResult({ caller, method, requestId }: RequestKey, result: Uint8Array): Promise<void> {
    await this.#client.$executeRaw`
      UPDATE call.request_records SET result = ${result}
      WHERE caller = ${caller} AND method = ${method} AND request_id = ${requestId}`;
  }
}
