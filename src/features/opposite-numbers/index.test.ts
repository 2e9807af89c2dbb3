import { beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, HOST, said } from '../../../test/support/driver.ts';
import { type AllianceId, type MemberId, newId, type OrganisationId } from '../../kernel/ids.ts';
import { oppositeNumbers } from './index.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-13T10:00:00Z') }; // a Tuesday
const ana = { userId: 'UANA' };
let at = drive(db, [oppositeNumbers], clock);
let allianceId = newId<AllianceId>();

const members = new Map<string, MemberId>();

async function organisation(name: string, isHost: boolean): Promise<OrganisationId> {
  const id = newId<OrganisationId>();
  const hours = { zone: 'Europe/London', workDays: [1, 2, 3, 4, 5], workFrom: 540, workUntil: 1020 };
  await db.organisation.create({ data: { id, allianceId, name, teamIds: [name], isHost, ...hours } });
  return id;
}

async function member(name: string, organisationId: string, more: object = {}): Promise<void> {
  const { personId } = await at.person(name, organisationId);
  const id = newId<MemberId>();
  members.set(name, id);
  const row = { id, allianceId, personId, organisationId, position: members.size, joinedAt: clock.now };
  await db.member.create({ data: { ...row, ...more } });
}

beforeEach(async () => {
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  members.clear();
  at = drive(db, [oppositeNumbers], clock);
  allianceId = newId<AllianceId>();
  const alliance = { id: allianceId, name: 'River', purpose: 'Dry homes', channelId: 'C1', hostTeamId: HOST };
  await db.alliance.create({ data: { ...alliance, createdAt: clock.now } });
  const acme = await organisation('Acme', true);
  const north = await organisation('Northwind', false);
  const sea = await organisation('Seaside', false);
  await member('Ana', acme, { role: 'coordinator', level: 'operational' });
  await member('Bo', acme);
  await member('Dana', north, { proposedRole: 'leader' });
  await member('Dev', north);
  await member('Eli', north);
  await member('Sol', sea, { role: 'leader', level: 'operational' });
});

const status = async () => (await db.pair.findFirstOrThrow()).status;

describe('a pair that touches another organisation', () => {
  test('starts when that organisation’s first nominee and a colleague have accepted, and both are told', async () => {
    expect(said(await at.command(ana, 'pair', '<@UBO> <@UELI>'))).toContain('asking Northwind');
    expect(await status()).toBe('proposed');
    expect(await at.reads('UBO', 'opposite-numbers.paired')).toEqual([]);
    const [question] = await at.reads('UDANA', 'opposite-numbers.proposal');
    expect(question?.text).toBe(
      'Ana (Acme) suggests that Eli of yours and Bo (Acme) keep in touch as opposite numbers, every second Tuesday. Is that all right?',
    );

    await at.choose('UDANA', 'opposite-numbers.proposal', 'accept');
    expect(await status()).toBe('proposed');
    await at.choose('UDEV', 'opposite-numbers.proposal', 'accept');
    expect(await status()).toBe('active');
    const [told] = await at.reads('UBO', 'opposite-numbers.paired');
    expect(told?.text).toContain('You and Eli (Northwind) are opposite numbers now');
    expect(told?.text).toContain('first around Tue 20 January');
    expect(at.facts.at(-1)).toMatchObject({ kind: 'pair' });
  });

  test('starts at once when its own leader, who alone decides, accepts', async () => {
    await at.command(ana, 'pair', '<@UANA> <@USOL> first Monday of each month');
    expect(await at.reads('USOL', 'opposite-numbers.proposal')).toHaveLength(1);
    expect(said(await at.choose('USOL', 'opposite-numbers.proposal', 'accept'))).toContain('from now on');
    expect(await status()).toBe('active');
    expect((await at.reads('USOL', 'opposite-numbers.proposal'))[0]?.choices).toEqual([]);
  });

  test('between two others waits for both of them', async () => {
    await at.command(ana, 'pair', '<@UELI> <@USOL>');
    await at.choose('USOL', 'opposite-numbers.proposal', 'accept');
    expect(await status()).toBe('proposed');
    await Promise.all([
      at.choose('UDANA', 'opposite-numbers.proposal', 'accept'),
      at.choose('UDEV', 'opposite-numbers.proposal', 'accept'),
    ]);
    expect(await status()).toBe('active');
  });

  test('is not made when the organisation would rather not, and only the proposer is told', async () => {
    await at.command(ana, 'pair', '<@UBO> <@UELI>');
    await at.choose('UDEV', 'opposite-numbers.proposal', 'decline');
    expect(await status()).toBe('declined');
    expect((await at.reads('UANA', 'opposite-numbers.declined'))[0]?.text).toContain('will not be paired');
    const others = await db.item.count({ where: { kind: { not: 'opposite-numbers.proposal' } } });
    expect(others).toBe(1);
    expect(said(await at.command(ana, 'pair', '<@UBO> <@UELI>'))).toContain('asking Northwind');
  });

  test('is asked of the next nominee when the first has gone', async () => {
    await at.command(ana, 'pair', '<@UBO> <@UELI>');
    await db.member.update({ where: { id: members.get('Dana') ?? '' }, data: { status: 'left' } });
    await at.work(({ tell }) => tell({ kind: 'member', id: members.get('Dana') ?? '' }));
    expect(await at.reads('UELI', 'opposite-numbers.proposal')).toHaveLength(1);
    await at.choose('UDEV', 'opposite-numbers.proposal', 'accept');
    await at.choose('UELI', 'opposite-numbers.proposal', 'accept');
    expect(await status()).toBe('active');
  });
});

describe('words that do not make a pair', () => {
  test.each([
    ['<@UANA>', 'Which two?'],
    ['<@UANA> <@UANA>', 'two different people'],
    ['<@UBO> <@UANA>', 'both at Acme'],
    ['<@UBO> <@UNOBODY>', 'That person does not take part'],
    ['<@UBO> <@UROBOT>', 'Robot is an app'],
    ['<@UBO> <@UGUEST>', 'Guest does not take part'],
    ['<@UBO> @eli', 'who @eli is'],
    ['<@UBO> <@UELI> whenever <it> suits', 'could not read “whenever &lt;it&gt; suits”'],
    ['<@UBO> <@UELI> <@USOL>', 'One pair at a time'],
  ])('%s', async (words, answer) => {
    await at.person('Robot', HOST, { isBot: true });
    await at.person('Guest', HOST);
    const unseen = { id: crypto.randomUUID(), homeTeamId: 'TX', userId: 'UNOBODY', name: 'Unseen' };
    await db.person.create({ data: { ...unseen, createdAt: clock.now } });
    expect(said(await at.command(ana, 'pair', words))).toContain(answer);
    expect(await db.pair.count()).toBe(0);
  });

  test('a pair that exists is not made twice, also not the other way round or at the same moment', async () => {
    await Promise.all([
      at.command(ana, 'pair', '<@UBO> <@USOL>'),
      at.command(ana, 'pair', '<@USOL> <@UBO> weekly'),
    ]);
    expect(await db.pair.count()).toBe(1);
    expect(said(await at.command(ana, 'pair', '<@UBO> and <@USOL>'))).toContain('suggested already');
  });
});

describe('ending', () => {
  beforeEach(async () => {
    await at.command(ana, 'pair', '<@UBO> <@USOL>');
    await at.choose('USOL', 'opposite-numbers.proposal', 'accept');
    await at.deliverAll();
  });

  test('“not for me” ends it; the other reads that, and no reason', async () => {
    expect(said(await at.choose('UBO', 'opposite-numbers.paired', 'no'))).toContain('That is fine');
    expect(await status()).toBe('ended');
    expect((await at.reads('USOL', 'opposite-numbers.ended'))[0]?.text).toBe(
      'Your pairing with Bo (Acme) has ended. Thank you for keeping in touch.',
    );
    expect(await at.reads('UBO', 'opposite-numbers.ended')).toEqual([]);
    expect((await at.reads('USOL', 'opposite-numbers.paired'))[0]?.choices).toEqual([]);
  });

  test('“fine” settles it, and leaves the way out', async () => {
    await at.choose('UBO', 'opposite-numbers.paired', 'fine');
    expect((await at.reads('UBO', 'opposite-numbers.paired'))[0]?.choices).toEqual([
      { id: 'no', label: 'Not for me' },
    ]);
    await at.choose('UBO', 'opposite-numbers.paired', 'no');
    expect(await status()).toBe('ended');
  });

  test('a coordinator or one of the two can end it by a command, a colleague cannot', async () => {
    expect(said(await at.command({ userId: 'UELI' }, 'unpair', '<@UBO> <@USOL>'))).toContain(
      'Only the two of them',
    );
    expect(said(await at.command({ userId: 'USOL' }, 'unpair', '<@UBO>'))).toContain('That is fine');
    expect(said(await at.command(ana, 'unpair', '<@UBO> <@USOL>'))).toContain('no such pair');
  });

  test('who leaves is nobody’s opposite number any more', async () => {
    await db.member.update({ where: { id: members.get('Bo') ?? '' }, data: { status: 'left' } });
    await at.work(({ tell }) => tell({ kind: 'member', id: members.get('Bo') ?? '' }));
    expect(await status()).toBe('ended');
    expect(await at.reads('USOL', 'opposite-numbers.ended')).toHaveLength(1);
    expect(await at.reads('UBO', 'opposite-numbers.ended')).toHaveLength(0);
  });
});

test('who was never told that they were paired is not told that it ended', async () => {
  await at.command(ana, 'pair', '<@UBO> <@USOL>');
  await at.choose('USOL', 'opposite-numbers.proposal', 'accept');
  await at.command(ana, 'unpair', '<@UBO> <@USOL>');
  expect(await at.reads('UBO', 'opposite-numbers.ended')).toEqual([]);
  const waiting = await db.item.count({ where: { kind: 'opposite-numbers.paired', status: 'open' } });
  expect(waiting).toBe(0);
});

describe('a pair that there is', () => {
  beforeEach(async () => {
    await at.command(ana, 'pair', '<@UBO> <@USOL> weekly');
    await at.choose('USOL', 'opposite-numbers.proposal', 'accept');
    await at.deliverAll();
  });

  test('gets another rhythm from a coordinator, and both read it', async () => {
    expect(said(await at.command(ana, 'pair', '<@USOL> <@UBO> monthly'))).toContain('each month from now on');
    expect((await db.pair.findFirstOrThrow()).rhythm).toMatchObject({ kind: 'monthly' });
    for (const user of ['UBO', 'USOL']) {
      expect((await at.reads(user, 'opposite-numbers.changed'))[0]?.text).toContain('from now on');
    }
    expect(at.facts.at(-1)).toMatchObject({ kind: 'pair' });
    expect(said(await at.command(ana, 'pair', '<@UBO> <@USOL> whenever'))).toContain('could not read');
    expect(await db.pair.count()).toBe(1);
  });

  test('rests and goes on at the word of either, and only the other reads it', async () => {
    expect(said(await at.command({ userId: 'USOL' }, 'pair', '<@UBO> pause'))).toContain('rest');
    expect(await status()).toBe('paused');
    expect((await at.reads('UBO', 'opposite-numbers.changed'))[0]?.text).toContain('not asked for a word');
    expect(await at.reads('USOL', 'opposite-numbers.changed')).toEqual([]);
    await at.command({ userId: 'UBO' }, 'pair', '<@USOL> resume');
    expect(await status()).toBe('active');
  });

  test('is changed by nobody else', async () => {
    const words = '<@UBO> <@USOL> monthly';
    expect(said(await at.command({ userId: 'UELI' }, 'pair', words))).toContain('Only the two of them');
    expect(said(await at.command({ userId: 'UBO' }, 'pair', '<@UELI> monthly'))).toContain('no such pair');
    expect(said(await at.command({ userId: 'UBO' }, 'pair', '<@UBO> <@UELI>'))).toContain(
      'Coordinators suggest',
    );
  });

  test('what hangs on one person is read in that person’s organisation only', async () => {
    expect(said(await at.command({ userId: 'UBO' }, 'pairs'))).toContain('everything goes through Bo');
    expect(said(await at.command({ userId: 'USOL' }, 'pairs'))).toContain('everything goes through Sol');
    expect(said(await at.command({ userId: 'UELI' }, 'pairs'))).not.toContain('goes through');
  });
});

describe('suggestions', () => {
  test('are for those who may take them up: a coordinator all, a leader those with their own, one click each', async () => {
    await at.command(ana, 'pairs');
    const [all] = await at.reads('UANA', 'opposite-numbers.suggestion');
    expect(all?.choices.map(({ label }) => label)).toEqual(['Ana and Sol', 'Bo and Dana']);
    const [first] = all?.choices ?? [];
    expect(said(await at.choose('UANA', 'opposite-numbers.suggestion', first?.id ?? ''))).toContain(
      'I am asking Seaside',
    );
    expect((await at.reads('UANA', 'opposite-numbers.suggestion'))[0]?.choices).toHaveLength(1);
    await expect(at.choose('UANA', 'opposite-numbers.suggestion', first?.id ?? '')).rejects.toThrow();

    await at.command({ userId: 'UBO' }, 'pairs');
    expect(await at.reads('UBO', 'opposite-numbers.suggestion')).toEqual([]);
    await at.command({ userId: 'USOL' }, 'pairs');
    expect(await at.reads('USOL', 'opposite-numbers.suggestion')).toEqual([]);
  });

  test('a picture of the map is made by a worker', async () => {
    await at.command({ userId: 'UELI' }, 'pairs');
    expect(at.jobs).toEqual([{ job: 'opposite-numbers.picture', id: members.get('Eli') }]);
  });
});

test('the map shows links that exist and links that are missing', async () => {
  await at.command(ana, 'pair', '<@UANA> <@USOL>');
  const map = said(await at.command({ userId: 'UELI' }, 'pairs'));
  expect(map).toContain('*Operational*\n• Acme – Seaside: Ana and Sol, suggested, waits for a yes');
  expect(map).toContain('*Front line*\n◦ Acme – Northwind: no link yet; perhaps Bo and Dana');
});
