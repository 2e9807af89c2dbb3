-- What is old is found among all that somebody was ever sent; "created_at" comes last, so that it serves as before.
DROP INDEX "item_person_id_status_idx";
CREATE INDEX "item_person_id_status_created_at_idx" ON "item"("person_id", "status", "created_at");
