/** Each way in leads to the same private confirmation, for the people of all organisations alike. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { openDatabase } from '../src/db/client.ts';
import { commitments } from '../src/features/commitments/index.ts';
import { doorsMessage } from '../src/shell/index.ts';
import { startBot } from './support/bot.ts';
import { exampleAlliance } from './support/slack.ts';

const bot = await startBot('socket');
const { driver, act, modal } = bot;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 1 });
bot.atEnd(close);

const CHANNEL = '#flood-alliance';
const BOT = { in: '@Entente' } as const;
const messages = (who: string) => driver.screen(who).dms.flatMap((dm) => dm.messages);
/** The newest direct message, and what it offers. */
const newest = (who: string) => messages(who).at(-1);
const channel = (who: string) =>
  driver.screen(who).channels.find(({ name }) => name === 'flood-alliance')?.messages ?? [];
const recorded = async () =>
  (await db.commitment.findMany({ orderBy: { id: 'asc' } })).map(({ text, status, dueOn }) => [
    text,
    status,
    dueOn,
  ]);
const fresh = () => db.commitment.deleteMany();

beforeAll(async () => {
  driver.admin.failDms('Isha', 'user_not_visible'); // she can only be reached by bell
  await exampleAlliance({ db }, bot, Object.values(bot.slack.people));
  const slack = new WebClient(bot.slack.tokens.bot, { slackApiUrl: bot.slack.apiUrl });
  await slack.chat.postMessage({ channel: bot.slack.channels.alliance.id, ...doorsMessage([commitments]) });
  await bot.goTo('2026-01-12T15:00:00Z'); // a Monday
}, 60_000);

describe('one promise', () => {
  test('in a sentence: shown back privately, put right before it is recorded, its source kept', async () => {
    await fresh();
    await act(driver.say('Eli', CHANNEL, '@entente I will send the substation list to @ana by Sunday'));
    const shown = newest('Eli');
    expect(shown?.text).toContain('Shall I note this for you: send the substation list, for Ana Reyes');
    expect(shown?.text).toContain('You, Ana Reyes and your organisations see it.');
    expect(shown?.text).toContain('That is a Sunday, on which you do not work.');
    expect(channel('Ana').filter(({ isApp, text }) => isApp && text.includes('substation'))).toEqual([]);
    await act(driver.click('Eli', 'Change', BOT));
    await act(driver.submit('Eli', { 'By when': '2026-01-16', 'Who may see it': 'Only the people in it' }));
    expect(await recorded()).toEqual([['send the substation list', 'accepted', '2026-01-16']]);
    const [one] = await db.commitment.findMany();
    expect(one).toMatchObject({ label: 'pair', permalink: expect.stringMatching(/^https?:\/\//) });
  });

  test('by the slash command and by the pinned message, where a form asks who, what, when and for whom', async () => {
    await fresh();
    await act(driver.slash('Cleo', CHANNEL, '/alliance', 'commit I will mend the gauge by Friday'));
    await act(driver.click('Cleo', 'Record it', BOT));
    await act(driver.click('Isha', 'I promise…', { in: CHANNEL }));
    expect(modal('Isha')?.text).toContain('Who may see it');
    await act(
      driver.submit('Isha', {
        What: 'Ask the wards',
        'By when': '2026-01-19',
        'For whom': 'Cleo Marsh (Riverbank Trust)',
      }),
    );
    await act(driver.close('Isha', { all: true }));
    expect(await recorded()).toEqual([
      ['mend the gauge', 'accepted', '2026-01-16'],
      ['Ask the wards', 'accepted', '2026-01-19'],
    ]);
  });

  test('from a message’s menu: as its author said it, who still has to accept', async () => {
    await fresh();
    const { ts } = await driver.say('Eli', CHANNEL, 'I will bring the pump keys to @cleo by Thursday');
    await act(driver.shortcut('Ana', 'commitments.record', { in: CHANNEL, message: ts }));
    expect(modal('Ana')?.state).toBeDefined();
    await act(driver.submit('Ana'));
    expect(modal('Ana')?.text).toContain(
      'Put to Eli Novak: bring the pump keys, for Cleo Marsh, by Thu 15 January',
    );
    await act(driver.close('Ana', { all: true }));
    expect(await recorded()).toEqual([['bring the pump keys', 'proposed', '2026-01-15']]);
    const [one] = await db.commitment.findMany();
    expect(one?.permalink).toContain(ts.replace('.', ''));
    await bot.goTo('2026-01-12T20:00:00Z');
    await act(driver.click('Eli', 'Accept', { ...BOT, message: 'pump keys' }));
    expect(await recorded()).toEqual([['bring the pump keys', 'accepted', '2026-01-15']]);
    // Organisations without the app have no such menu, and lose nothing: they say it to the bot.
    await expect(driver.shortcut('Eli', 'commitments.record', { in: CHANNEL, message: ts })).rejects.toThrow(
      'no message shortcut',
    );
  });

  test('with a doubt is not offered, and nothing is recorded by leaving it', async () => {
    await fresh();
    await act(driver.say('Hari', CHANNEL, '@entente I might send the map by Friday'));
    expect(newest('Hari')?.text).toContain('Say so when you are sure');
    await act(driver.say('Hari', CHANNEL, '@entente I will send the map by Friday'));
    await act(driver.click('Hari', 'Leave it', BOT));
    expect(await recorded()).toEqual([]);
  });

  test('in a rhythm comes round again once it is done', async () => {
    await fresh();
    await act(
      driver.say(
        'Fay',
        CHANNEL,
        '@entente I will send the crew list to @ana on the first Monday of each month',
      ),
    );
    expect(newest('Fay')?.text).toContain('by Mon 2 February, then the first Monday of each month');
    await act(driver.click('Fay', 'Record it', BOT));
    await act(driver.say('Fay', CHANNEL, '@entente actions'));
    await act(driver.click('Fay', 'Open', BOT));
    const [one] = await db.commitment.findMany();
    await act(driver.submit('Fay', { [`~~commitments.mine~${one?.id}~${one?.allianceId}`]: 'Done' }));
    expect(await recorded()).toEqual([
      ['send the crew list', 'done', '2026-02-02'],
      ['send the crew list', 'accepted', '2026-03-02'],
    ]);
  });
});

describe('several at once', () => {
  test('in one message become several, shown back together', async () => {
    await fresh();
    await act(
      driver.say('Eli', CHANNEL, '@entente I will send the map by Friday and @hari will print it by Monday'),
    );
    expect(newest('Eli')?.text).toContain('1. You: send the map, by Fri 16 January');
    expect(newest('Eli')?.text).toContain('2. Hari Menon: print it, by Mon 19 January');
    expect(await recorded()).toEqual([]);
    await act(driver.click('Eli', 'Record all', BOT));
    expect(await recorded()).toEqual([
      ['send the map', 'accepted', '2026-01-16'],
      ['print it', 'proposed', '2026-01-19'],
    ]);
    expect(newest('Eli')?.controls).toEqual([]);
  });

  test('after the meeting: pasted in a form, each line put right or left out, nothing public unasked', async () => {
    await fresh();
    const before = channel('Ben').length;
    await act(driver.slash('Ana', CHANNEL, '/alliance', 'meeting'));
    await act(
      driver.submit('Ana', {
        lines: 'From the meeting:\n- @Eli site list Friday\n- flood map, 19 January\n- Dana minutes\n- tea',
      }),
    );
    expect(modal('Ana')?.text).toContain('1. Eli Novak: site list, by Fri 16 January');
    expect(modal('Ana')?.text).toContain('2. You: flood map, by Mon 19 January');
    await act(driver.submit('Ana', { 'What next?': 'Change 3: Dana minutes' }));
    await act(driver.submit('Ana', { What: 'minutes', 'Who does it': 'Dana Whitfield (Northwind Energy)' }));
    await act(driver.submit('Ana', { 'What next?': 'Leave out 4: tea' }));
    await act(driver.submit('Ana'));
    expect(modal('Ana')?.text).toContain('3. Dana Whitfield: minutes, without a day yet');
    await act(driver.close('Ana', { all: true }));
    expect(await recorded()).toEqual([
      ['site list', 'proposed', '2026-01-16'],
      ['flood map', 'accepted', '2026-01-19'],
      ['minutes', 'proposed', null],
    ]);
    expect(channel('Ben').length).toBe(before);
  });

  test('after the meeting, in a mention, by somebody whom no direct message reaches: posted in its thread if ticked', async () => {
    await fresh();
    const { ts } = await driver.say(
      'Isha',
      CHANNEL,
      '@entente meeting\n@hari ward map Friday\nlist of halls by 20 January',
    );
    await bot.settle();
    await act(driver.click('Isha', 'Open', { in: CHANNEL }));
    expect(modal('Isha')?.text).toContain('1. Hari Menon: ward map, by Fri 16 January');
    await act(driver.submit('Isha', { 'Your answer': 'Look through' }));
    await act(driver.submit('Isha', { 'Shall all see the list?': 'Yes, post it in the channel' }));
    await act(driver.close('Isha', { all: true }));
    expect(await recorded()).toEqual([
      ['ward map', 'proposed', '2026-01-16'],
      ['list of halls', 'accepted', '2026-01-20'],
    ]);
    const posted = channel('Ben').find(({ text }) => text.includes('What was agreed'));
    expect(posted).toMatchObject({ threadTs: ts });
    expect(posted?.text).toContain('Hari Menon: ward map, by Fri 16 January _(waits for their word)_');
    expect((await db.commitment.findMany())[0]?.permalink).toMatch(/^https?:\/\//);
  });

  test('from a message’s menu go through the list', async () => {
    await fresh();
    const { ts } = await driver.say(
      'Hari',
      CHANNEL,
      'I will print the map by Friday. @fay will hang it by Monday.',
    );
    await act(driver.shortcut('Ben', 'commitments.record', { in: CHANNEL, message: ts }));
    expect(modal('Ben')?.title).toBe('After the meeting');
    await act(driver.submit('Ben'));
    await act(driver.submit('Ben'));
    await act(driver.close('Ben', { all: true }));
    expect(await recorded()).toEqual([
      ['print the map', 'proposed', '2026-01-16'],
      ['hang it', 'proposed', '2026-01-19'],
    ]);
  });
});

test('nothing of what people said is in the log', () => {
  const log = bot.logged.join('');
  for (const word of ['substation', 'pump keys', 'ward map', 'crew list']) expect(log).not.toContain(word);
});
