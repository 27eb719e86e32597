-- CreateTable
CREATE TABLE "auth"."maintenance_notices" (
    "maintenance_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "text_en" TEXT NOT NULL,
    "text_ja" TEXT NOT NULL,
    "told_through" TEXT NOT NULL DEFAULT '',
    "claimed_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "maintenance_notices_pkey" PRIMARY KEY ("maintenance_id")
);

-- CreateTable
CREATE TABLE "call"."maintenance_windows" (
    "id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "text_en" TEXT NOT NULL,
    "text_ja" TEXT NOT NULL,
    "announced_by" TEXT NOT NULL,
    "announced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "maintenance_windows_pkey" PRIMARY KEY ("id")
);
