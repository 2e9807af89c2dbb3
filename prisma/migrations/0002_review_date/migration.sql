-- AlterTable
ALTER TABLE "commitment" ADD COLUMN     "review_on" VARCHAR(10);
