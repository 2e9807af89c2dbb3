import { expect, test } from '@jest/globals';
import { driven } from '../../../test/support/acting.ts';
import { testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import type { Tx } from '../../db/client.ts';
import { newId } from '../../kernel/ids.ts';
import { nudges } from './index.ts';

const { db } = await testDatabase();
const app = driven(db, nudges);
const now = new Date('2026-01-05T10:00:00Z');
const far = new Date('2026-06-01T10:00:00Z');
const LARGE = ['commitment', 'nudge_plan', 'nudge_step', 'item'];

/** Twenty thousand promises of other alliances, none of them due. */
async function others(): Promise<void> {
  const theirs = await testAlliance(db, now);
  const owner = await theirs.member(theirs.south, 'Owen');
  await db.$executeRaw`
    INSERT INTO alliance (id, name, purpose, host_team_id, channel_id, created_at)
    SELECT gen_random_uuid(), 'x', 'x', 'T9', 'C-' || n, ${now} FROM generate_series(1, 500) n`;
  await db.$executeRaw`
    INSERT INTO commitment (id, alliance_id, owner_id, written_by_id, text, due_on, status, base_at, created_at)
    SELECT gen_random_uuid(), alliance.id, gen_random_uuid(), ${owner.id}::uuid, 'x', '2026-06-01', 'accepted', ${now},
      ${now} FROM alliance CROSS JOIN generate_series(1, 40)`;
  await db.$executeRaw`
    INSERT INTO nudge_plan (commitment_id, alliance_id, next_at) SELECT id, alliance_id, ${far} FROM commitment`;
  await db.$executeRaw`
    INSERT INTO nudge_step (commitment_id, base_at, step, member_id, at) SELECT id, base_at, 'due', owner_id, ${now}
    FROM commitment`;
  await db.$executeRaw`
    INSERT INTO item (id, key, person_id, member_id, kind, ref, needs_answer, rank, not_before, push_at, created_at)
    SELECT gen_random_uuid(), id::text, ${owner.personId}::uuid, owner_id, 'commitments.nudge', id, true, 10, ${now},
      ${now}, ${now} FROM commitment`;
  await db.$executeRaw`ANALYZE`;
}

/** The large tables that this transaction has read from end to end. */
async function readWhole(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_stat_xact_user_tables WHERE relname = ANY(${LARGE}) AND seq_scan > 0`;
  return rows.map(({ name }) => name);
}

test('planning costs what is due: no large table is read from end to end, and queries do not grow with the batch', async () => {
  const ours = await testAlliance(db, now);
  const ana = await ours.member(ours.south, 'Ana');
  const ben = await ours.member(ours.north, 'Ben');
  await ours.pair(ana, ben);
  await others();
  const promise = async () => {
    const id = await ours.commitment(ana, ben, 'flood map', {
      dueOn: '2026-01-05',
      baseAt: new Date('2025-12-01'),
    });
    await app.react(now, { kind: 'commitment', id });
  };
  const counted = (limit: number) =>
    app.inWork(now, async (work) => {
      let queries = 0;
      const counting = new Proxy(work.db, {
        get: (target, name) => {
          queries += 1;
          return Reflect.get(target, name);
        },
      });
      const claimed = await nudges.due?.run({ ...work, db: counting }, limit);
      return { claimed, queries, whole: await readWhole(work.db) };
    });
  const claims = await db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<Record<'QUERY PLAN', string>[]>`
      EXPLAIN SELECT plan.commitment_id FROM nudge_plan plan
      JOIN alliance ON alliance.id = plan.alliance_id AND alliance.paused_at IS NULL
      WHERE plan.next_at <= ${now} ORDER BY plan.next_at, plan.alliance_id LIMIT 200 FOR UPDATE OF plan SKIP LOCKED`;
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(claims).toContain('nudge_plan_next_at_alliance_id_idx');
  expect(claims).not.toContain('Seq Scan on nudge_plan');

  await promise();
  const one = await counted(1);
  for (let n = 0; n < 30; n += 1) await promise();
  const many = await counted(200);
  expect([one.claimed, many.claimed]).toEqual([1, 30]);
  expect(many.queries).toBe(one.queries);
  expect([one.whole, many.whole]).toEqual([[], []]);
  const replanned = await app.inWork(now, async (work) => {
    await nudges.react?.(work, { kind: 'member', id: ana.id });
    return readWhole(work.db);
  });
  expect(replanned).toEqual([]);
});

test('a new date, norm or absence replans at once what it touches, and nothing else', async () => {
  const ours = await testAlliance(db, now);
  const ana = await ours.member(ours.south, 'Ana2');
  const ben = await ours.member(ours.north, 'Ben2');
  const dana = await ours.member(ours.north, 'Dana2');
  const cora = await ours.member(ours.south, 'Cora2', { role: 'coordinator' });
  const eli = await ours.member(ours.north, 'Eli2');
  await ours.pair(ana, dana);
  const owed = await ours.commitment(ana, ben, 'flood map');
  const other = await ours.commitment(eli, null, 'site list');
  await db.nudgePlan.createMany({
    data: [owed, other].map((commitmentId) => ({ commitmentId, allianceId: ours.id, nextAt: far })),
  });
  const touchedBy = async (fact: Parameters<typeof app.react>[1]) => {
    await app.react(now, fact);
    const rows = await db.nudgePlan.findMany({ where: { nextAt: now, allianceId: ours.id } });
    await db.nudgePlan.updateMany({ where: { allianceId: ours.id }, data: { nextAt: far } });
    return rows.map(({ commitmentId }) => commitmentId).sort();
  };
  expect(await touchedBy({ kind: 'commitment', id: owed })).toEqual([owed]);
  expect(await touchedBy({ kind: 'member', id: ana.id })).toEqual([owed]); // who owes it
  expect(await touchedBy({ kind: 'member', id: ben.id })).toEqual([owed]); // whom it is for
  expect(await touchedBy({ kind: 'member', id: dana.id })).toEqual([owed]); // who would be asked instead
  expect(await touchedBy({ kind: 'member', id: cora.id })).toEqual([owed, other].sort());
  expect(await touchedBy({ kind: 'member', id: newId() })).toEqual([]);
});
