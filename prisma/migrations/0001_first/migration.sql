-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "pace" AS ENUM ('normal', 'fewer');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('member', 'coordinator', 'leader');

-- CreateEnum
CREATE TYPE "level" AS ENUM ('sponsor', 'operational', 'front_line');

-- CreateEnum
CREATE TYPE "member_status" AS ENUM ('active', 'declined', 'left');

-- CreateEnum
CREATE TYPE "pair_status" AS ENUM ('proposed', 'active', 'paused', 'declined', 'ended');

-- CreateEnum
CREATE TYPE "answer" AS ENUM ('spoke', 'not_this_time', 'need_a_hand');

-- CreateEnum
CREATE TYPE "label" AS ENUM ('me', 'pair', 'org', 'alliance', 'leaders');

-- CreateEnum
CREATE TYPE "commitment_status" AS ENUM ('proposed', 'accepted', 'done', 'let_go', 'declined');

-- CreateEnum
CREATE TYPE "draft_status" AS ENUM ('open', 'recorded', 'dropped');

-- CreateEnum
CREATE TYPE "digest_kind" AS ENUM ('leader', 'coordinator', 'on_request');

-- CreateEnum
CREATE TYPE "item_status" AS ENUM ('open', 'settled', 'dropped', 'expired');

-- CreateEnum
CREATE TYPE "message_kind" AS ENUM ('note', 'direct', 'post');

-- CreateEnum
CREATE TYPE "message_status" AS ENUM ('pending', 'sending', 'sent', 'unknown', 'dead');

-- CreateEnum
CREATE TYPE "route" AS ENUM ('own', 'host', 'bell', 'channel');

-- CreateTable
CREATE TABLE "event_seen" (
    "api_app_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_seen_pkey" PRIMARY KEY ("api_app_id","event_id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "home_team_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "slack_zone" TEXT,
    "zone" TEXT,
    "note_minute" INTEGER,
    "pace" "pace" NOT NULL DEFAULT 'normal',
    "day_first" BOOLEAN,
    "snoozed_until" TIMESTAMPTZ(3),
    "away_from" VARCHAR(10),
    "away_until" VARCHAR(10),
    "is_bot" BOOLEAN NOT NULL DEFAULT false,
    "is_gone" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sighting" (
    "via_team_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "sighting_pkey" PRIMARY KEY ("via_team_id","user_id")
);

-- CreateTable
CREATE TABLE "dm" (
    "team_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "channel_id" TEXT,
    "error" TEXT,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dm_pkey" PRIMARY KEY ("team_id","person_id")
);

-- CreateTable
CREATE TABLE "alliance" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "host_team_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alliance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisation" (
    "id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "team_ids" TEXT[],
    "is_host" BOOLEAN NOT NULL,
    "zone" TEXT NOT NULL,
    "country" TEXT,
    "region" TEXT,
    "work_days" INTEGER[],
    "work_from" INTEGER NOT NULL,
    "work_until" INTEGER NOT NULL,
    "reply_days" INTEGER NOT NULL DEFAULT 0,
    "why" TEXT NOT NULL DEFAULT '',
    "decides" TEXT NOT NULL DEFAULT '',
    "good_work" TEXT NOT NULL DEFAULT '',
    "accepted_at" TIMESTAMPTZ(3),
    "proposed_at" TIMESTAMPTZ(3),
    "proposed_by" UUID,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "role" "role" NOT NULL DEFAULT 'member',
    "level" "level" NOT NULL DEFAULT 'front_line',
    "proposed_role" "role",
    "proposed_level" "level",
    "status" "member_status" NOT NULL DEFAULT 'active',
    "position" INTEGER NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_acceptance" (
    "organisation_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "role_acceptance_pkey" PRIMARY KEY ("organisation_id","member_id")
);

-- CreateTable
CREATE TABLE "pair" (
    "id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "a_id" UUID NOT NULL,
    "b_id" UUID NOT NULL,
    "rhythm" JSONB NOT NULL,
    "anchor" VARCHAR(10) NOT NULL,
    "status" "pair_status" NOT NULL,
    "proposed_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "pair_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pair_acceptance" (
    "pair_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pair_acceptance_pkey" PRIMARY KEY ("pair_id","member_id")
);

-- CreateTable
CREATE TABLE "check_in_plan" (
    "pair_id" UUID NOT NULL,
    "next_on" VARCHAR(10) NOT NULL,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "check_in_plan_pkey" PRIMARY KEY ("pair_id")
);

-- CreateTable
CREATE TABLE "check_in" (
    "id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "pair_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "opens_on" VARCHAR(10) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "check_in_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "check_in_answer" (
    "check_in_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "answer" "answer" NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "check_in_answer_pkey" PRIMARY KEY ("check_in_id","member_id")
);

-- CreateTable
CREATE TABLE "remark" (
    "id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "pair_id" UUID,
    "check_in_id" UUID,
    "label" "label" NOT NULL DEFAULT 'pair',
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "remark_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "commitment" (
    "id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "for_id" UUID,
    "written_by_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "due_on" VARCHAR(10),
    "due_at" TIMESTAMPTZ(3),
    "status" "commitment_status" NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "base_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_until" TIMESTAMPTZ(3),
    "offered_to_id" UUID,
    "permalink" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "commitment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "commitment_event" (
    "id" UUID NOT NULL,
    "commitment_id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "commitment_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "commitment_draft" (
    "id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "speaker_id" UUID NOT NULL,
    "reading" JSONB NOT NULL,
    "permalink" TEXT,
    "status" "draft_status" NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "commitment_draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nudge_plan" (
    "commitment_id" UUID NOT NULL,
    "alliance_id" UUID NOT NULL,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "nudge_plan_pkey" PRIMARY KEY ("commitment_id")
);

-- CreateTable
CREATE TABLE "nudge_step" (
    "commitment_id" UUID NOT NULL,
    "base_at" TIMESTAMPTZ(3) NOT NULL,
    "step" TEXT NOT NULL,
    "member_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "answer" TEXT,

    CONSTRAINT "nudge_step_pkey" PRIMARY KEY ("commitment_id","base_at","step")
);

-- CreateTable
CREATE TABLE "digest_plan" (
    "member_id" UUID NOT NULL,
    "next_on" VARCHAR(10) NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "since" VARCHAR(10) NOT NULL,

    CONSTRAINT "digest_plan_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "digest" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" "digest_kind" NOT NULL,
    "since" VARCHAR(10) NOT NULL,
    "until" VARCHAR(10) NOT NULL,

    CONSTRAINT "digest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "item" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "alliance_id" UUID,
    "person_id" UUID NOT NULL,
    "member_id" UUID,
    "kind" TEXT NOT NULL,
    "ref" UUID NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "needs_answer" BOOLEAN NOT NULL,
    "rank" INTEGER NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "push_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "status" "item_status" NOT NULL DEFAULT 'open',
    "message_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox" (
    "person_id" UUID NOT NULL,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "mailbox_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "kind" "message_kind" NOT NULL,
    "person_id" UUID,
    "alliance_id" UUID,
    "local_date" VARCHAR(10),
    "week_of" VARCHAR(10),
    "lane" TEXT NOT NULL,
    "status" "message_status" NOT NULL DEFAULT 'pending',
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "route" "route",
    "channel_id" TEXT,
    "ts" TEXT,
    "payload" JSONB,
    "wanted_revision" INTEGER NOT NULL DEFAULT 1,
    "shown_revision" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_gate" (
    "key" TEXT NOT NULL,
    "next_allowed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_gate_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_home_team_id_user_id_key" ON "person"("home_team_id", "user_id");

-- CreateIndex
CREATE INDEX "sighting_person_id_idx" ON "sighting"("person_id");

-- CreateIndex
CREATE INDEX "dm_person_id_idx" ON "dm"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "alliance_channel_id_key" ON "alliance"("channel_id");

-- CreateIndex
CREATE INDEX "organisation_alliance_id_idx" ON "organisation"("alliance_id");

-- CreateIndex
CREATE INDEX "member_person_id_idx" ON "member"("person_id");

-- CreateIndex
CREATE INDEX "member_organisation_id_idx" ON "member"("organisation_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_alliance_id_person_id_key" ON "member"("alliance_id", "person_id");

-- CreateIndex
CREATE INDEX "role_acceptance_member_id_idx" ON "role_acceptance"("member_id");

-- CreateIndex
CREATE INDEX "pair_alliance_id_idx" ON "pair"("alliance_id");

-- CreateIndex
CREATE INDEX "pair_a_id_idx" ON "pair"("a_id");

-- CreateIndex
CREATE INDEX "pair_b_id_idx" ON "pair"("b_id");

-- CreateIndex
CREATE INDEX "pair_acceptance_member_id_idx" ON "pair_acceptance"("member_id");

-- CreateIndex
CREATE INDEX "check_in_plan_next_at_idx" ON "check_in_plan"("next_at");

-- CreateIndex
CREATE INDEX "check_in_alliance_id_idx" ON "check_in"("alliance_id");

-- CreateIndex
CREATE UNIQUE INDEX "check_in_pair_id_round_key" ON "check_in"("pair_id", "round");

-- CreateIndex
CREATE INDEX "check_in_answer_member_id_idx" ON "check_in_answer"("member_id");

-- CreateIndex
CREATE INDEX "remark_alliance_id_at_idx" ON "remark"("alliance_id", "at");

-- CreateIndex
CREATE INDEX "remark_check_in_id_idx" ON "remark"("check_in_id");

-- CreateIndex
CREATE INDEX "remark_pair_id_at_idx" ON "remark"("pair_id", "at");

-- CreateIndex
CREATE INDEX "commitment_alliance_id_status_idx" ON "commitment"("alliance_id", "status");

-- CreateIndex
CREATE INDEX "commitment_owner_id_status_idx" ON "commitment"("owner_id", "status");

-- CreateIndex
CREATE INDEX "commitment_for_id_status_idx" ON "commitment"("for_id", "status");

-- CreateIndex
CREATE INDEX "commitment_event_commitment_id_at_idx" ON "commitment_event"("commitment_id", "at");

-- CreateIndex
CREATE INDEX "commitment_event_alliance_id_at_idx" ON "commitment_event"("alliance_id", "at");

-- CreateIndex
CREATE INDEX "commitment_draft_speaker_id_idx" ON "commitment_draft"("speaker_id");

-- CreateIndex
CREATE INDEX "nudge_plan_next_at_idx" ON "nudge_plan"("next_at");

-- CreateIndex
CREATE INDEX "digest_plan_next_at_idx" ON "digest_plan"("next_at");

-- CreateIndex
CREATE UNIQUE INDEX "digest_member_id_kind_until_key" ON "digest"("member_id", "kind", "until");

-- CreateIndex
CREATE UNIQUE INDEX "item_seq_key" ON "item"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "item_key_key" ON "item"("key");

-- CreateIndex
CREATE INDEX "item_person_id_status_idx" ON "item"("person_id", "status");

-- CreateIndex
CREATE INDEX "item_message_id_idx" ON "item"("message_id");

-- CreateIndex
CREATE INDEX "item_ref_kind_idx" ON "item"("ref", "kind");

-- CreateIndex
CREATE INDEX "mailbox_next_at_idx" ON "mailbox"("next_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_seq_key" ON "message"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "message_key_key" ON "message"("key");

-- CreateIndex
CREATE INDEX "message_person_id_week_of_idx" ON "message"("person_id", "week_of");

-- CreateIndex
CREATE INDEX "message_alliance_id_idx" ON "message"("alliance_id");

-- AddForeignKey
ALTER TABLE "sighting" ADD CONSTRAINT "sighting_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dm" ADD CONSTRAINT "dm_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_alliance_id_fkey" FOREIGN KEY ("alliance_id") REFERENCES "alliance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_alliance_id_fkey" FOREIGN KEY ("alliance_id") REFERENCES "alliance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_acceptance" ADD CONSTRAINT "role_acceptance_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_acceptance" ADD CONSTRAINT "role_acceptance_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pair" ADD CONSTRAINT "pair_alliance_id_fkey" FOREIGN KEY ("alliance_id") REFERENCES "alliance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pair_acceptance" ADD CONSTRAINT "pair_acceptance_pair_id_fkey" FOREIGN KEY ("pair_id") REFERENCES "pair"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "check_in_answer" ADD CONSTRAINT "check_in_answer_check_in_id_fkey" FOREIGN KEY ("check_in_id") REFERENCES "check_in"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "remark" ADD CONSTRAINT "remark_alliance_id_fkey" FOREIGN KEY ("alliance_id") REFERENCES "alliance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "commitment" ADD CONSTRAINT "commitment_alliance_id_fkey" FOREIGN KEY ("alliance_id") REFERENCES "alliance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "commitment_event" ADD CONSTRAINT "commitment_event_commitment_id_fkey" FOREIGN KEY ("commitment_id") REFERENCES "commitment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "commitment_draft" ADD CONSTRAINT "commitment_draft_alliance_id_fkey" FOREIGN KEY ("alliance_id") REFERENCES "alliance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item" ADD CONSTRAINT "item_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item" ADD CONSTRAINT "item_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand (Prisma cannot express partial indexes): what is due, claimed or unfinished stays small however much is
-- behind it, so each of these holds only what a worker may still have to do.
CREATE INDEX "message_pending" ON "message" ("lane", "seq") WHERE "status" = 'pending';
CREATE INDEX "message_sending" ON "message" ("lane", "seq") WHERE "status" = 'sending';
CREATE INDEX "message_redraw" ON "message" ("lane", "seq") WHERE "status" = 'sent' AND "wanted_revision" > "shown_revision";
CREATE INDEX "item_waiting" ON "item" ("person_id", "seq") WHERE "status" = 'open' AND "message_id" IS NULL;

-- By hand: two people are opposite numbers once at a time, whoever was named first.
CREATE UNIQUE INDEX "pair_of_two" ON "pair" (LEAST("a_id", "b_id"), GREATEST("a_id", "b_id"))
  WHERE "status" IN ('proposed', 'active', 'paused');
