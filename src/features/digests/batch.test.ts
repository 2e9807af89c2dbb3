/** The weekly run, its rendering and its arrival ask the database as often for two hundred alliances as for ten. */
import { expect, test } from '@jest/globals';
import { driven } from '../../../test/support/acting.ts';
import { testDatabase } from '../../../test/support/database.ts';
import type { PrismaClient } from '../../db/generated/client.ts';
import type { ItemRow } from '../../item.ts';
import { digests } from './index.ts';

const { db } = await testDatabase();
let queries = 0;
const counted = db.$extends({
  query: {
    $allOperations({ args, query }) {
      queries += 1;
      return query(args);
    },
  },
}) as unknown as PrismaClient;

const THURSDAY = new Date('2026-01-08T12:00:00Z');
const MONDAY = new Date('2026-01-12T09:00:00Z');

async function weeklyRun(alliances: number) {
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  for (const table of ['digest_plan', 'digest', 'item', 'mailbox', 'round_up_plan'])
    await db.$executeRawUnsafe(`DELETE FROM ${table}`);
  // All rows of a kind in one statement: a leader of one organisation and a member of another in each alliance.
  await db.$executeRaw`
    WITH a AS (
      INSERT INTO alliance (id, name, purpose, host_team_id, channel_id, created_at)
      SELECT gen_random_uuid(), 'Flood plan', 'Dry feet', 'T1', 'C' || n, ${THURSDAY} FROM generate_series(1, ${alliances}) n
      RETURNING id
    ), o AS (
      INSERT INTO organisation (id, alliance_id, name, team_ids, is_host, zone, work_days, work_from, work_until)
      SELECT gen_random_uuid(), a.id, side, '{}', side = 'South', 'Europe/London', '{1,2,3,4,5}', 540, 1020
      FROM a, unnest(ARRAY['South', 'North']) side RETURNING id, alliance_id, is_host
    ), p AS (
      INSERT INTO person (id, home_team_id, user_id, name, created_at)
      SELECT o.id, 'T', o.id::text, 'Somebody', ${THURSDAY} FROM o RETURNING id
    )
    INSERT INTO member (id, alliance_id, person_id, organisation_id, role, position, joined_at)
    SELECT gen_random_uuid(), o.alliance_id, p.id, o.id, CASE WHEN o.is_host THEN 'leader' ELSE 'member' END::role, 1, ${THURSDAY}
    FROM o JOIN p ON p.id = o.id`;
  await db.$executeRaw`
    INSERT INTO commitment (id, alliance_id, owner_id, for_id, written_by_id, text, status, due_on, base_at, created_at, ended_at)
    SELECT gen_random_uuid(), a.alliance_id, a.id, b.id, a.id, 'flood map', 'done', '2026-01-09', ${THURSDAY}, ${THURSDAY}, ${THURSDAY}
    FROM member a JOIN member b ON b.alliance_id = a.alliance_id AND b.id <> a.id WHERE a.role = 'leader'`;
  await db.$executeRaw`
    INSERT INTO pair (id, alliance_id, a_id, b_id, rhythm, anchor, status, proposed_by, created_at)
    SELECT gen_random_uuid(), a.alliance_id, a.id, b.id, '{"kind":"weekly","every":1,"weekday":2}', '2026-01-01', 'active', a.id, ${THURSDAY}
    FROM member a JOIN member b ON b.alliance_id = a.alliance_id AND b.id <> a.id WHERE a.role = 'leader'`;
  await db.$executeRaw`
    INSERT INTO digest_plan (member_id, next_on, next_at, since)
    SELECT id, '2026-01-12', ${MONDAY}, '2026-01-05' FROM member WHERE role = 'leader'`;
  const app = driven(counted, digests);
  queries = 0;
  expect(await app.run(MONDAY, 500)).toBe(alliances);
  const planning = queries;
  const items = (await db.item.findMany()) as unknown as ItemRow[];
  expect(items).toHaveLength(alliances);
  queries = 0;
  const views = await digests.items?.['digests.weekly']?.render({ db: counted, now: MONDAY }, items);
  expect(views?.filter((view) => view?.text.includes('1 kept') || view?.text.includes('quiet'))).toHaveLength(
    alliances,
  );
  const rendering = queries;
  await db.digest.updateMany({ data: { kind: 'coordinator' } }); // what asks most when it arrives
  queries = 0;
  const delivered = items.map((item) => ({ ...item, key: item.id }));
  await app.react(MONDAY, { kind: 'delivered', items: delivered });
  expect(await db.digest.count({ where: { hasArrived: true } })).toBe(alliances);
  return { planning, rendering, arriving: queries };
}

test('ten and two hundred alliances cost the same number of queries', async () => {
  const few = await weeklyRun(10);
  const many = await weeklyRun(200);
  expect(many).toEqual(few);
  expect(few.planning).toBeLessThan(20);
  expect(few.rendering).toBeLessThan(40);
  expect(few.arriving).toBeLessThan(40);
}, 120_000);
