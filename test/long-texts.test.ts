import { expect, test } from '@jest/globals';
import { takeMentions } from '../src/kernel/words.ts';
import { asTyped, withoutMention } from '../src/shell/said.ts';
import { LONGEST as LISTENED_TO } from '../src/shell/saying.ts';
import { startBot } from './support/bot.ts';
import { read } from './support/readings.ts';
import { setUpAlliance } from './support/set-up.ts';

// Texts made to keep a reader of patterns busy, as long as Slack lets them be: each is answered in time.

const LONGEST = 40_000;
const fill = (part: string) => part.repeat(Math.ceil(LONGEST / part.length)).slice(0, LONGEST);
const MEAN: readonly [string, string][] = [
  ['openings', fill('<')],
  ['mentions that never end', fill('<@U1|')],
  ['mentions', fill('<@U0000001> ')],
  ['mentions asked', `please ${fill('<@U0000001> ')}`],
  ['mentions who can', `can ${fill('<@U0000001>, <@U0000002> and ')}`],
  ['mentions to tell', `I'd ask ${fill('<@U0000001>  ')}`],
  ['blanks', `I will${fill(' ')}x`],
  ['lines', fill('I will \n')],
  ['dates', fill('by Friday 3 May 2026 at 10:00 ')],
  ['numbers', fill('1')],
  ['slashes', fill('1/2/')],
  ['subjects', fill('Ana and Ben ')],
  ['ifs', fill('if I can ')],
  ['dots', `I will send${fill('. ')}`],
  ['links', fill('<https://example.org/a|b')],
  ['greetings', fill('hi, ')],
];

/** The fastest of three, so that whatever else the machine does counts little. */
function took(text: string): number {
  const times = [1, 2, 3].map(() => {
    const begun = performance.now();
    asTyped(text);
    takeMentions(text);
    withoutMention(text, ['U0000001']);
    return performance.now() - begun;
  });
  return Math.min(...times);
}

/** What is read in one go takes four times as long; what is read again and again, sixteen times. */
const MOST_TIMES_LONGER = 10;
/** What takes for ever takes longer than this on any machine, and what does not, less. */
const SOON_MS = 20_000;
/** Less than anybody notices, in which a comparison means nothing. */
const NOTHING_MS = 100;

test.each(MEAN)('%s: read in one go', (_name, text) => {
  const quarter = took(text.slice(0, LONGEST / 4));
  expect(took(text)).toBeLessThan(Math.max(NOTHING_MS, MOST_TIMES_LONGER * quarter));
});

test.each(MEAN)(
  '%s: a promise is looked for in as much of it as the bot listens to',
  (_name, text) => {
    const words = text.slice(0, LISTENED_TO);
    const begun = performance.now();
    read(words);
    read(`${words.slice(0, LISTENED_TO / 2)} by Friday`);
    expect(performance.now() - begun).toBeLessThan(SOON_MS);
  },
  60_000,
);

const bot = await startBot('http');

test('each of them said to the bot is answered in time', async () => {
  await setUpAlliance(bot);
  for (const [name, text] of MEAN) {
    const { deliveries } = await bot.driver.say('Cleo', '@Entente', text);
    // Slack sends again what a busy machine has answered too late.
    expect([name, deliveries.map(({ acked }) => acked)]).toEqual([name, deliveries.map(() => true)]);
    await bot.settle();
  }
  expect(bot.logged.filter((line) => line.includes('something went wrong'))).toEqual([]);
}, 120_000);
