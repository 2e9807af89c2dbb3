-- CreateTable
CREATE TABLE "given_file" (
    "team_id" TEXT NOT NULL,
    "file_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "given_file_pkey" PRIMARY KEY ("team_id","file_id")
);

-- CreateIndex
CREATE INDEX "given_file_person_id_idx" ON "given_file"("person_id");

-- AddForeignKey
ALTER TABLE "given_file" ADD CONSTRAINT "given_file_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
