
-- CreateEnum
CREATE TYPE "call"."call_state" AS ENUM ('STARTING', 'ACTIVE', 'ENDING', 'ENDED', 'FAILED');

-- CreateEnum
CREATE TYPE "call"."call_end_reason" AS ENUM ('ENDED_BY_HOST', 'EVERYBODY_LEFT', 'NOBODY_JOINED', 'ADMINISTRATOR', 'MEDIA_LOST');

-- CreateEnum
CREATE TYPE "call"."participant_state" AS ENUM ('JOINING', 'JOINED', 'RECONNECTING', 'LEFT');

-- CreateEnum
CREATE TYPE "call"."leave_reason" AS ENUM ('LEFT', 'REMOVED', 'CONNECTION_LOST', 'CALL_ENDED', 'JOIN_ABANDONED', 'REPLACED');

-- CreateEnum
CREATE TYPE "call"."participant_role" AS ENUM ('HOST', 'SPEAKER', 'LISTENER');

-- CreateEnum
CREATE TYPE "call"."track_source" AS ENUM ('MICROPHONE', 'CAMERA', 'SCREEN', 'SCREEN_AUDIO');

-- CreateEnum
CREATE TYPE "call"."quality_profile" AS ENUM ('AUTO', 'LOW', 'MEDIUM', 'HIGH');

-- CreateEnum
CREATE TYPE "call"."identity_kind" AS ENUM ('USER', 'GUEST', 'SERVICE');

-- CreateEnum
CREATE TYPE "call"."room_access" AS ENUM ('MEMBERS', 'ANYONE');

-- CreateTable
CREATE TABLE "call"."rooms" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "access" "call"."room_access" NOT NULL,
    "owner_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rooms_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call"."calls" (
    "id" TEXT NOT NULL,
    "room_id" TEXT,
    "title" TEXT NOT NULL,
    "state" "call"."call_state" NOT NULL DEFAULT 'STARTING',
    "end_reason" "call"."call_end_reason",
    "created_by" TEXT NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "revision" BIGINT NOT NULL DEFAULT 0,
    "locked" BOOLEAN NOT NULL DEFAULT false,
    "max_participants" INTEGER NOT NULL,
    "node_id" TEXT,
    "boot_id" TEXT,
    "media_lost" BOOLEAN NOT NULL DEFAULT false,
    "screen_sharer_id" TEXT,
    "screen_since" TIMESTAMPTZ(3),
    "screen_deadline" TIMESTAMPTZ(3),
    "deadline" TIMESTAMPTZ(3),

    CONSTRAINT "calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call"."participants" (
    "id" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "identity_kind" "call"."identity_kind" NOT NULL,
    "display_name" TEXT NOT NULL,
    "role" "call"."participant_role" NOT NULL,
    "role_decided" BOOLEAN NOT NULL DEFAULT false,
    "sources" "call"."track_source"[],
    "can_subscribe" BOOLEAN NOT NULL,
    "can_publish_data" BOOLEAN NOT NULL,
    "hidden" BOOLEAN NOT NULL,
    "state" "call"."participant_state" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "joined_at" TIMESTAMPTZ(3),
    "left_at" TIMESTAMPTZ(3),
    "leave_reason" "call"."leave_reason",
    "deadline" TIMESTAMPTZ(3),
    "hand_raised_at" TIMESTAMPTZ(3),
    "muted_by_host" "call"."track_source"[],
    "send_profile" "call"."quality_profile" NOT NULL,
    "receive_profile" "call"."quality_profile" NOT NULL,
    "peer_id" TEXT NOT NULL,
    "media_lost" BOOLEAN NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "policy_confirmed_version" INTEGER NOT NULL,

    CONSTRAINT "participants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call"."invites" (
    "code" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "role" "call"."participant_role" NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invites_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "call"."chat_messages" (
    "sequence" BIGSERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "participant_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_messages_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "call"."closing_peers" (
    "peer_id" TEXT NOT NULL,
    "node_id" TEXT NOT NULL,
    "boot_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "closing_peers_pkey" PRIMARY KEY ("peer_id")
);

-- CreateTable
CREATE TABLE "call"."request_records" (
    "caller" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "result" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_records_pkey" PRIMARY KEY ("caller","method","request_id")
);

-- CreateTable
CREATE TABLE "call"."signing_keys" (
    "kid" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "call"."outbox" (
    "id" BIGSERIAL NOT NULL,
    "event_id" TEXT NOT NULL,
    "aggregate_id" TEXT NOT NULL,
    "revision" BIGINT NOT NULL,
    "payload" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),
    "stream_id" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "rooms_name_key" ON "call"."rooms"("name");

-- CreateIndex
CREATE INDEX "calls_state_idx" ON "call"."calls"("state");

-- CreateIndex
CREATE INDEX "calls_room_id_idx" ON "call"."calls"("room_id");

-- CreateIndex
CREATE UNIQUE INDEX "participants_peer_id_key" ON "call"."participants"("peer_id");

-- CreateIndex
CREATE INDEX "participants_call_id_state_idx" ON "call"."participants"("call_id", "state");

-- CreateIndex
CREATE INDEX "participants_identity_id_call_id_idx" ON "call"."participants"("identity_id", "call_id");

-- CreateIndex
CREATE INDEX "invites_call_id_idx" ON "call"."invites"("call_id");

-- CreateIndex
CREATE UNIQUE INDEX "chat_messages_id_key" ON "call"."chat_messages"("id");

-- CreateIndex
CREATE INDEX "chat_messages_call_id_sequence_idx" ON "call"."chat_messages"("call_id", "sequence");

-- CreateIndex
CREATE INDEX "request_records_expires_at_idx" ON "call"."request_records"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_id_key" ON "call"."outbox"("event_id");

-- AddForeignKey
ALTER TABLE "call"."calls" ADD CONSTRAINT "calls_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "call"."rooms"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call"."participants" ADD CONSTRAINT "participants_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "call"."calls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call"."invites" ADD CONSTRAINT "invites_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "call"."calls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call"."chat_messages" ADD CONSTRAINT "chat_messages_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "call"."calls"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma's schema language has no word for.

-- A room has one running call at most.
CREATE UNIQUE INDEX "calls_running_room_key" ON "call"."calls" ("room_id") WHERE "state" IN ('STARTING', 'ACTIVE');

-- The next deadline, and who is in any call now.
CREATE INDEX "calls_deadline_idx" ON "call"."calls" ("deadline") WHERE "deadline" IS NOT NULL;
CREATE INDEX "calls_screen_deadline_idx" ON "call"."calls" ("screen_deadline") WHERE "screen_deadline" IS NOT NULL;
CREATE INDEX "participants_deadline_idx" ON "call"."participants" ("deadline") WHERE "deadline" IS NOT NULL;
CREATE INDEX "participants_present_idx" ON "call"."participants" ("identity_id") WHERE "state" <> 'LEFT';

-- The relay's.
CREATE INDEX "outbox_unpublished_idx" ON "call"."outbox" ("id") WHERE "published_at" IS NULL;

CREATE FUNCTION "call"."notify_outbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox_call', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER "outbox_notify" AFTER INSERT ON "call"."outbox"
    FOR EACH STATEMENT EXECUTE FUNCTION "call"."notify_outbox"();
