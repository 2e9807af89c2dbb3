-- AlterTable
ALTER TABLE "person" ADD COLUMN     "absences" JSONB NOT NULL DEFAULT '[]';

-- By hand: what has been noted so far, past or not. The columns that held it go with a later migration.
UPDATE "person" SET "absences" = jsonb_build_array(jsonb_build_object('from', "away_from", 'until', "away_until"))
WHERE "away_from" IS NOT NULL AND "away_until" IS NOT NULL;
