-- AlterTable
ALTER TABLE "call"."closing_peers" ADD COLUMN     "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "call"."participants" ADD COLUMN     "boot_id" TEXT,
ADD COLUMN     "node_id" TEXT;

-- Those inside are where their call is.
UPDATE "call"."participants" AS p SET "node_id" = c."node_id", "boot_id" = c."boot_id"
FROM "call"."calls" AS c WHERE c."id" = p."call_id" AND p."state" <> 'LEFT';
