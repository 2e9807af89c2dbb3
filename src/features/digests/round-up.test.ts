import { beforeAll, expect, test } from '@jest/globals';
import { testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive } from '../../../test/support/driver.ts';
import { digests } from './index.ts';
import { roundUp } from './round-up-views.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-08T12:00:00Z') };
const at = drive(db, [digests], clock);
const alliance = await testAlliance(db, clock.now);
const south = [];
for (const name of ['Ana', 'Bo', 'Cy']) south.push(await alliance.member(alliance.south, name));
const [ana, bo, cy] = south;
const dana = await alliance.member(alliance.north, 'Dana');
const eli = await alliance.member(alliance.north, 'Eli');
const posts = async () => {
  const rows = await db.message.findMany({ where: { kind: 'post' }, orderBy: { seq: 'asc' } });
  return rows.map(({ payload }) => JSON.stringify(payload));
};
const tick = () => at.work((work) => digests.due?.run(work, 50).then(() => null) ?? Promise.resolve(null));

beforeAll(async () => {
  await at.work((work) => work.tell({ kind: 'member', id: dana.id }).then(() => null));
});

test('at ten on the host’s first working day of a month, what everybody may read is in the channel; nothing late', async () => {
  if (!ana || !bo || !cy) throw new Error('nobody');
  const done = { status: 'done' as const, endedAt: new Date('2026-01-20T12:00:00Z') };
  await alliance.commitment(ana, dana, 'flood <map>', { ...done, label: 'alliance' });
  const own = await alliance.commitment(bo, eli, 'quiet matter', { ...done, label: 'org' });
  await alliance.commitment(cy, dana, 'secret matter', { ...done, label: 'pair' });
  await alliance.commitment(cy, dana, 'late matter', { label: 'alliance', dueOn: '2026-01-05' });
  const thanks = { allianceId: alliance.id, at: done.endedAt, fromShares: true };
  await db.thanks.create({
    data: {
      ...thanks,
      commitmentId: own,
      fromId: eli.id,
      toId: bo.id,
      words: 'Just in time',
      toShares: true,
    },
  });
  const other = await alliance.commitment(ana, eli, 'another', { ...done, label: 'alliance' });
  await db.thanks.create({
    data: {
      ...thanks,
      commitmentId: other,
      fromId: eli.id,
      toId: ana.id,
      words: 'not agreed',
      toShares: null,
    },
  });

  expect(await digests.due?.next(db)).toEqual(new Date('2026-02-02T10:00:00Z')); // the 1st is a Sunday
  clock.now = new Date('2026-02-02T09:59:00Z');
  await tick();
  expect(await posts()).toEqual([]);
  clock.now = new Date('2026-02-02T10:00:00Z');
  await tick();
  await tick();
  const [post, ...more] = await posts();
  expect(more).toEqual([]);
  expect(post).toContain('Good news of January*: 4 things were finished.');
  expect(post).toContain('• flood &lt;map&gt; (Ana)');
  expect(post).toContain('• Eli thanks Bo: “Just in time”');
  expect(post).not.toMatch(/quiet matter|secret matter|late matter|not agreed/);
});

test('a month without news is not spoken of; one that was missed by weeks is not either', async () => {
  clock.now = new Date('2026-03-02T10:00:00Z');
  await tick();
  expect(await posts()).toHaveLength(1);
  await alliance.commitment(dana, eli, 'old', { status: 'done', label: 'alliance', endedAt: clock.now });
  clock.now = new Date('2026-05-20T10:00:00Z');
  await tick();
  expect(await posts()).toHaveLength(1);
});

test('few people: what is named is named, and no number is', () => {
  const finished = [{ text: 'flood map', owner: 'Ana', people: ['a', 'b'] }];
  const post = roundUp({ month: '2026-01-01' as never, finished, thanks: [] });
  expect(JSON.stringify(post)).not.toContain('One thing');
  expect(JSON.stringify(post)).toContain('flood map');
});
