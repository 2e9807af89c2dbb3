-- DropIndex
DROP INDEX "nudge_plan_next_at_idx";

-- CreateIndex
CREATE INDEX "nudge_plan_next_at_alliance_id_idx" ON "nudge_plan"("next_at", "alliance_id");
