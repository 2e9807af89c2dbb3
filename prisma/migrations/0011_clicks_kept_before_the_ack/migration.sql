-- CreateTable
CREATE TABLE "click" (
    "seq" BIGSERIAL NOT NULL,
    "via_team_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "choice" TEXT NOT NULL,
    "response_url" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "click_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE INDEX "click_via_team_id_user_id_seq_idx" ON "click"("via_team_id", "user_id", "seq");

-- CreateIndex
CREATE INDEX "click_received_at_idx" ON "click"("received_at");
