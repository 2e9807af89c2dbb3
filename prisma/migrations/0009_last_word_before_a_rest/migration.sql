-- AlterTable
ALTER TABLE "item" ADD COLUMN     "even_paused" BOOLEAN NOT NULL DEFAULT false;
