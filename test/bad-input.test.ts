import { beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../src/kernel/ids.ts';
import { startBot } from './support/bot.ts';
import { crafting } from './support/crafted.ts';
import { testDatabase } from './support/database.ts';
import { forger } from './support/forged.ts';
import { openSetUp, sendSetUp } from './support/set-up.ts';
import { until } from './support/until.ts';

// What people get wrong, over the wire: a kind sentence, and nothing has changed.

const database = await testDatabase();
const { db } = database;
const bot = await startBot('http', {}, { database });
const { driver, slack } = bot;
const { world, teams } = slack;
const at = crafting(slack);
const CHANNEL = '#flood-alliance';
const BOT = '@Entente';
const FAULT = /Something went wrong|That took too long/;

/** Of Ana's organisation, and in no alliance. */
world.addUser({ teamId: teams.riverbank.id, name: 'zoe.hart', realName: 'Zoe Hart', tz: 'Europe/London' });
const general = slack.channels.riverbankGeneral;
general.members.set(driver.screen('Zoe').user.id, world.ids.count('membership'));

/** Who was first, and so coordinates. */
let runner: string;

beforeAll(async () => {
  // Two people at the same moment.
  for (const who of ['Ana', 'Ben']) await openSetUp(driver, who);
  await Promise.all(['Ana', 'Ben'].map((who) => sendSetUp(driver, who)));
  await bot.settle();
  const first = await db.member.findFirstOrThrow({
    where: { role: 'coordinator' },
    include: { person: true },
  });
  runner = first.person.name.split(' ')[0] ?? '';
}, 150_000);

/** What a command is answered with, in words or in a modal. */
async function slash(who: string, text: string, where = CHANNEL): Promise<string> {
  await at.lookAway(who);
  await driver.slash(who, where, '/alliance', text);
  await bot.settle();
  const answer = at.read(who);
  await at.lookAway(who);
  return answer;
}

const directs = (who: string) =>
  driver.screen(who).dms.flatMap(({ messages }) => messages.filter(({ isApp }) => isApp));
/** The newest direct message after something was said. */
async function said(who: string, text: string): Promise<string> {
  await driver.say(who, BOT, text);
  await bot.settle();
  return directs(who).at(-1)?.text ?? '';
}

describe('set-up', () => {
  test('two at the same moment make one alliance; the other reads whose it is', async () => {
    expect(await db.alliance.count()).toBe(1);
    expect(await db.member.count()).toBe(9);
    expect(`${at.read('Ana')} ${at.read('Ben')}`).toContain('already has its alliance');
    expect(await slash('Ana', 'setup')).toContain('already has its alliance');
  });

  test('not in a direct message, and not among one organisation', async () => {
    expect(await slash('Ana', 'setup', BOT)).toContain('channel that the partners share');
    expect(await slash('Ana', 'setup', '#general')).toMatch(/one organisation only|not in this channel yet/);
  });
});

test.each([
  ['memberz', 'Did you mean `/alliance members`?'],
  ['comit', 'Did you mean `/alliance commit`?'],
  ['xyzzy', '`/alliance help` lists what I understand'],
  ['', 'What I understand'],
])('"/alliance %s" says what is nearest', async (words, answer) => {
  expect(await slash('Ana', words)).toContain(answer);
});

test('outside of any alliance, whoever is in none is told where one is', async () => {
  for (const where of ['#general', BOT]) {
    if (where === BOT) await driver.openHome('Zoe');
    for (const word of ['pairs', 'members', 'commit', 'actions', 'away until Friday']) {
      expect(await slash('Zoe', word, '#general')).toContain('There is no alliance here yet');
    }
  }
});

test.each([
  ['@ben @ben', 'two different people'],
  ['@ben', 'Which two?'],
  ['@cleo @entente', 'opposite numbers are people'],
  ['@ana @zoe', 'does not take part in this alliance'],
  ['@cleo @ben', 'colleagues need no help from me'],
  ['@cleo @fay @gita', 'One pair at a time'],
  ['@cleo @fay sometimes', 'as how often'],
])('"pair %s"', async (words, answer) => {
  expect(await slash(runner, `pair ${words}`)).toContain(answer);
  expect(await db.pair.count()).toBe(0);
});

test('pairing the same two twice, also at the same moment, is one pair', async () => {
  await Promise.all([1, 2].map(() => driver.slash(runner, CHANNEL, '/alliance', 'pair @cleo @fay')));
  expect(await slash(runner, 'pair @fay @cleo')).toContain('suggested already');
  expect(await db.pair.count()).toBe(1);
});

describe('dates', () => {
  test.each([
    ['away whenever', /For example|Like this|Say/i],
    ['away 1 to 2 January 2020', /past|over|behind/i],
    ['away until yesterday', /past|over|behind|For example/i],
  ])('"%s"', async (words, answer) => {
    const reply = await slash('Cleo', words);
    expect(reply).toMatch(answer);
    expect(reply).not.toMatch(FAULT);
    expect(await db.person.count({ where: { absences: { not: [] } } })).toBe(0);
  });

  test('a promise for a day that has passed asks for another; the form wants one that is to come', async () => {
    expect(await said('Cleo', 'I will send the old map to @ben by 2 January 2020')).toContain('has passed');
    await driver.click('Cleo', 'Choose a day', { in: BOT });
    await bot.settle();
    await driver
      .submit('Cleo', { By: '2020-01-02' })
      .catch(() => driver.submit('Cleo', { 'By when': '2020-01-02' }));
    expect(at.read('Cleo')).toContain('That day has passed');
    await at.lookAway('Cleo');
    expect(await db.commitment.count()).toBe(0);
  });

  test('an absent or unreadable day is asked for beside its input', async () => {
    const { id: allianceId } = await db.alliance.findFirstOrThrow();
    for (const by of ['', 'soon', '2026-02-31']) {
      await at.send('Cleo', { name: 'commitments.date', allianceId, meta: { id: newId() }, values: { by } });
      expect(at.read('Cleo')).toContain('Choose a day');
      await at.lookAway('Cleo');
    }
  });
});

test('a click by somebody whose item it is not, and on what is settled', async () => {
  await said('Ben', 'I will send the site list to @cleo by 30 January');
  const item = await db.item.findFirstOrThrow({
    where: { kind: 'commitments.confirm' },
    orderBy: { seq: 'desc' },
  });
  await at.click('Ana', 'item:record', item.id);
  await until(() => at.read('Ana') !== '');
  expect(at.read('Ana')).toContain('for somebody else');
  const before = await db.commitment.count();
  for (const _again of [1, 2, 3]) await at.click('Ben', 'item:record', item.id);
  await until(() => at.read('Ben').includes('settled already'));
  expect(await db.commitment.count()).toBe(before + 1);
  for (const who of ['Ana', 'Ben']) await at.lookAway(who);
});

test('a form sent twice counts once', async () => {
  const alliance = await db.alliance.findFirstOrThrow();
  const cleo = await db.member.findFirstOrThrow({
    where: { person: { name: { startsWith: 'Cleo' } } },
    include: { person: true },
  });
  const before = await db.commitment.count();
  const form = {
    id: 'V-twice',
    name: 'commitments.write',
    metadata: { a: alliance.id, c: null, m: { id: newId(), draft: 'no' } },
    values: {
      what: { value: 'once only' },
      owner: { selected_option: { value: cleo.id } },
      by: { selected_date: '2026-01-30' },
    },
  };
  const { form: send } = forger(slack);
  const answers = await Promise.all([send(cleo.person.userId, form), send(cleo.person.userId, form)]);
  expect(answers.filter((answer) => answer.includes('it counts once'))).toHaveLength(1);
  expect(await db.commitment.count()).toBe(before + 1);
});

test('an event four times has one effect', async () => {
  world.faults.add({ method: 'event', effect: { kind: 'duplicate', copies: 4 } });
  const drafts = await db.commitmentDraft.count();
  const before = directs('Ben').length;
  await said('Ben', 'I will book the boat by 30 January');
  expect(await db.commitmentDraft.count()).toBe(drafts + 1);
  expect(directs('Ben')).toHaveLength(before + 1);
  const members = await db.member.count();
  await driver.invite('Ana', CHANNEL, 'Zoe');
  await bot.settle();
  expect(await db.member.count()).toBe(members + 1);
  expect(await db.item.count({ where: { kind: 'alliances.welcome', person: { name: 'Zoe Hart' } } })).toBe(1);
  world.faults.clear();
});

test('a member who has left the channel: nothing of the alliance opens to them any more', async () => {
  await said('Cleo', 'I will count the sandbags by 30 January');
  const item = await db.item.findFirstOrThrow({
    where: { kind: 'commitments.confirm' },
    orderBy: { seq: 'desc' },
  });
  const alliance = await db.alliance.findFirstOrThrow();
  await driver.leave('Cleo', CHANNEL);
  await bot.settle();
  const before = await db.commitment.count();
  await at.click('Cleo', 'item:record', item.id);
  await until(() => at.read('Cleo') !== '');
  expect(at.read('Cleo')).toMatch(/not in at the moment|settled already|changed in the meantime/);
  await at.lookAway('Cleo');
  expect(await slash('Cleo', 'members', BOT)).toContain('There is no alliance here yet');
  const meta = { id: newId(), draft: 'no' };
  await at.send('Cleo', {
    name: 'commitments.write',
    allianceId: alliance.id,
    meta,
    values: { what: 'x', by: '' },
  });
  expect(at.read('Cleo')).toContain('You are not in the alliance');
  expect(await db.commitment.count()).toBe(before);
});
