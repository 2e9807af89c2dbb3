-- AlterTable
ALTER TABLE "person" ADD COLUMN     "is_guest" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "alliance" ADD COLUMN     "paused_by" UUID;

-- CreateTable
CREATE TABLE "alliance_channel" (
    "channel_id" TEXT NOT NULL,
    "alliance_id" UUID NOT NULL,

    CONSTRAINT "alliance_channel_pkey" PRIMARY KEY ("channel_id")
);

-- CreateTable
CREATE TABLE "setup_draft" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "channel_id" TEXT NOT NULL,
    "pages" JSONB NOT NULL,
    "values" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setup_draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover" (
    "id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "pair_id" UUID NOT NULL,
    "leaver_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "successor_id" UUID,
    "successor_pair_id" UUID,
    "leaver_agrees" BOOLEAN,
    "other_agrees" BOOLEAN,
    "agreed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handover_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "picture" (
    "team_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "file_id" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "picture_pkey" PRIMARY KEY ("team_id","digest")
);

-- CreateIndex
CREATE INDEX "alliance_channel_alliance_id_idx" ON "alliance_channel"("alliance_id");

-- CreateIndex
CREATE UNIQUE INDEX "setup_draft_person_id_channel_id_key" ON "setup_draft"("person_id", "channel_id");

-- CreateIndex
CREATE UNIQUE INDEX "handover_pair_id_key" ON "handover"("pair_id");

-- CreateIndex
CREATE INDEX "handover_alliance_id_idx" ON "handover"("alliance_id");

-- CreateIndex
CREATE INDEX "handover_successor_pair_id_idx" ON "handover"("successor_pair_id");

-- AddForeignKey
ALTER TABLE "alliance_channel" ADD CONSTRAINT "alliance_channel_alliance_id_fkey" FOREIGN KEY ("alliance_id") REFERENCES "alliance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "setup_draft" ADD CONSTRAINT "setup_draft_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_alliance_id_fkey" FOREIGN KEY ("alliance_id") REFERENCES "alliance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover" ADD CONSTRAINT "handover_pair_id_fkey" FOREIGN KEY ("pair_id") REFERENCES "pair"("id") ON DELETE CASCADE ON UPDATE CASCADE;
