import { beforeEach, describe, expect, test } from '@jest/globals';
import { type TestMember, testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, said } from '../../../test/support/driver.ts';
import { type MemberId, newId, type PairId } from '../../kernel/ids.ts';
import { oppositeNumbers } from './index.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-12T09:00:00Z') };
const CARD = 'opposite-numbers.card';
const CONSENT = 'opposite-numbers.consent';
const SUCCESSOR = 'opposite-numbers.successor';
let at = drive(db, [oppositeNumbers], clock);
let people: Record<'ana' | 'bo' | 'sue' | 'dana' | 'lena', TestMember>;
let pairId: PairId;

beforeEach(async () => {
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  at = drive(db, [oppositeNumbers], clock);
  const alliance = await testAlliance(db, clock.now);
  const { south, north } = alliance;
  people = {
    ana: await alliance.member(south, 'Ana', { role: 'coordinator' }),
    bo: await alliance.member(south, 'Bo'),
    sue: await alliance.member(south, 'Sue'),
    dana: await alliance.member(north, 'Dana'),
    lena: await alliance.member(north, 'Lena', { role: 'leader' }),
  };
  await db.organisation.update({ where: { id: north }, data: { replyDays: 2, decides: 'The <board>' } });
  pairId = await alliance.pair(people.bo, people.dana);
  await alliance.commitment(people.bo, people.dana, 'flood <map>', { dueOn: '2026-01-16' });
  await alliance.commitment(people.bo, people.ana, 'nothing to do with Dana');
  const remark = { allianceId: alliance.id, authorId: people.bo.id, pairId, label: 'pair' as const };
  await db.remark.create({ data: { ...remark, id: newId(), text: 'the pumps worry me', at: clock.now } });
});

const pairOf = (id: string) => db.pair.findUniqueOrThrow({ where: { id } });
const handover = () => db.handover.findFirstOrThrow();
const card = async (user: string) => (await at.reads(user, CARD))[0]?.text ?? '';

async function name(by: string, successor: TestMember) {
  const form = { name: SUCCESSOR, title: '', blocks: [], meta: { handover: (await handover()).id } };
  return at.submit({ userId: by }, form, { successor: successor.id });
}

async function leave(member: TestMember, status: 'left' | 'declined' = 'left') {
  await db.member.update({ where: { id: member.id }, data: { status, role: 'member' } });
  await at.work(({ tell }) => tell({ kind: 'member', id: member.id }));
}

describe('who says that they leave', () => {
  test('goes on until the successor’s pair starts; then both read the same card', async () => {
    const answer = said(await at.command({ userId: 'UBO' }, 'leaving', '<@USUE>'));
    expect(answer).toContain('It concerns Dana (Northwind)');
    expect((await pairOf(pairId)).status).toBe('active');
    expect(await at.reads('USUE', CARD)).toEqual([]);
    await at.choose('ULENA', 'opposite-numbers.proposal', 'accept');
    expect((await pairOf(pairId)).status).toBe('ended');
    expect(await card('USUE')).toBe(await card('UDANA'));
    expect(await card('USUE')).toContain('Sue (Southwark) takes over from Bo as the opposite number of Dana');
    expect(await card('USUE')).toContain('• flood &lt;map&gt;, from Bo, Fri 16 January');
    expect(await card('USUE')).toContain(
      'Northwind answers within 2 working days; decides: The &lt;board&gt;',
    );
    expect(await card('USUE')).not.toContain('nothing to do with Dana');
    expect(await at.reads('ULENA', CARD)).toEqual([]);
    expect(await at.reads('UBO', CARD)).toEqual([]);
  });

  test('hands remarks on only if both agree, and neither learns what the other said', async () => {
    await at.command({ userId: 'UBO' }, 'leaving', '<@USUE>');
    await at.choose('ULENA', 'opposite-numbers.proposal', 'accept');
    expect((await at.reads('UDANA', CONSENT))[0]?.text).toContain('Only if both say yes');
    await at.choose('UBO', CONSENT, 'agree');
    expect(await card('USUE')).not.toContain('pumps');
    const before = (await at.reads('UBO', CONSENT))[0]?.text;
    await at.choose('UDANA', CONSENT, 'keep');
    expect(await card('USUE')).not.toContain('pumps');
    expect((await at.reads('UBO', CONSENT))[0]?.text).toBe(before);
    await at.choose('UDANA', CONSENT, 'agree');
    expect(await card('USUE')).toContain('• Bo, Mon 12 January: the pumps worry me');
    expect(await card('UDANA')).toBe(await card('USUE'));
  });

  test('names a colleague, nobody else; without a name a coordinator or leader of theirs is asked', async () => {
    expect(said(await at.command({ userId: 'UBO' }, 'leaving', '<@ULENA>'))).toContain(
      'your own organisation',
    );
    expect(said(await at.command({ userId: 'UBO' }, 'leaving', '<@UBO>'))).toContain('your own organisation');
    expect(await db.handover.count()).toBe(0);
    await at.command({ userId: 'UBO' }, 'leaving');
    await at.command({ userId: 'UBO' }, 'leaving');
    expect(await db.handover.count()).toBe(1);
    expect((await at.reads('UANA', SUCCESSOR))[0]?.text).toBe(
      'Bo is leaving, and has been the opposite number of Dana (Northwind). Who of yours takes over?',
    );
    expect(await at.reads('ULENA', SUCCESSOR)).toEqual([]);
    expect(said(await at.command({ userId: 'USUE' }, 'leaving'))).toContain('nothing to hand on');
  });
});

describe('who leaves without a word', () => {
  beforeEach(() => leave(people.bo));

  test('is asked about in their organisation; the successor named there gets the card, without pair remarks', async () => {
    expect((await pairOf(pairId)).status).toBe('ended');
    expect((await at.reads('UANA', SUCCESSOR))[0]?.text).toContain('Bo has left');
    expect(said(await name('UANA', people.sue))).toContain('I am asking Northwind');
    await at.choose('ULENA', 'opposite-numbers.proposal', 'accept');
    expect(await card('UDANA')).toContain('flood &lt;map&gt;');
    expect(await card('UDANA')).not.toContain('pumps');
    expect((await pairOf((await handover()).successorPairId ?? '')).rhythm).toEqual(
      (await pairOf(pairId)).rhythm,
    );
  });

  test('another organisation cannot name the successor, nor can a form name an outsider or do so twice', async () => {
    expect(said(await name('ULENA', people.lena))).toContain('settled in the meantime');
    expect(JSON.stringify(await name('UANA', people.lena))).toContain('Choose somebody of your organisation');
    await name('UANA', people.sue);
    expect(said(await name('UANA', people.ana))).toContain('settled in the meantime');
    expect(await db.pair.count()).toBe(2);
  });

  test('“nobody for now” settles it', async () => {
    await at.choose('UANA', SUCCESSOR, 'nobody');
    expect((await at.reads('UANA', SUCCESSOR))[0]).toMatchObject({ choices: [] });
    expect(await db.pair.count()).toBe(1);
  });
});

test('a successor who is the other’s opposite number already reads the card at once', async () => {
  const { id: allianceId } = await db.alliance.findFirstOrThrow();
  const row = { allianceId, aId: people.sue.id, bId: people.dana.id, proposedBy: people.sue.id };
  const rhythm = { kind: 'weekly', every: 1, weekday: 2 };
  const more = { id: newId(), rhythm, anchor: '2026-01-01', status: 'active' as const, createdAt: clock.now };
  await db.pair.create({ data: { ...row, ...more } });
  await at.command({ userId: 'UBO' }, 'leaving', '<@USUE>');
  expect(await card('USUE')).toContain('takes over from Bo');
  expect((await pairOf(pairId)).status).toBe('ended');
  expect(await db.pair.count()).toBe(2);
});

describe('an organisation without a leader', () => {
  beforeEach(async () => {
    await db.member.update({ where: { id: people.ana.id }, data: { status: 'left', role: 'member' } });
    await leave(people.bo);
  });

  test('has whoever was asked name the successor, and nobody else', async () => {
    const { id: allianceId } = await db.alliance.findFirstOrThrow();
    const { organisationId } = people.sue;
    const sid = await db.person.create({
      data: { id: newId(), homeTeamId: 'T9', userId: 'USID', name: 'Sid', createdAt: clock.now },
    });
    const row = { id: newId<MemberId>(), allianceId, personId: sid.id, organisationId };
    await db.member.create({ data: { ...row, position: 9, joinedAt: clock.now } });
    expect((await at.reads('USUE', SUCCESSOR))[0]?.text).toContain('Who of yours takes over?');
    expect(await at.reads('USID', SUCCESSOR)).toEqual([]);
    expect(said(await name('USID', people.sue))).toContain('settled in the meantime');
    expect(said(await name('USUE', people.sue))).toContain('I am asking Northwind');
    await at.choose('ULENA', 'opposite-numbers.proposal', 'accept');
    expect(await card('USUE')).toContain('takes over from Bo');
    expect((await at.reads('USUE', SUCCESSOR))[0]).toMatchObject({ choices: [] });
  });

  test('takes “nobody for now” as said: a form that was open meanwhile names nobody', async () => {
    await at.choose('USUE', SUCCESSOR, 'nobody');
    expect(said(await name('USUE', people.sue))).toContain('settled in the meantime');
    expect(await db.pair.count()).toBe(1);
  });
});
