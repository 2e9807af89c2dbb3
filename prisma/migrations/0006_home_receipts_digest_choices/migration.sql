-- AlterTable
ALTER TABLE "check_in_answer" ADD COLUMN     "changed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "digest" ADD COLUMN     "picture_alt" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "picture_id" TEXT;

-- CreateTable
CREATE TABLE "digest_choice" (
    "member_id" UUID NOT NULL,
    "weekday" INTEGER NOT NULL,

    CONSTRAINT "digest_choice_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "round_up_plan" (
    "alliance_id" UUID NOT NULL,
    "month" VARCHAR(10) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "round_up_plan_pkey" PRIMARY KEY ("alliance_id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "month" VARCHAR(7) NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "given_at" TIMESTAMPTZ(3),

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "home_view" (
    "person_id" UUID NOT NULL,
    "team_id" TEXT NOT NULL,
    "page" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "home_view_pkey" PRIMARY KEY ("person_id")
);

-- CreateIndex
CREATE INDEX "round_up_plan_next_at_idx" ON "round_up_plan"("next_at");

-- CreateIndex
CREATE INDEX "receipt_member_id_idx" ON "receipt"("member_id");

-- AddForeignKey
ALTER TABLE "home_view" ADD CONSTRAINT "home_view_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
