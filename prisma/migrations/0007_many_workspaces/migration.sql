-- CreateEnum
CREATE TYPE "erasure_kind" AS ENUM ('person', 'organisation');

-- CreateEnum
CREATE TYPE "pause_cause" AS ENUM ('archived', 'unshared', 'no_copy');

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "name_is_own" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "organisation" ADD COLUMN     "keep_months" INTEGER;

-- CreateTable
CREATE TABLE "installation" (
    "id" TEXT NOT NULL,
    "enterprise_id" TEXT,
    "is_org_wide" BOOLEAN NOT NULL,
    "team_ids" TEXT[],
    "app_id" TEXT NOT NULL,
    "bot_user_id" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "scopes" TEXT[],
    "secrets" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "installed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasure" (
    "id" UUID NOT NULL,
    "ref" UUID NOT NULL,
    "kind" "erasure_kind" NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "forgotten" (
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "forgotten_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "chore" (
    "name" TEXT NOT NULL,
    "done_on" VARCHAR(10) NOT NULL,

    CONSTRAINT "chore_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "erasure_ref_key" ON "erasure"("ref");
