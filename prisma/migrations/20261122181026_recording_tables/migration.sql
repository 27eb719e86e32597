-- CreateEnum
CREATE TYPE "recording"."recording_state" AS ENUM ('STARTING', 'CAPTURING', 'PROCESSING', 'READY', 'FAILED');

-- CreateEnum
CREATE TYPE "recording"."recording_file_kind" AS ENUM ('COMPOSITE', 'PARTICIPANT', 'THUMBNAIL', 'CLIP');

-- CreateTable
CREATE TABLE "recording"."recordings" (
    "id" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "call_title" TEXT NOT NULL,
    "state" "recording"."recording_state" NOT NULL DEFAULT 'STARTING',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "end_requested_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "progress_permille" INTEGER NOT NULL DEFAULT 0,
    "failure_reason" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "worker" TEXT,
    "leased_until" TIMESTAMPTZ(3),

    CONSTRAINT "recordings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recording"."captured_participants" (
    "recording_id" TEXT NOT NULL,
    "participant_id" TEXT NOT NULL,
    "identity_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "host" BOOLEAN NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "captured_participants_pkey" PRIMARY KEY ("recording_id","participant_id")
);

-- CreateTable
CREATE TABLE "recording"."recording_files" (
    "id" TEXT NOT NULL,
    "recording_id" TEXT NOT NULL,
    "kind" "recording"."recording_file_kind" NOT NULL,
    "content_type" TEXT NOT NULL,
    "object_key" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "checksum" TEXT,
    "participant_id" TEXT,
    "from_ms" INTEGER,
    "to_ms" INTEGER,
    "ready" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recording_files_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "recordings_state_idx" ON "recording"."recordings"("state");

-- CreateIndex
CREATE INDEX "recordings_call_id_idx" ON "recording"."recordings"("call_id");

-- CreateIndex
CREATE INDEX "recordings_created_at_idx" ON "recording"."recordings"("created_at");

-- CreateIndex
CREATE INDEX "captured_participants_identity_id_idx" ON "recording"."captured_participants"("identity_id");

-- CreateIndex
CREATE UNIQUE INDEX "recording_files_object_key_key" ON "recording"."recording_files"("object_key");

-- CreateIndex
CREATE INDEX "recording_files_recording_id_idx" ON "recording"."recording_files"("recording_id");

-- AddForeignKey
ALTER TABLE "recording"."captured_participants" ADD CONSTRAINT "captured_participants_recording_id_fkey" FOREIGN KEY ("recording_id") REFERENCES "recording"."recordings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recording"."recording_files" ADD CONSTRAINT "recording_files_recording_id_fkey" FOREIGN KEY ("recording_id") REFERENCES "recording"."recordings"("id") ON DELETE CASCADE ON UPDATE CASCADE;


