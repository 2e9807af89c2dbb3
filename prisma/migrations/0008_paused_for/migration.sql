-- AlterTable
ALTER TABLE "alliance" ADD COLUMN     "paused_for" "pause_cause";
