-- CreateTable
CREATE TABLE "call"."capacity_levels" (
    "resource" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "measured" DOUBLE PRECISION NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "capacity_levels_pkey" PRIMARY KEY ("resource")
);

-- CreateTable
CREATE TABLE "call"."host_traffic" (
    "node_id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "sent_bytes" BIGINT NOT NULL,
    "counter" BIGINT NOT NULL,

    CONSTRAINT "host_traffic_pkey" PRIMARY KEY ("node_id","month")
);


