/** What becomes of a pair over six weeks, from both sides: nobody answers, somebody needs a hand, a month has good news. */
import { beforeAll, expect, test } from '@jest/globals';
import { story } from '../sandbox/story.ts';
import { startBot } from './support/bot.ts';
import { setUpAlliance } from './support/set-up.ts';

const bot = await startBot('socket');
const { driver, settle, goTo } = bot;
const CHANNEL = '#flood-alliance';
const BOT = { in: '@Entente' };
const EVERYBODY = ['Ana', 'Ben', 'Cleo', 'Dana', 'Eli', 'Fay', 'Gita', 'Hari', 'Isha'];

const messages = (who: string) => driver.screen(who).dms.flatMap((dm) => dm.messages);
const told = (who: string) =>
  messages(who)
    .map(({ text }) => text)
    .join('\n');
const modal = (who: string) => driver.screen(who).modals.at(-1);

beforeAll(async () => {
  await setUpAlliance(bot);
  for (const id of ['accepted', 'paired']) {
    await story.find((scene) => scene.id === id)?.play({ driver, settle, goTo });
  }
  await driver.say('Fay', '@Entente', 'pair @cleo every Tuesday');
  await settle();
}, 240_000);

test('what is finished for all to see is the good news of the month, in the channel; nothing late is', async () => {
  for (const [what, day] of [
    ['walk the weir', '2026-01-30'],
    ['hold the late line', '2026-01-15'],
  ] as const) {
    await driver.click('Cleo', 'I promise…', { in: CHANNEL });
    await settle();
    const seen = { 'Who may see it': 'The whole alliance, while it is in good time' };
    await driver.submit('Cleo', { What: what, 'By when': day, ...seen });
    await settle();
    await driver.close('Cleo', { all: true });
  }
  await driver.click('Cleo', 'My Entente', { in: CHANNEL });
  await settle();
  const blocks = modal('Cleo')?.blocks ?? [];
  const at = blocks.findIndex((block) => JSON.stringify(block).includes('walk the weir'));
  const menu = blocks.slice(at).find(({ type }) => type === 'input');
  await driver.submit('Cleo', { [String(menu?.block_id)]: 'Done' });
  await settle();
  await driver.close('Cleo', { all: true }).catch(() => {});
  await goTo('2026-02-02T12:00:00Z');
  for (const who of ['Ana', 'Fay']) {
    const channel = driver.screen(who).channels.find(({ name }) => `#${name}` === CHANNEL);
    const news = channel?.messages.find(({ text }) => text.includes('Good news of January'))?.text;
    expect(news).toContain('walk the weir (Cleo Marsh)');
    expect(news).not.toContain('late line');
  }
}, 240_000);

test('after three rounds without a word both are asked; one slows down, the other reads so', async () => {
  await goTo('2026-02-03T16:00:00Z');
  for (const who of ['Cleo', 'Fay']) {
    const asked = messages(who).at(-1);
    expect(asked?.controls.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['We spoke', 'Keep it', 'Slow down', 'Stop']),
    );
  }
  await driver.click('Fay', 'Slow down', BOT);
  await settle();
  await goTo('2026-02-10T16:00:00Z');
  expect(told('Cleo')).toContain('Fay Lindqvist finds that a slower rhythm suits the two of you better');
}, 240_000);

test('who needs a hand is asked whom to tell, and only that person hears of it', async () => {
  await goTo('2026-02-17T16:00:00Z');
  for (const [who, helper, other] of [
    ['Fay', 'Dana', 'Cleo Marsh'],
    ['Cleo', 'Ben', 'Fay Lindqvist'],
  ] as const) {
    await driver.click(who, 'I need a hand', BOT);
    await settle();
    const choice = modal(who)?.controls.find(({ options }) =>
      options.some(({ label }) => label.startsWith(helper)),
    );
    const option = choice?.options.find(({ label }) => label.startsWith(helper));
    await driver.submit(who, { [choice?.blockId ?? '']: option?.label ?? '' });
    await settle();
    await driver.close(who, { all: true }).catch(() => {});
    expect(told(who)).toContain(`a hand with ${other} was asked for`);
    await driver.click(who, 'Record a commitment', BOT);
    await settle();
    expect(modal(who)?.controls.find(({ label }) => label === 'For whom')?.current).toContain(other);
    await driver.submit(who, { What: `call about the pumps, ${who}`, 'By when': '2026-03-20' });
    await settle();
    await driver.close(who, { all: true }).catch(() => {});
  }
  await driver.say('Fay', '@Entente', 'actions');
  await settle();
  await driver.click('Fay', 'Open', BOT);
  await settle();
  expect(modal('Fay')?.text).toContain('pumps, Fay');
  expect(modal('Fay')?.text).toContain('pumps, Cleo');
  await driver.close('Fay', { all: true });
  await goTo('2026-02-19T16:00:00Z');
  expect(told('Dana')).toContain('Fay Lindqvist (Northwind Energy) would like a hand with Cleo Marsh');
  expect(told('Ben')).toContain('Cleo Marsh (Riverbank Trust) would like a hand with Fay Lindqvist');
  for (const who of EVERYBODY.filter((one) => one !== 'Dana' && one !== 'Ben')) {
    expect(told(who)).not.toContain('would like a hand');
  }
  await driver.click('Dana', "I'll get in touch", BOT);
  await settle();
  await goTo('2026-02-25T16:00:00Z');
  expect(told('Fay')).toContain('Dana Whitfield has read that you need a hand, and will get in touch.');
}, 240_000);

test('either ends it with a word; the other reads that it has ended, and not why', async () => {
  await driver.say('Fay', '@Entente', 'unpair @cleo');
  await settle();
  await goTo('2026-03-04T16:00:00Z');
  expect(told('Cleo')).toContain('Your pairing with Fay Lindqvist (Northwind Energy) has ended.');
  const lines = bot.logged.map((line) => JSON.parse(line) as { level: number });
  expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
}, 120_000);
