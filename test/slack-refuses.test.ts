/** Slack asks to wait, or refuses: people get what they asked for by another way, or are told; nothing is asked too early. */
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '../src/db/client.ts';
import { startBot } from './support/bot.ts';
import { exampleAlliance } from './support/slack.ts';
import { until } from './support/until.ts';

const bot = await startBot('http');
const { driver, slack, act, modal, told } = bot;
const { faults } = slack.world;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 1 });
bot.atEnd(close);
const CHANNEL = '#flood-alliance';
const BOT = '@Entente';

/** When a method has been called since, in milliseconds of real time after the first of the calls. */
function callsOf(method: string) {
  const from = slack.world.calls.length;
  return () => {
    const calls = slack.world.calls.slice(from).filter((call) => call.method === method);
    return calls.map(({ realAt, args }) => ({ after: realAt - (calls[0]?.realAt ?? 0), args }));
  };
}
const whispered = (who: string) =>
  [...driver.screen(who).channels, ...driver.screen(who).dms]
    .flatMap(({ messages }) => messages.filter(({ ephemeral }) => ephemeral))
    .map(({ text }) => text)
    .join('\n');
const files = (who: string) =>
  driver.screen(who).dms.flatMap(({ messages }) => messages.flatMap((one) => one.files));

beforeAll(async () => {
  driver.admin.failDms('Isha', 'user_not_visible'); // her organisation does not let apps of others write
  await exampleAlliance({ db }, bot, Object.values(slack.people));
  const ben = await db.member.findFirstOrThrow({ where: { person: { name: { startsWith: 'Ben' } } } });
  await db.member.update({ where: { id: ben.id }, data: { role: 'leader' } });
}, 60_000);
afterEach(() => faults.clear());

test('a window whose filling Slack asks to wait with is filled when the seconds are over', async () => {
  faults.add({ method: 'views.update', times: 2, effect: { kind: 'rate-limit', retryAfter: 1 } });
  const calls = callsOf('views.update');
  await driver.slash('Ana', CHANNEL, '/alliance', 'actions');
  await until(() => calls().length === 3);
  await bot.settle();
  expect(modal('Ana')?.text).not.toContain('One moment');
  expect(calls()[1]?.after).toBeGreaterThan(990);
  await driver.close('Ana', { all: true });
});

test('where it would take longer, whoever looks at it is told beside what they did', async () => {
  faults.add({ method: 'views.update', effect: { kind: 'rate-limit', retryAfter: 60 } });
  const calls = callsOf('views.update');
  await driver.slash('Ana', CHANNEL, '/alliance', 'actions');
  await bot.settle();
  await until(() => whispered('Ana').includes('the window that you opened cannot be filled just now'));
  expect(calls()).toHaveLength(1);
  await driver.close('Ana', { all: true });
});

test('and in a direct message where nothing else is left', async () => {
  await driver.openHome('Ana');
  await bot.settle();
  faults.add({ method: 'views.update', effect: { kind: 'rate-limit', retryAfter: 60 } });
  await driver.click('Ana', 'Change settings', { in: 'home' });
  await bot.settle();
  await until(async () => {
    await bot.settle();
    return told('Ana').includes('the window that you opened cannot be filled just now');
  });
  await driver.close('Ana', { all: true });
}, 30_000);

test('Homes wait for as long as Slack asks, also those of others in the workspace, and then are shown', async () => {
  faults.add({ method: 'views.publish', times: 1, effect: { kind: 'rate-limit', retryAfter: 4 } });
  const calls = callsOf('views.publish');
  await driver.openHome('Ana');
  await until(() => calls().length === 1);
  await driver.openHome('Ben');
  await until(() => calls().length === 3, 15_000);
  expect(calls()[1]?.after).toBeGreaterThan(3_900);
  expect(new Set(calls().map(({ args }) => args.user_id)).size).toBe(2);
  expect(bot.logged.filter((line) => line.includes('a job failed'))).toEqual([]);
}, 30_000);

const BLOCKED = { kind: 'error', error: 'slack_connect_file_upload_sharing_blocked' } as const;

test('a file that Slack refuses is offered at once: what is kept about oneself', async () => {
  faults.add({ method: 'files.completeUploadExternal', effect: BLOCKED });
  const calls = callsOf('files.getUploadURLExternal');
  await act(driver.say('Eli', CHANNEL, '@Entente my-data'));
  expect(calls()).toHaveLength(1);
  await act(driver.click('Eli', 'Show it', { in: BOT }));
  expect(modal('Eli')?.text).toContain('Eli Novak');
  expect(files('Eli')).toEqual([]);
  await driver.close('Eli', { all: true });
});

test('what is kept about one’s organisation, for as long as one may have it', async () => {
  faults.add({ method: 'files.completeUploadExternal', effect: BLOCKED });
  await act(driver.say('Ben', CHANNEL, '@Entente our-data'));
  await act(driver.click('Ben', 'Show it', { in: BOT }));
  expect(modal('Ben')?.text).toContain('Riverbank Trust');
  await driver.close('Ben', { all: true });
  await db.member.updateMany({
    where: { person: { name: { startsWith: 'Ben' } } },
    data: { role: 'member' },
  });
  await act(driver.click('Ben', 'Show it', { in: BOT }));
  expect(modal('Ben')?.text).toContain('for the leaders and coordinators of an organisation');
  await driver.close('Ben', { all: true });
});

test('and to a partner whom no direct message reaches, in a window that opens for them alone', async () => {
  await db.member.updateMany({
    where: { person: { name: { startsWith: 'Isha' } } },
    data: { role: 'leader' },
  });
  await act(driver.say('Isha', CHANNEL, '@Entente our-data'));
  await act(driver.click('Isha', 'Open', { in: CHANNEL, message: 'there is something for you' }));
  await act(driver.close('Isha', { all: true }));
  await act(driver.click('Isha', 'Open', { in: CHANNEL, message: 'there is something for you' }));
  await driver.submit('Isha', { 'Your answer': 'Show it' });
  await bot.settle();
  expect(modal('Isha')?.text).toContain('City of Aldermoor');
  await driver.close('Isha', { all: true });
});

test('a table, and a receipt', async () => {
  faults.add({ method: 'files.completeUploadExternal', effect: BLOCKED });
  await act(driver.slash('Ana', CHANNEL, '/alliance', 'export'));
  await act(
    driver.submit('Ana', { 'What would you like?': "My organisation's commitments, as a table (CSV)" }),
  );
  await driver.close('Ana', { all: true });
  await act(driver.click('Ana', 'Show it', { in: BOT, message: 'commitments.csv' }));
  expect(modal('Ana')?.text).toContain('Copy it from here into a file.');
  await driver.close('Ana', { all: true });

  await act(driver.slash('Cleo', CHANNEL, '/alliance', 'receipt'));
  const words = `The weir is <safe>.\n${'So much to say. '.repeat(180)}The end.`;
  await act(driver.submit('Cleo', { 'In my own words': words }));
  await driver.close('Cleo', { all: true });
  await act(driver.click('Cleo', 'Show it', { in: BOT, message: 'your receipt for' }));
  expect(modal('Cleo')?.text).toContain('The weir is <safe>.');
  expect(modal('Cleo')?.text).toContain('The end.');
  await driver.close('Cleo', { all: true });
  expect(driver.transcript('Ben')).not.toContain('The weir is');
});

test('whoever waits for a file hears of it when the last try has failed', async () => {
  faults.add({ method: 'files.getUploadURLExternal', effect: { kind: 'status', status: 503 } });
  const job = () =>
    db.$queryRaw<{ state: string; n: number }[]>`
      SELECT state::text, retry_count AS n FROM pgboss.job WHERE name = 'jobs' AND state IN ('retry', 'failed')`;
  await driver.say('Dana', CHANNEL, '@Entente my-data');
  await until(async () => (await job()).length === 1);
  expect(told('Dana')).not.toContain('as a file, so it opens here');
  // Twelve minutes of tries later.
  await until(
    async () =>
      (await db.$executeRaw`
        UPDATE pgboss.job SET retry_count = 9, start_after = now()
        WHERE name = 'jobs' AND state = 'retry' AND retry_count < 9`) === 1,
  );
  await until(async () => (await job()).some(({ state }) => state === 'failed'));
  await bot.settle();
  expect(told('Dana')).toContain('as a file, so it opens here');
  await act(driver.click('Dana', 'Show it', { in: BOT }));
  expect(modal('Dana')?.text).toContain('Dana Whitfield');
}, 60_000);

test('help is whole for a coordinator, who has the most commands', async () => {
  const calls = callsOf('chat.postMessage');
  await act(driver.say('Ana', CHANNEL, '@Entente help'));
  const blocks = JSON.parse(String(calls()[0]?.args.blocks)) as { type: string; text?: { text: string } }[];
  const texts = blocks.map(({ text }) => text?.text ?? '');
  expect(told('Ana')).toContain(texts.at(-1)); // Slack has taken it
  const { features } = await import('../src/features/index.ts');
  const all = features({ doors: () => ({ text: '', blocks: [] }), publicUrl: 'https://entente.example.org' });
  const commands = all.flatMap(({ commands = [] }) => commands);
  const lines = texts.join('\n').split('\n');
  for (const { word, about } of commands) {
    expect(
      lines.filter((line) => line.startsWith(`\`@entente ${word}`) && line.endsWith(about)),
    ).toHaveLength(1);
  }
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(3_000);
});
