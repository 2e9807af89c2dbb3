/** Alliances with promises by the thousand or million, written by SQL alone; some of them have fallen due. */
import type { Database } from '../src/db/client.ts';
import { silent } from '../src/db/log.ts';
import { createEngine, type Engine } from '../src/engine.ts';
import { features as allFeatures } from '../src/features/index.ts';
import { createOutbox } from '../src/outbox/create.ts';
import type { Poster } from '../src/outbox/poster.ts';
import { itemKinds, renderItems, shellFeature } from '../src/shell/index.ts';

type Db = Database['prisma'];

/** A Monday, at ten in the members' zone. */
export const NOW = new Date('2026-01-12T10:00Z');
const MEMBERS = 10;
/** How many promises an alliance has. */
const PROMISES = 100;

export interface Amounts {
  /** Promises on their way. */
  readonly open: number;
  /** Promises that have ended; each has left two messages' worth of items behind. */
  readonly ended?: number;
}

/** The tables that may hold a million rows. */
const FILLED = ['commitment', 'nudge_plan', 'commitment_event', 'message', 'item', 'nudge_step'];

/** SQL that makes an id of a name: always the same, and of the right kind. */
const id = (name: string) => `overlay(overlay(md5(${name}) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`;

/** Fills an empty, migrated database. Ids are made of numbers, so that one can be told from another. */
export async function fill(db: Db, { open, ended = 0 }: Amounts): Promise<void> {
  const alliances = Math.ceil((open + ended) / PROMISES);
  const statements = [
    `INSERT INTO alliance (id, name, purpose, host_team_id, channel_id, created_at)
     SELECT ${id(`'alliance' || n`)}, 'Alliance ' || n, 'Dry feet', 'T0', 'C' || n, '2025-01-01'
     FROM generate_series(1, ${alliances}) n`,
    `INSERT INTO organisation (id, alliance_id, name, team_ids, is_host, zone, work_days, work_from, work_until)
     SELECT ${id(`'organisation' || n`)}, ${id(`'alliance' || n`)}, 'Riverbank', '{T0}', true, 'Europe/London',
       '{1,2,3,4,5}', 540, 1020 FROM generate_series(1, ${alliances}) n`,
    `INSERT INTO person (id, home_team_id, user_id, name, created_at)
     SELECT ${id(`'person' || n`)}, 'T0', 'U' || n, 'Person ' || n, '2025-01-01'
     FROM generate_series(0, ${alliances * MEMBERS - 1}) n`,
    `INSERT INTO dm (team_id, person_id, channel_id, checked_at)
     SELECT 'T0', ${id(`'person' || n`)}, 'D' || n, '2025-01-01'
     FROM generate_series(0, ${alliances * MEMBERS - 1}) n`,
    `INSERT INTO member (id, alliance_id, person_id, organisation_id, position, role, joined_at)
     SELECT ${id(`'member' || n`)}, ${id(`'alliance' || n / ${MEMBERS} + 1`)}, ${id(`'person' || n`)},
       ${id(`'organisation' || n / ${MEMBERS} + 1`)}, n,
       (CASE n % ${MEMBERS} WHEN 0 THEN 'coordinator' WHEN 1 THEN 'leader' ELSE 'member' END)::role, '2025-01-01'
     FROM generate_series(0, ${alliances * MEMBERS - 1}) n`,
    // A hundred promises an alliance, one after the other; the first are those that may be due.
    `INSERT INTO commitment (id, alliance_id, owner_id, for_id, written_by_id, text, due_on, status, base_at, created_at,
       ended_at)
     SELECT ${id(`'commitment' || n`)}, ${id(`'alliance' || n / ${PROMISES} + 1`)}, ${id(`'member' || owner`)},
       ${id(`'member' || CASE WHEN owner % ${MEMBERS} = 0 THEN owner + 1 ELSE owner - 1 END`)},
       ${id(`'member' || owner`)}, 'Flood map ' || n, '2026-01-12',
       (CASE WHEN n < ${open} THEN 'accepted' ELSE 'done' END)::commitment_status, '2026-01-09 10:00Z', '2026-01-09 10:00Z',
       CASE WHEN n < ${open} THEN NULL ELSE '2026-01-10'::timestamptz END
     FROM (SELECT n, n / ${PROMISES} * ${MEMBERS} + n % ${MEMBERS} AS owner
       FROM generate_series(0, ${open + ended - 1}) n) AS numbered`,
    `INSERT INTO nudge_plan (commitment_id, alliance_id, next_at)
     SELECT id, alliance_id, CASE status WHEN 'accepted' THEN '2026-03-01'::timestamptz + hashtext(id::text) % 86400 * interval '1 s' END
     FROM commitment`,
    `INSERT INTO commitment_event (id, commitment_id, alliance_id, kind, actor_id, at)
     SELECT gen_random_uuid(), id, alliance_id, 'done', owner_id, ended_at FROM commitment WHERE status = 'done'`,
    `INSERT INTO message (id, key, kind, person_id, alliance_id, lane, status, not_before, route, channel_id, ts,
       local_date, week_of, shown_revision, created_at, sent_at)
     SELECT ${id(`'message' || c.id`)}, 'note/' || c.id, 'note', m.person_id, c.alliance_id, 'T0', 'sent', '2025-12-01',
       'own', 'D', '1', '2025-12-01', '2025-12-01', 1, '2025-12-01', '2025-12-01'
     FROM commitment c JOIN member m ON m.id = c.owner_id WHERE c.status = 'done'`,
    `INSERT INTO item (id, key, alliance_id, person_id, member_id, kind, ref, needs_answer, rank, not_before, push_at,
       status, message_id, created_at, delivered_at)
     SELECT gen_random_uuid(), 'old/' || c.id, c.alliance_id, m.person_id, m.id, 'commitments.nudge', c.id, true, 20,
       '2025-12-01', '2025-12-01', 'settled', ${id(`'message' || c.id`)}, '2025-12-01', '2025-12-01'
     FROM commitment c JOIN member m ON m.id = c.owner_id WHERE c.status = 'done'`,
    `INSERT INTO nudge_step (commitment_id, base_at, step, member_id, at, delivered_at)
     SELECT id, base_at, 'due', owner_id, '2025-12-01', '2025-12-01' FROM commitment WHERE status = 'done'`,
  ];
  await db.$transaction(
    async (tx) => {
      // What refers to what is right by construction: checking it a million times would take longer than all else.
      await tx.$executeRawUnsafe('SET LOCAL session_replication_role = replica');
      // An index that is made of what is there takes a fraction of one that grows row by row.
      const indexes = await tx.$queryRaw<{ name: string; definition: string }[]>`
        SELECT index.indexrelid::regclass::text AS name, pg_get_indexdef(index.indexrelid) AS definition
        FROM pg_index index LEFT JOIN pg_constraint used ON used.conindid = index.indexrelid
        WHERE used.oid IS NULL AND index.indrelid::regclass::text = ANY(${FILLED})`;
      for (const { name } of indexes) await tx.$executeRawUnsafe(`DROP INDEX ${name}`);
      for (const sql of statements) await tx.$executeRawUnsafe(sql);
      for (const { definition } of indexes) await tx.$executeRawUnsafe(definition);
    },
    { timeout: 600_000 },
  );
  await db.$executeRawUnsafe('VACUUM ANALYZE');
  await db.$executeRawUnsafe('CHECKPOINT');
}

/** Undoes what planning and delivery have done, and lets the first `due` promises fall due. */
export async function makeDue(db: Db, due: number): Promise<void> {
  await db.$executeRawUnsafe(`DELETE FROM item WHERE key NOT LIKE 'old/%'`);
  await db.$executeRawUnsafe(`DELETE FROM message WHERE key LIKE 'note/%/2026-01-12'`);
  await db.$executeRawUnsafe(`DELETE FROM nudge_step WHERE at > '2026-01-01'`);
  await db.$executeRawUnsafe(`DELETE FROM mailbox`);
  await db.$executeRawUnsafe(`
    UPDATE nudge_plan SET next_at = '2026-01-12 09:00Z'
    WHERE commitment_id IN (SELECT ${id(`'commitment' || n`)} FROM generate_series(0, ${due - 1}) n)`);
  for (const table of ['item', 'message', 'nudge_step', 'mailbox', 'nudge_plan'])
    await db.$executeRawUnsafe(`VACUUM ANALYZE ${table}`);
}

/** An engine of all features, whose Slack answers at once. */
export function planner(db: Db): Engine {
  const features = [...allFeatures({ doors: () => ({ text: '', blocks: [] }) }), shellFeature];
  const kinds = itemKinds(features);
  const lanes = async () => new Set(['T0']);
  let ts = 0;
  const done = async <T>(value: T) => ({ kind: 'done', value }) as const;
  const poster: Poster = {
    open: (userId) => done(`D${userId}`),
    post: () => done(String(++ts)),
    update: () => done(undefined),
    pin: () => done(undefined),
    find: () => done(null),
  };
  return createEngine({
    db,
    clock: { now: () => NOW },
    features,
    outbox: createOutbox({ lanes, wake: async () => {} }),
    lanes,
    wake: async () => {},
    later: async () => {},
    log: silent,
    sending: true,
    delivery: {
      log: silent,
      settings: { leaseMs: 30_000, graceMs: 30_000, channelIntervalMs: 0 },
      posterFor: async () => poster,
      render: (items, now) => renderItems(kinds, { db, now }, items),
    },
  });
}
