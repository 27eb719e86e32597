-- CreateEnum
CREATE TYPE "call"."recording_state" AS ENUM ('RESERVED', 'STARTING', 'CAPTURING', 'STOPPING', 'ENDED', 'RELEASED');

-- CreateTable
CREATE TABLE "call"."recordings" (
    "id" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "state" "call"."recording_state" NOT NULL,
    "started_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "deadline" TIMESTAMPTZ(3),

    CONSTRAINT "recordings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "recordings_call_id_idx" ON "call"."recordings"("call_id");

-- AddForeignKey
ALTER TABLE "call"."recordings" ADD CONSTRAINT "recordings_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "call"."calls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A call has one recording at most that has not ended; and what is to be done about any is found at once.
CREATE UNIQUE INDEX "recordings_current_key" ON "call"."recordings" ("call_id") WHERE "state" NOT IN ('ENDED', 'RELEASED');
CREATE INDEX "recordings_open_idx" ON "call"."recordings" ("state") WHERE "state" <> 'ENDED';
CREATE INDEX "recordings_deadline_idx" ON "call"."recordings" ("deadline") WHERE "deadline" IS NOT NULL;
