import { expect, test } from '@jest/globals';
import { testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive } from '../../../test/support/driver.ts';
import { type AllianceId, newId } from '../../kernel/ids.ts';
import { oppositeNumbers } from '../opposite-numbers/index.ts';
import { type PastRound, seemsTooOften } from './domain.ts';
import { checkIns } from './index.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-09T12:00:00Z') };
const at = drive(db, [checkIns, oppositeNumbers], clock);
const alliance = await testAlliance(db, clock.now);

const silent: PastRound = { round: 1, present: 2, answers: 0, hasContact: false, askedRhythm: false };
test.each<[string, PastRound[], boolean]>([
  ['three silent rounds', [silent, silent, silent], true],
  ['two', [silent, silent], false],
  ['an answer among them', [silent, { ...silent, answers: 1 }, silent, silent], false],
  ['an act between the two', [silent, silent, { ...silent, hasContact: true }], false],
  ['asked since', [silent, silent, { ...silent, askedRhythm: true }, silent], false],
  ['one of them away in one of three', [silent, { ...silent, present: 1 }, silent], false],
  ['three beside the one away', [silent, { ...silent, present: 1 }, silent, silent], true],
])('%s', (_, rounds, asks) => expect(seemsTooOften(rounds)).toBe(asks));

/** A pair of two new people, whose Tuesdays pass unanswered so often. */
async function quiet(one: string, other: string, rounds: number) {
  clock.now = new Date('2026-01-09T12:00:00Z');
  const a = await alliance.member(alliance.south, one);
  const b = await alliance.member(alliance.north, other);
  const pair = await alliance.pair(a, b);
  await at.work((work) => work.tell({ kind: 'pair', id: pair }).then(() => null));
  for (let n = 0; n < rounds; n += 1) await nextRound();
  return { pair, a, b };
}

async function nextRound() {
  const next = await checkIns.due?.next(db);
  if (!next) throw new Error('no round is planned');
  clock.now = next;
  await at.work((work) => checkIns.due?.run(work, 10).then(() => null) ?? Promise.resolve(null));
  await at.deliverAll();
}

const kindsOf = async (memberId: string) => {
  const items = await db.item.findMany({ where: { memberId }, orderBy: { seq: 'asc' } });
  return items.map(({ kind }) => kind).filter((kind) => kind.startsWith('check-ins.'));
};

test('after three rounds without a word both are asked, instead of a fourth prompt; slower holds for both', async () => {
  const { pair, a, b } = await quiet('Ana', 'Dana', 4);
  const asked = ['check-ins.prompt', 'check-ins.prompt', 'check-ins.prompt', 'check-ins.rhythm'];
  expect(await kindsOf(a.id)).toEqual(asked);
  expect(await kindsOf(b.id)).toEqual(asked);
  await at.choose('UANA', 'check-ins.rhythm', 'slower');
  const row = await db.pair.findUniqueOrThrow({ where: { id: pair } });
  expect(row.rhythm).toMatchObject({ kind: 'weekly', every: 2 });
  const told = await db.item.findFirst({ where: { memberId: b.id, kind: 'opposite-numbers.slowed' } });
  expect(told).not.toBeNull();
  await nextRound(); // asked once: the count starts anew
  expect((await kindsOf(a.id)).at(-1)).toBe('check-ins.prompt');
  await at.choose('UDANA', 'check-ins.prompt', 'spoke');
});

test('stop ends the pair; keep keeps it', async () => {
  const first = await quiet('Bo', 'Eli', 4);
  await at.choose('UBO', 'check-ins.rhythm', 'keep');
  expect((await db.pair.findUniqueOrThrow({ where: { id: first.pair } })).status).toBe('active');
  await at.choose('UELI', 'check-ins.rhythm', 'stop');
  expect((await db.pair.findUniqueOrThrow({ where: { id: first.pair } })).status).toBe('ended');
});

test('an act for the other through Entente is contact: nobody is asked, and no reminder is read', async () => {
  const { a, b } = await quiet('Cy', 'Fay', 2);
  const commitment = await alliance.commitment(a, b, 'flood map');
  const event = { id: newId(), commitmentId: commitment, allianceId: alliance.id as AllianceId };
  await db.commitmentEvent.create({ data: { ...event, kind: 'done', actorId: a.id, at: clock.now } });
  await nextRound();
  await nextRound();
  expect(await kindsOf(a.id)).not.toContain('check-ins.rhythm');
});

test('somebody away is not counted', async () => {
  const { a, b } = await quiet('Gil', 'Hal', 2);
  await db.person.update({
    where: { id: b.personId },
    data: { absences: [{ from: '2026-01-23', until: '2026-02-12' }] },
  });
  await at.work((work) => work.tell({ kind: 'member', id: b.id }).then(() => null));
  await nextRound(); // Gil alone is asked
  await nextRound();
  expect(await kindsOf(a.id)).not.toContain('check-ins.rhythm');
});
