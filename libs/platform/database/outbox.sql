-- The outbox of a schema, for its migration; replace SCHEMA (auth, call) and ROLE (the owning service's role).
-- In prisma/SCHEMA.prisma:
--
--   model SCHEMAOutbox {                        // model names are one namespace: CallOutbox, AuthOutbox
--     id          BigInt    @id @default(autoincrement())
--     eventId     String    @unique @map("event_id")
--     aggregateId String    @map("aggregate_id")
--     revision    BigInt
--     payload     Bytes                          // protobuf, as EventStream.encode gives it
--     createdAt   DateTime  @default(now()) @map("created_at") @db.Timestamptz(3)
--     publishedAt DateTime? @map("published_at") @db.Timestamptz(3)
--     streamId    String?   @map("stream_id")    // where it stands in the Redis stream
--
--     @@map("outbox")
--     @@schema("SCHEMA")
--   }
CREATE TABLE "SCHEMA"."outbox" (
    "id" BIGSERIAL PRIMARY KEY,
    "event_id" TEXT NOT NULL,
    "aggregate_id" TEXT NOT NULL,
    "revision" BIGINT NOT NULL,
    "payload" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),
    "stream_id" TEXT
);
CREATE UNIQUE INDEX "outbox_event_id_key" ON "SCHEMA"."outbox" ("event_id");
CREATE INDEX "outbox_unpublished_idx" ON "SCHEMA"."outbox" ("id") WHERE "published_at" IS NULL;

-- Wakes the relay when the transaction commits.
CREATE FUNCTION "SCHEMA"."notify_outbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox_SCHEMA', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER "outbox_notify" AFTER INSERT ON "SCHEMA"."outbox"
    FOR EACH STATEMENT EXECUTE FUNCTION "SCHEMA"."notify_outbox"();

GRANT SELECT, INSERT, UPDATE, DELETE ON "SCHEMA"."outbox" TO "ROLE";
GRANT USAGE ON SEQUENCE "SCHEMA"."outbox_id_seq" TO "ROLE";
