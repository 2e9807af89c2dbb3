-- By hand (Prisma cannot express partial indexes): what could not be sent is listed and counted among all that was.
CREATE INDEX "message_trouble" ON "message" ("status", "seq") WHERE "status" IN ('unknown', 'dead');
