/** Digests from both sides: the day one chooses, and the one suggested act with the button that does it. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { story } from '../sandbox/story.ts';
import { startBot } from './support/bot.ts';
import { setUpAlliance } from './support/set-up.ts';

const bot = await startBot('http');
const { driver, settle, goTo } = bot;
const CHANNEL = '#flood-alliance';
const BOT = { in: '@Entente' };
/** A leader whose organisation has the app, and one whose has not. */
const SIDES = ['Ben', 'Dana'] as const;

const messages = (who: string) => driver.screen(who).dms.flatMap((dm) => dm.messages);
const told = (who: string) =>
  messages(who)
    .map(({ text }) => text)
    .join('\n');
const modal = (who: string) => driver.screen(who).modals.at(-1);
const digest = (who: string) =>
  messages(who).findLast(({ text }) => /^(?:A|Two|Three) (?:quiet|steady|calm) week/m.test(text));
const labels = (who: string) => digest(who)?.controls.map(({ label }) => label) ?? [];

async function say(who: string, words: string, where = '@Entente'): Promise<void> {
  await driver.say(who, where, words);
  await settle();
}

/** Presses a button of the newest digest. */
async function press(who: string, label: string): Promise<void> {
  await driver.click(who, label, { ...BOT, message: digest(who)?.ts ?? '' });
  await settle();
}

/** Answers by the menu of the page that a button opened: what is offered there is the same on both sides. */
async function answer(who: string, label: string): Promise<void> {
  const menu = modal(who)?.controls.find(({ options }) => options.some((one) => one.label === label));
  if (!menu) throw new Error(`${who} is not offered ${label}: ${modal(who)?.text}`);
  await driver.submit(who, { [menu.blockId]: label });
  await settle();
}

async function promise(owner: string, text: string, forWhom: string, day: string): Promise<void> {
  await say(owner, `I will ${text} for @${forWhom} by ${day}`);
  await driver.click(owner, 'Record it', BOT);
  await settle();
}

beforeAll(async () => {
  await setUpAlliance(bot);
  await story.find(({ id }) => id === 'accepted')?.play({ driver, settle, goTo });
}, 240_000);

describe('the day', () => {
  test('is chosen in a form on both sides; it comes on that day and not on Monday', async () => {
    await driver.slash('Ben', CHANNEL, '/alliance', 'digest settings');
    await settle();
    await say('Dana', 'digest settings');
    await driver.click('Dana', 'Open', BOT);
    await settle();
    for (const who of SIDES) {
      await driver.submit(who, { 'When should it come?': 'Every Wednesday' });
      await settle();
      await driver.close(who, { all: true }).catch(() => {});
    }
    await goTo('2026-01-13T15:30:00Z');
    for (const who of SIDES) expect(digest(who)).toBeUndefined();
  }, 120_000);
});

describe('the one suggested act', () => {
  test('decides what waits', async () => {
    await say('Ana', 'pair @ben @dana every Friday');
    await say('Dana', '@ben will send the pump plan by 30 January');
    await driver.click('Dana', 'Record it', BOT);
    await settle();
    await goTo('2026-01-14T15:30:00Z');
    for (const [who, what] of [
      ['Ben', '1 action written down for you'],
      ['Dana', '1 pair proposed by others'],
    ] as const) {
      expect(digest(who)?.text).toContain(`One thing to do: a yes or no from you, on ${what}.`);
      await press(who, 'Decide what waits');
      await answer(who, 'Accept');
      await driver.close(who, { all: true }).catch(() => {});
    }
    await goTo('2026-01-16T15:30:00Z');
    expect(told('Ben')).toContain('You and Dana Whitfield (Northwind Energy) are opposite numbers now');
    expect(told('Ben')).toContain("'Send the pump plan' is with you");
  }, 240_000);

  test('messages an opposite number, who answers with a click', async () => {
    await goTo('2026-01-21T15:30:00Z');
    expect(labels('Ben')).toContain('Ask Dana Whitfield for a word');
    await press('Ben', 'Ask Dana Whitfield for a word');
    expect(digest('Ben')?.text).toContain('Dana Whitfield is asked for a word, on their next note.');
    await press('Dana', 'Ask Ben Okafor for a word');
    await goTo('2026-01-23T15:30:00Z');
    for (const [who, other] of [
      ['Ben', 'Dana Whitfield (Northwind Energy)'],
      ['Dana', 'Ben Okafor (Riverbank Trust)'],
    ] as const) {
      expect(told(who)).toContain(`${other} would like a word with you this week.`);
      await driver.click(who, 'Gladly', BOT);
      await settle();
    }
    await goTo('2026-01-28T13:00:00Z');
    expect(told('Ben')).toContain('Dana Whitfield is glad to have a word: who calls first?');
    for (const who of ['Cleo', 'Ana', 'Eli']) expect(told(who)).not.toContain('would like a word');
  }, 240_000);

  test('thanks somebody, whose words reach them', async () => {
    for (const who of SIDES) {
      await driver.click(who, 'We spoke', { in: CHANNEL });
      await settle();
      await driver.submit(who, {}).catch(() => {});
      await settle();
      await driver.close(who, { all: true }).catch(() => {});
    }
    await promise('Fay', 'send the pump list', 'ben', 'Friday');
    await promise('Cleo', 'send the site list', 'dana', 'Friday');
    for (const who of ['Fay', 'Cleo']) {
      await driver.click(who, 'My Entente', { in: CHANNEL });
      await settle();
      await answer(who, 'Done');
      await driver.close(who, { all: true }).catch(() => {});
    }
    await goTo('2026-02-04T15:30:00Z');
    for (const [who, name] of [
      ['Ben', 'Fay Lindqvist'],
      ['Dana', 'Cleo Marsh'],
    ] as const) {
      expect(labels(who)).toContain(`Thank ${name}`);
      await press(who, `Thank ${name}`);
      await answer(who, 'Say thanks');
      await driver.submit(who, { 'In your words': 'Just what we needed' });
      await settle();
      await driver.close(who, { all: true }).catch(() => {});
    }
    await goTo('2026-02-09T15:30:00Z');
    for (const who of ['Fay', 'Cleo']) expect(told(who)).toContain('“Just what we needed”');
  }, 240_000);

  test('offers time for what a step has asked about, and its owner reads so', async () => {
    await promise('Cleo', 'mend the weir', 'fay', 'Wednesday');
    await promise('Fay', 'mend the gauge', 'cleo', 'Wednesday');
    await goTo('2026-02-25T15:30:00Z');
    for (const [who, what] of [
      ['Ben', "'mend the weir' (Cleo Marsh)"],
      ['Dana', "'mend the gauge' (Fay Lindqvist)"],
    ] as const) {
      expect(digest(who)?.text).toContain(`One thing to do: could you free some time for ${what}?`);
      await press(who, 'Offer time');
      await answer(who, "I'll free some time");
    }
    await goTo('2026-03-02T15:30:00Z');
    expect(told('Cleo')).toContain('Ben Okafor will free some time');
    expect(told('Fay')).toContain('Dana Whitfield will free some time');
  }, 240_000);
});

test('nothing went wrong on the way', () => {
  const lines = bot.logged.map((line) => JSON.parse(line) as { level: number });
  expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
});
