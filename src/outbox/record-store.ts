/** What delivery writes down: what was posted and drawn, what waits, what is over. Many messages in one statement. */
import type { Db, Tx } from '../db/client.ts';
import type { Route } from '../db/generated/enums.ts';
import type { LaneMessage } from './claim-store.ts';
import { lookAt } from './store.ts';

/** Remembers direct-message channels, or why there are none. */
export async function rememberDms(
  db: Db,
  now: Date,
  dms: readonly { lane: string; personId: string; channelId: string | null; error: string | null }[],
): Promise<void> {
  const of = (lane: string, personId: string) => `${lane}/${personId}`;
  const last = [...new Map(dms.map((dm) => [of(dm.lane, dm.personId), dm])).values()];
  await db.$executeRaw`
    INSERT INTO dm (team_id, person_id, channel_id, error, checked_at)
    SELECT known.*, ${now} FROM unnest(${last.map(({ lane }) => lane)}::text[],
      ${last.map(({ personId }) => personId)}::uuid[], ${last.map(({ channelId }) => channelId)}::text[],
      ${last.map(({ error }) => error)}::text[]) AS known
    ON CONFLICT (team_id, person_id) DO UPDATE
      SET channel_id = excluded.channel_id, error = excluded.error, checked_at = excluded.checked_at`;
}

export interface Sent {
  readonly id: string;
  readonly route: Route;
  readonly channelId: string;
  readonly ts: string;
  readonly shownRevision: number;
  /** What it showed. */
  readonly itemIds: readonly string[];
}

/** Records that messages were posted, and that their items were delivered with them. */
export async function markSent(db: Tx, now: Date, sent: readonly Sent[]): Promise<void> {
  const ids = sent.map(({ id }) => id);
  await db.$executeRaw`
    UPDATE message SET status = 'sent', sent_at = ${now}, lease_until = NULL, retry_at = NULL, error = NULL,
      route = posted.route, channel_id = posted.channel_id, ts = posted.ts, shown_revision = posted.shown
    FROM unnest(${ids}::uuid[], ${sent.map(({ route }) => route)}::route[],
      ${sent.map(({ channelId }) => channelId)}::text[], ${sent.map(({ ts }) => ts)}::text[],
      ${sent.map(({ shownRevision }) => shownRevision)}::int[]) AS posted (id, route, channel_id, ts, shown)
    WHERE message.id = posted.id`;
  const shown = sent.flatMap(({ itemIds }) => itemIds);
  if (shown.length > 0) {
    await db.$executeRaw`
      UPDATE item SET delivered_at = ${now} WHERE id = ANY(${shown}::uuid[]) AND delivered_at IS NULL`;
  }
  // What was not true when the message left stays away: a redraw never adds to what was sent.
  await db.$executeRaw`
    UPDATE item SET status = 'dropped', settled_at = ${now}
    WHERE message_id = ANY(${ids}::uuid[]) AND status = 'open' AND id <> ALL(${shown}::uuid[])`;
}

/** Records which revision of messages is shown. */
export async function markShown(
  db: Db,
  drawn: readonly { id: string; shownRevision: number }[],
): Promise<void> {
  await db.$executeRaw`
    UPDATE message SET shown_revision = drawn.revision, lease_until = NULL, retry_at = NULL
    FROM unnest(${drawn.map(({ id }) => id)}::uuid[], ${drawn.map(({ shownRevision }) => shownRevision)}::int[])
      AS drawn (id, revision)
    WHERE message.id = drawn.id`;
}

/** Marks that messages are about to be posted where recovery cannot look for them. */
export async function markPosting(db: Db, posting: readonly { id: string; route: Route }[]): Promise<void> {
  await db.$executeRaw`
    UPDATE message SET route = posting.route
    FROM unnest(${posting.map(({ id }) => id)}::uuid[], ${posting.map(({ route }) => route)}::route[])
      AS posting (id, route)
    WHERE message.id = posting.id`;
}

export interface GivenBack {
  readonly id: string;
  /** Perhaps another one. */
  readonly lane: string;
  /** Not to be tried again before so many milliseconds of real time. */
  readonly afterMs: number;
  readonly error: string | null;
}

/** Gives messages back, to be tried again after a while. */
export async function giveBack(db: Db, given: readonly GivenBack[]): Promise<void> {
  await db.$executeRaw`
    UPDATE message SET status = CASE WHEN ts IS NULL THEN 'pending'::message_status ELSE status END,
      route = CASE WHEN ts IS NULL THEN NULL ELSE route END, lane = given.lane, lease_until = NULL,
      error = given.error,
      retry_at = CASE WHEN given.after_ms > 0 THEN now() + given.after_ms * interval '1 millisecond' END
    FROM unnest(${given.map(({ id }) => id)}::uuid[], ${given.map(({ lane }) => lane)}::text[],
      ${given.map(({ afterMs }) => Math.ceil(afterMs))}::int[], ${given.map(({ error }) => error)}::text[])
      AS given (id, lane, after_ms, error)
    WHERE message.id = given.id`;
}

/** Leaves a message that Slack has perhaps taken to recovery, which looks for it once the grace is over. */
export async function leaveToRecovery(db: Db, id: string, error: string): Promise<void> {
  await db.$executeRaw`
    UPDATE message SET lease_until = now(), error = ${error}, attempts = attempts + 1 WHERE id = ${id}::uuid`;
}

/** Lets recovery look again, `afterMs` from now and the grace later. */
export async function lookAgain(db: Db, id: string, afterMs: number): Promise<void> {
  await db.$executeRaw`
    UPDATE message SET lease_until = now() + ${afterMs} * interval '1 millisecond' WHERE id = ${id}::uuid`;
}

/** The end of a message that cannot be sent; what it carried stays with it, to be read and requeued. */
export async function markDead(db: Db, id: string, error: string): Promise<void> {
  await db.message.update({ where: { id }, data: { status: 'dead', error, leaseUntil: null } });
}

/** A message that may have been seen: it is not posted again, and what it carried waits for the next note. */
export async function markUnknown(
  db: Tx,
  now: Date,
  { id, personId }: LaneMessage,
  route: Route | null,
): Promise<void> {
  await db.message.update({ where: { id }, data: { status: 'unknown', route, leaseUntil: null } });
  await db.item.updateMany({ where: { messageId: id, status: 'open' }, data: { messageId: null } });
  if (personId) await lookAt(db, [{ personId, at: now }]);
}

/** Takes items out of messages that have not left yet: they wait for a note of a later hour. */
export async function putAside(
  db: Tx,
  items: readonly { id: string; personId: string }[],
  until: Date,
): Promise<void> {
  await db.item.updateMany({
    where: { id: { in: items.map(({ id }) => id) }, status: 'open' },
    data: { messageId: null, notBefore: until, pushAt: until },
  });
  await lookAt(
    db,
    items.map(({ personId }) => ({ personId, at: until })),
  );
}

/** Messages in which nothing was left to say. */
export async function removeEmpty(db: Tx, now: Date, ids: readonly string[]): Promise<void> {
  await db.item.updateMany({
    where: { messageId: { in: [...ids] }, status: 'open' },
    data: { status: 'dropped', settledAt: now },
  });
  await db.message.deleteMany({ where: { id: { in: [...ids] } } });
}
