/** Promises of and to somebody who goes: by leaving, to a successor, and by being erased. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type TestMember, testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, said } from '../../../test/support/driver.ts';
import { commitments } from './index.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-12T09:00:00Z') };
const NEWS = 'commitments.news';
const UNCLAIMED = 'commitments.unclaimed';
let at = drive(db, [commitments], clock);
let alliance: Awaited<ReturnType<typeof testAlliance>>;
let people: Record<'ana' | 'bo' | 'sue' | 'dana' | 'lena', TestMember>;

beforeEach(async () => {
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  clock.now = new Date('2026-01-12T09:00:00Z');
  at = drive(db, [commitments], clock);
  alliance = await testAlliance(db, clock.now);
  const { south, north } = alliance;
  people = {
    ana: await alliance.member(south, 'Ana', { role: 'coordinator' }),
    bo: await alliance.member(south, 'Bo'),
    sue: await alliance.member(south, 'Sue'),
    dana: await alliance.member(north, 'Dana'),
    lena: await alliance.member(north, 'Lena', { role: 'leader' }),
  };
});

const row = (id: string) => db.commitment.findUniqueOrThrow({ where: { id } });
const texts = async (user: string, kind: string) =>
  (await at.reads(user, kind)).flatMap((view) => view?.text ?? []);

async function leave(member: TestMember, status: 'left' | 'declined' = 'left') {
  await db.member.update({ where: { id: member.id }, data: { status, role: 'member' } });
  await at.work(({ tell }) => tell({ kind: 'member', id: member.id }));
}

const succeed = ({ bo, sue, dana } = people) =>
  at.work(({ tell }) => tell({ kind: 'successor', from: bo.id, to: sue.id, other: dana.id }));

const forget = ({ id, personId }: TestMember, name = 'X') =>
  at.work((work) => commitments.erase?.(work, { memberIds: [id], personId, name }) ?? Promise.resolve());

describe('whoever leaves', () => {
  test('is waited for by nobody who does not know; it may be called off', async () => {
    const id = await alliance.commitment(people.bo, people.dana, 'flood <map>', { dueOn: '2026-01-16' });
    await leave(people.bo);
    await leave(people.bo);
    expect(await texts('UDANA', NEWS)).toEqual([
      "Bo does not take part any more, and 'Flood &lt;map&gt;' was with them. If a colleague takes it over, you hear of it.",
    ]);
    await at.choose('UDANA', NEWS, 'release');
    expect((await row(id)).status).toBe('let_go');
  });

  test('has declined what was only put to them, and gives back what was offered', async () => {
    const proposed = await alliance.commitment(people.bo, people.dana, 'walk', {
      status: 'proposed',
      writtenById: people.dana.id,
    });
    const offered = await alliance.commitment(people.dana, people.ana, 'site list', {
      offeredToId: people.bo.id,
    });
    await leave(people.bo, 'declined');
    expect((await row(proposed)).status).toBe('declined');
    expect((await row(offered)).offeredToId).toBeNull();
    expect(await texts('UDANA', 'commitments.declined')).toHaveLength(1);
    expect(await texts('UDANA', 'commitments.answer')).toHaveLength(1);
  });
});

describe('a successor', () => {
  test('is offered what was with who has left, may refuse, and is asked once', async () => {
    const id = await alliance.commitment(people.bo, people.dana, 'flood map', { dueOn: '2026-01-16' });
    await alliance.commitment(people.bo, people.ana, 'nothing to do with Dana');
    await leave(people.bo);
    await succeed();
    const [offer] = await texts('USUE', 'commitments.handover');
    expect(offer).toBe(
      'Bo has left. Could you take over: flood map, for Dana, by Fri 16 January. Either answer is fine.',
    );
    await at.choose('USUE', 'commitments.handover', 'cannot');
    await succeed();
    expect(await db.item.count({ where: { kind: 'commitments.handover' } })).toBe(1);
    expect(await row(id)).toMatchObject({ ownerId: people.bo.id, offeredToId: null });
  });

  test('who takes it owns it, and waits for what was promised to who has left', async () => {
    const owed = await alliance.commitment(people.bo, people.dana, 'flood map', { dueOn: '2026-01-16' });
    const due = await alliance.commitment(people.dana, people.bo, 'site list', { dueOn: '2026-01-20' });
    await leave(people.bo);
    await succeed();
    await succeed();
    await at.choose('USUE', 'commitments.handover', 'take');
    expect(await row(owed)).toMatchObject({ ownerId: people.sue.id });
    expect(await row(due)).toMatchObject({ forId: people.sue.id, dueOn: '2026-01-20' });
    expect(await texts('UDANA', 'commitments.answer')).toEqual([
      "'Site list' is for Sue now; its day stays as it is.",
    ]);
    expect(await texts('USUE', NEWS)).toEqual(["'Site list', from Dana, is for you now."]);
  });

  test('learns nothing that only the two might see', async () => {
    await alliance.commitment(people.bo, people.dana, 'private one', { label: 'pair' });
    await alliance.commitment(people.dana, people.bo, 'private two', { label: 'pair' });
    await leave(people.bo);
    await succeed();
    expect(await db.item.count({ where: { memberId: people.sue.id } })).toBe(0);
  });
});

describe('what an erased person was owed', () => {
  test('a coordinator may name somebody else for, in time', async () => {
    const id = await alliance.commitment(people.dana, people.bo, 'flood <map>', { dueOn: '2026-01-09' });
    await forget(people.bo);
    expect((await row(id)).status).toBe('accepted');
    expect(await texts('UANA', UNCLAIMED)).toEqual([
      "Somebody who has left was waiting for 'Flood &lt;map&gt;', from Dana. Is it for somebody else now? Otherwise I tell Dana on Mon 19 January that it is no longer needed.",
    ]);
    const form = { name: 'commitments.for-another', title: '', blocks: [], meta: { id } };
    expect(await at.submit({ userId: 'UANA' }, form, { who: people.dana.id })).toHaveProperty('errors');
    await at.submit({ userId: 'UANA' }, form, { who: people.lena.id });
    expect(await row(id)).toMatchObject({ forId: people.lena.id, status: 'accepted', dueOn: '2026-01-09' });
    expect(said(await at.submit({ userId: 'UANA' }, form, { who: people.sue.id }))).toContain('settled');
    expect(await texts('UANA', UNCLAIMED)).toEqual(["'Flood &lt;map&gt;' is for Lena. Thank you."]);
    expect(await texts('ULENA', NEWS)).toEqual(["'Flood &lt;map&gt;', from Dana, is for you now."]);
    clock.now = new Date('2026-01-20T09:00:00Z');
    expect(await at.work(async (work) => commitments.due?.run(work, 10))).toBe(0);
    expect((await row(id)).status).toBe('accepted');
  });

  test('is released after five of its owner’s working days without a name, or at once if the coordinator says so', async () => {
    const later = await alliance.commitment(people.dana, people.bo, 'flood map');
    await forget(people.bo);
    clock.now = new Date('2026-01-16T12:00:00Z');
    expect(await at.work(async (work) => commitments.due?.run(work, 10))).toBe(0);
    clock.now = (await commitments.due?.next(db)) ?? clock.now;
    expect(await at.work(async (work) => commitments.due?.run(work, 10))).toBe(1);
    expect((await row(later)).status).toBe('let_go');
    const sooner = await alliance.commitment(people.dana, people.sue, 'site list');
    await forget(people.sue);
    await at.choose('UANA', UNCLAIMED, 'release');
    expect((await row(sooner)).status).toBe('let_go');
    expect(await db.unclaimedCommitment.count()).toBe(0);
  });

  test('is released at once where only the two might see it, or nobody coordinates', async () => {
    const hidden = await alliance.commitment(people.dana, people.bo, 'flood map', { label: 'pair' });
    await forget(people.bo);
    expect((await row(hidden)).status).toBe('let_go');
    await db.member.update({ where: { id: people.ana.id }, data: { role: 'member' } });
    const open = await alliance.commitment(people.dana, people.sue, 'site list');
    await forget(people.sue);
    expect((await row(open)).status).toBe('let_go');
  });
});

test('who is forgotten is named in nobody’s promise, and no other word of it changes', async () => {
  const { north, south } = alliance;
  const mark = await alliance.member(south, 'Mark');
  await alliance.member(north, 'Mark Stone');
  const theirs = 'Marketing plan and Market Street flood map, to mark for Mark Stone';
  const kept = await alliance.commitment(people.ana, people.dana, theirs);
  const named = await alliance.commitment(people.ana, people.dana, 'Keys from Mark');
  await forget(mark, 'Mark');
  expect((await row(kept)).text).toBe(theirs);
  expect((await row(named)).text).toBe('Keys from somebody');
});
