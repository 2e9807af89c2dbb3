-- CreateTable
CREATE TABLE "unclaimed_commitment" (
    "commitment_id" UUID NOT NULL,
    "release_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unclaimed_commitment_pkey" PRIMARY KEY ("commitment_id")
);

-- CreateIndex
CREATE INDEX "unclaimed_commitment_release_at_idx" ON "unclaimed_commitment"("release_at");

-- AddForeignKey
ALTER TABLE "unclaimed_commitment" ADD CONSTRAINT "unclaimed_commitment_commitment_id_fkey" FOREIGN KEY ("commitment_id") REFERENCES "commitment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
