import { expect, test } from '@jest/globals';
import { story } from '../sandbox/story.ts';
import { openDatabase } from '../src/db/client.ts';
import { fileWords } from '../src/features/privacy/views.ts';
import { startBot } from './support/bot.ts';
import { dump } from './support/dump.ts';

// Somebody asks for what is kept of them, then to be forgotten: no trace is left in tables, queue, logs, or in what
// the bot can still edit; and nobody else's promises change.

const bot = await startBot('http');
const { driver, slack, app } = bot;
const scan = () => dump(bot.connectionString);
const { hari } = slack.people;
const CHANNEL = '#flood-alliance';
let fileId = '';
const REMARK = 'the sluice keys are with my neighbour';

const { prisma: db, close } = openDatabase(bot.connectionString, { max: 2 });
bot.atEnd(close);

test('an alliance lives for a fortnight', async () => {
  for (const { play } of story) await play({ driver, settle: bot.settle, goTo: bot.goTo });
  const member = await db.member.findFirstOrThrow({ where: { person: { userId: hari.id } } });
  await db.remark.create({
    data: {
      id: crypto.randomUUID(),
      allianceId: member.allianceId,
      authorId: member.id,
      label: 'org',
      text: REMARK,
      at: slack.world.clock.now(),
    },
  });
  const tables = await scan();
  for (const trace of [hari.id, 'Hari Menon', REMARK]) expect(tables).toContain(trace);
}, 120_000);

test('everything that is kept about somebody comes to them as a file, and to nobody else', async () => {
  await driver.say('Hari', CHANNEL, '@Entente my-data');
  await bot.settle();
  const files = (who: string) =>
    driver.screen(who).dms.flatMap((dm) => dm.messages.flatMap((one) => one.files));
  expect(files('Hari')).toHaveLength(1);
  fileId = files('Hari')[0]?.id ?? '';
  const stored = slack.world.files.get(fileId);
  const csv = stored?.bytes?.toString() ?? '';
  expect(csv).toContain('Hari Menon');
  expect(csv).toContain(REMARK);
  expect(csv).toContain('flood map');
  expect(files('Ben')).toEqual([]);
}, 60_000);

test('whoever no direct message reaches reads it in a modal', async () => {
  await driver.say('Isha', CHANNEL, '@Entente my-data');
  await bot.settle();
  await driver.click('Isha', 'Open', { in: CHANNEL });
  await bot.settle();
  await driver.submit('Isha', { 'Your answer': 'Show it' });
  await bot.settle();
  expect(driver.screen('Isha').modals.at(-1)?.text).toContain('Isha Patel');
  await driver.close('Isha', { all: true });
}, 60_000);

test('forgotten: no trace in tables, queue and logs, nor in what can still be edited', async () => {
  const dm = await db.dm.findFirstOrThrow({ where: { person: { userId: hari.id } } });
  const others = await db.commitment.findMany({
    where: { forId: { not: null } },
    select: { id: true, ownerId: true, status: true },
  });
  // A click of theirs that was answered, and that nobody has come to do.
  const { viaTeamId } = await db.sighting.findFirstOrThrow({ where: { userId: hari.id } });
  const click = { viaTeamId, userId: hari.id, itemId: 'an item', choice: 'done' };
  await db.click.create({ data: { ...click, receivedAt: new Date('2999-01-01') } });
  await driver.say('Hari', CHANNEL, '@Entente forget-me');
  await bot.settle();
  await driver.click('Hari', 'Open', { in: '@Entente' });
  await bot.settle();
  await driver.submit('Hari', { 'Erase everything about me': 'Yes, erase it' });
  await bot.settle();
  await driver.close('Hari', { all: true });
  slack.world.clock.set(new Date(slack.world.clock.now().getTime() + 86_400_000));
  await app.care();
  await bot.settle();

  const tables = await scan();
  for (const trace of [hari.id, 'Hari Menon', REMARK, dm.channelId ?? 'none'])
    expect(tables).not.toContain(trace);
  expect(bot.logged.join('\n')).not.toMatch(/Hari|sluice/);
  const own = driver
    .screen('Hari')
    .dms.flatMap(({ messages }) => messages.filter(({ isApp, ephemeral }) => isApp && !ephemeral));
  // A file's own words stay; it is gone, for whoever had its address as well.
  const words = new Set(own.map(({ text }) => text));
  expect(words).toEqual(new Set(['This has been erased.', fileWords]));
  expect(own.flatMap(({ files }) => files)).toEqual([]);
  expect(slack.world.files.has(fileId)).toBe(false);
  expect(await db.givenFile.count({ where: { fileId } })).toBe(0);
  for (const who of ['Ana', 'Ben', 'Eli', 'Gita']) {
    const told = driver.screen(who).dms.flatMap(({ messages }) => messages.filter(({ isApp }) => isApp));
    expect(told.map(({ text }) => text).join('\n')).not.toContain('Hari Menon');
  }
  const after = await db.commitment.findMany({ select: { id: true, ownerId: true, status: true } });
  const leaver = await db.person.findFirstOrThrow({
    where: { homeTeamId: 'erased' },
    include: { members: true },
  });
  const gone = leaver.members.map(({ id }) => id);
  for (const before of others.filter(({ ownerId }) => !gone.includes(ownerId))) {
    expect(after.find(({ id }) => id === before.id)?.ownerId).toBe(before.ownerId);
  }
}, 120_000);

test('what was erased stays erased, until they come back themselves', async () => {
  slack.world.clock.set(new Date(slack.world.clock.now().getTime() + 86_400_000));
  await app.care();
  await bot.settle();
  expect(await db.member.count({ where: { status: 'active', person: { userId: hari.id } } })).toBe(0);
  await driver.say('Hari', CHANNEL, '@Entente join');
  await bot.settle();
  expect(await db.member.count({ where: { status: 'active', person: { userId: hari.id } } })).toBe(1);
}, 60_000);
