-- AlterTable
ALTER TABLE "commitment" ADD COLUMN     "label" "label" NOT NULL DEFAULT 'org',
ADD COLUMN     "rhythm" JSONB;

-- AlterTable
ALTER TABLE "commitment_draft" ADD COLUMN     "batch_id" UUID,
ADD COLUMN     "position" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "thread_ts" TEXT;

-- CreateTable
CREATE TABLE "thanks" (
    "commitment_id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "words" TEXT NOT NULL,
    "from_shares" BOOLEAN NOT NULL,
    "to_shares" BOOLEAN,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "thanks_pkey" PRIMARY KEY ("commitment_id")
);

-- CreateTable
CREATE TABLE "calendar_feed" (
    "person_id" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "calendar_feed_pkey" PRIMARY KEY ("person_id")
);

-- CreateIndex
CREATE INDEX "thanks_alliance_id_at_idx" ON "thanks"("alliance_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_feed_secret_key" ON "calendar_feed"("secret");

-- CreateIndex
CREATE INDEX "commitment_draft_batch_id_idx" ON "commitment_draft"("batch_id");

-- AddForeignKey
ALTER TABLE "thanks" ADD CONSTRAINT "thanks_commitment_id_fkey" FOREIGN KEY ("commitment_id") REFERENCES "commitment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
