import { beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../src/kernel/ids.ts';
import { startBot } from './support/bot.ts';
import { crafting } from './support/crafted.ts';
import { testDatabase } from './support/database.ts';
import { setUpAlliance } from './support/set-up.ts';

// Whatever people write is kept, shown and never markup; where there is nothing to read, a few words are asked for.

const database = await testDatabase();
const { db } = database;
const bot = await startBot('http', {}, { database });
const { driver, slack } = bot;
const { world } = slack;
const at = crafting(slack);
const FAULT = /Something went wrong|That took too long/;

beforeAll(() => setUpAlliance(bot), 90_000);

/** What a command is answered with. */
async function slash(who: string, text: string): Promise<string> {
  at.lookAway(who);
  await driver.slash(who, '#flood-alliance', '/alliance', text);
  await bot.settle();
  const answer = at.read(who);
  at.lookAway(who);
  return answer;
}

/** The newest direct message after something was said. */
async function said(who: string, text: string): Promise<string> {
  await driver.say(who, '@Entente', text);
  await bot.settle();
  const told = driver.screen(who).dms.flatMap(({ messages }) => messages.filter(({ isApp }) => isApp));
  return told.at(-1)?.text ?? '';
}

const STRANGE = [
  ['3,000 characters', 'very long '.repeat(300)],
  ['emoji', '🌊🧑‍🚒 '.repeat(40)],
  ['right-to-left script', 'שלום עולם، مرحبا بالعالم \u202Eabc'],
  ['Slack markup', '<!channel> <@U000000002> *bold* <https://evil.example|click> `code` &lt;'],
  ['half a character and a null', 'x\ud83d y\u0000z'],
] as const;

describe('texts', () => {
  const write = async (what: string) => {
    const alliance = await db.alliance.findFirstOrThrow();
    const member = await db.member.findFirstOrThrow({ where: { person: { name: { startsWith: 'Cleo' } } } });
    const id = newId();
    const values = { what, owner: member.id, by: '2026-01-30' };
    await at.send('Cleo', {
      name: 'commitments.write',
      allianceId: alliance.id,
      meta: { id, draft: 'no' },
      values,
    });
    await bot.settle();
    const answer = at.read('Cleo');
    await at.lookAway('Cleo');
    return { id, answer };
  };

  test('of 0 characters: a few words are asked for', async () => {
    for (const nothing of ['', '   ', '\u200b']) {
      const { id, answer } = await write(nothing);
      expect(answer).toMatch(/A few words/);
      expect(await db.commitment.count({ where: { id } })).toBe(0);
    }
  });

  test.each(STRANGE)('%s: kept, shown, and never as markup', async (_name, text) => {
    const { id, answer } = await write(text);
    expect(answer).not.toMatch(FAULT);
    const { text: kept } = await db.commitment.findUniqueOrThrow({ where: { id } });
    expect([...kept].length).toBeLessThanOrEqual(500);
    for (const word of ['actions', 'me']) expect(await slash('Cleo', word)).not.toMatch(FAULT);
    const sent = world.calls.filter(
      ({ method }) => method.startsWith('views.') || method === 'chat.postMessage',
    );
    for (const { args } of sent) expect(JSON.stringify(args)).not.toContain('<!channel>');
  });

  test.each(STRANGE)('%s: said to the bot', async (_name, text) => {
    const reply = await said('Cleo', `I will ${text} by Friday`);
    expect(reply).not.toMatch(FAULT);
    expect(reply).not.toBe('');
    expect(await slash('Cleo', text.slice(0, 2_000))).not.toMatch(FAULT);
  });
});
