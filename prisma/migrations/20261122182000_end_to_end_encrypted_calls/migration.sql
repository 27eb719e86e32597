-- AlterTable
ALTER TABLE "call"."calls" ADD COLUMN     "end_to_end_encrypted" BOOLEAN NOT NULL DEFAULT false;
