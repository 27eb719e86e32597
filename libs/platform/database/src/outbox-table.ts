import type { Client } from 'pg';

export interface OutboxEntry {
  readonly id: string;
  readonly eventId: string;
  readonly payload: Uint8Array;
}

const BATCH = 200;

/** The outbox of one schema (its shape: `outbox.sql`), through the relay's own connection. */
export class OutboxTable {
  readonly #client: Client;
  readonly #schema: string;
  readonly #table: string;

  constructor(client: Client, schema: string) {
    this.#client = client;
    this.#schema = schema;
    this.#table = `${client.escapeIdentifier(schema)}.outbox`;
  }

  /** Whether this connection is now the schema's only publisher; held until the connection ends. */
  async lock(): Promise<boolean> {
    const { rows } = await this.#client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      [`videocall.outbox.${this.#schema}`],
    );
    return rows[0]?.locked ?? false;
  }

  async listen(): Promise<void> {
    await this.#client.query(`LISTEN ${this.#client.escapeIdentifier(`outbox_${this.#schema}`)}`);
  }

  async unpublished(): Promise<OutboxEntry[]> {
    const { rows } = await this.#client.query<OutboxEntry>(
      `SELECT id, event_id AS "eventId", payload FROM ${this.#table} WHERE published_at IS NULL ORDER BY id LIMIT ${BATCH}`,
    );
    return rows;
  }

  async markPublished(ids: readonly string[], streamIds: readonly string[]): Promise<void> {
    await this.#client.query(
      `UPDATE ${this.#table} AS o SET published_at = now(), stream_id = p.stream_id
       FROM unnest($1::bigint[], $2::text[]) AS p (id, stream_id) WHERE o.id = p.id`,
      [ids, streamIds],
    );
  }

  /** Where the newest published event stands in the stream; undefined if none of the kept ones was published. */
  async lastStreamId(): Promise<string | undefined> {
    const { rows } = await this.#client.query<{ stream_id: string }>(
      `SELECT stream_id FROM ${this.#table} WHERE published_at IS NOT NULL ORDER BY id DESC LIMIT 1`,
    );
    return rows[0]?.stream_id;
  }

  /** Every event of the last 24 hours is to be published again, oldest first. */
  async markAllUnpublished(): Promise<void> {
    await this.#client.query(
      `UPDATE ${this.#table} SET published_at = NULL, stream_id = NULL WHERE created_at > now() - interval '24 hours'`,
    );
  }

  async deleteOld(): Promise<void> {
    await this.#client.query(
      `DELETE FROM ${this.#table} WHERE published_at IS NOT NULL AND created_at <= now() - interval '24 hours'`,
    );
  }
}
