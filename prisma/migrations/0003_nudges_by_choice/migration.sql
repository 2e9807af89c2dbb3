-- AlterTable
ALTER TABLE "member" ADD COLUMN     "leader_id" UUID;

-- AlterTable
ALTER TABLE "nudge_step" ADD COLUMN     "next_id" UUID,
ADD COLUMN     "next_on" VARCHAR(10),
ADD COLUMN     "next_step" TEXT;

-- AlterTable
ALTER TABLE "digest" ADD COLUMN     "has_arrived" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "named" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateTable
CREATE TABLE "nudge_mute" (
    "member_id" UUID NOT NULL,
    "commitment_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "nudge_mute_pkey" PRIMARY KEY ("commitment_id","member_id")
);

-- CreateTable
CREATE TABLE "follow_through" (
    "alliance_id" UUID NOT NULL,
    "shown_on" VARCHAR(10) NOT NULL,
    "is_shared" BOOLEAN,

    CONSTRAINT "follow_through_pkey" PRIMARY KEY ("alliance_id")
);

-- CreateIndex
CREATE INDEX "nudge_mute_member_id_idx" ON "nudge_mute"("member_id");
