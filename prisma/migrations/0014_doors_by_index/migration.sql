-- By hand (Prisma cannot express partial indexes): each bell asks for the message in whose thread it rings, among all
-- that an alliance was ever sent.
CREATE INDEX "message_doors" ON "message" ("alliance_id", "seq")
  WHERE "kind" = 'post' AND "ts" IS NOT NULL AND "payload" @> '{"doors": true}';
