import { beforeAll, describe, expect, test } from '@jest/globals';
import { story } from '../sandbox/story.ts';
import { features as allFeatures } from '../src/features/index.ts';
import { itemKinds } from '../src/shell/index.ts';
import { BELL_FORM } from '../src/shell/names.ts';
import { type Bot, startBot } from './support/bot.ts';
import { type CraftedButton, crafting } from './support/crafted.ts';
import { testDatabase } from './support/database.ts';
import { choicesOf, inLanes, oneOfEachKind } from './support/foreign.ts';
import { forger } from './support/forged.ts';
import { namesReadBy } from './support/handler-names.ts';
import { idsOf, rowsWith } from './support/rows.ts';
import { secondAlliance, WEIR } from './support/second-alliance.ts';
import { setUpAlliance } from './support/set-up.ts';

// Zoe takes part in one alliance and sends whatever she likes, with ids of another one: every button, form and command that
// there is. Nothing may change over there, and nothing of it may be read. What there is, is asked of the features, so a new
// one is tried by itself.

const database = await testDatabase();
const { connectionString: url, db } = database;
const bot: Bot = await startBot('http', {}, { database });
const { driver, slack } = bot;
const at = crafting(slack);

const features = allFeatures({ doors: () => ({ text: '', blocks: [] }) });
const kinds = itemKinds(features);
const forms = features.flatMap(({ forms: own = {} }) => Object.entries(own));
const commands = features.flatMap(({ commands: own = [] }) => own);
const doors = features.flatMap(({ doors: own = [] }) => own);
const shortcuts = features.flatMap(({ shortcuts: own = [] }) => own);

/** What is theirs: words, and every id. */
const WORDS = ['Flood alliance', 'Dry feet', 'pumps worry me', 'town hall', 'list of wards'];
let theirs: Map<string, string[]>;
let ours: string;
let before: Record<string, string[]>;
/** Zoe herself: what she was answered is hers. */
let zoe: string;
/** A row of each of their tables. */
let refs: string[];

beforeAll(async () => {
  driver.admin.failDms('Isha', 'user_not_visible');
  await setUpAlliance(bot, {
    'Hari Menon, Head of civil protection': 'Member · operational',
    'Fay Lindqvist, Field engineer': 'Member · front line',
    'Isha Patel, Neighbourhood officer': 'Member · front line',
  });
  for (const { play } of story.slice(1, 5)) await play(bot);
  await secondAlliance(bot);
  await bot.settle();
  const named = async (name: string) => (await db.alliance.findFirstOrThrow({ where: { name } })).id;
  const other = await named('Flood alliance');
  ours = await named('Weir watch');
  await oneOfEachKind(db, kinds, other, slack.world.clock.now());
  theirs = await idsOf(url, other);
  refs = [...theirs.values()].flatMap((ids) => ids.slice(0, 1));
  zoe = (await db.person.findFirstOrThrow({ where: { name: 'Zoe Hart' } })).id;
  before = await rowsWith(url, [...theirs.values()].flat(), zoe);
}, 180_000);

const signed = forger(slack);
/** What her forms were answered. */
let answers: string[] = [];

/** Sends a form of the bot's, filled in by whoever she likes to be. */
async function send(
  name: string,
  carried: { readonly a: string | null; readonly m: Readonly<Record<string, string>> },
  values: Readonly<Record<string, object>>,
): Promise<string> {
  const metadata = { ...carried, c: null, q: [], s: [] };
  const answer = await signed.form(userOf('Zoe'), { name, metadata, values });
  answers.push(answer);
  return answer;
}

function userOf(who: string): string {
  const found = [...slack.world.users.values()].find(({ realName }) => realName.startsWith(who));
  if (!found) throw new Error(`there is no ${who}`);
  return found.id;
}

/** How many calls of Slack's there have been so far: what Zoe is shown later comes after. */
const begin = () => {
  at.lookAway('Zoe');
  answers = [];
  return slack.world.calls.length;
};

/** Nothing of theirs has changed, and Zoe has been shown nothing of it. */
async function nothingHappened(since: number): Promise<void> {
  await bot.app.step();
  expect(await rowsWith(url, [...theirs.values()].flat(), zoe)).toEqual(before);
  const shown = slack.world.calls.slice(since).filter(({ method }) => method.startsWith('views.'));
  const { dms, channels } = driver.screen('Zoe');
  const places = [...dms, ...channels.filter(({ name }) => name !== 'flood-alliance')];
  const seen = [
    at.read('Zoe'),
    ...answers,
    JSON.stringify(places),
    ...shown.map(({ args }) => String(args.view)),
  ].join('\n');
  const unsent = [...theirs.values()].flat().filter((id) => !refs.includes(id)); // what she sends, she may read back
  for (const words of [...WORDS, ...unsent]) expect(seen).not.toContain(words);
  expect(seen).not.toContain('Something went wrong');
}

test('every choice of every item of theirs, and every bell', async () => {
  const since = begin();
  const [allianceId = ''] = theirs.get('alliance') ?? [];
  const buttons: CraftedButton[] = [];
  for (const kind of kinds.keys()) {
    const items = await db.item.findMany({ where: { kind, allianceId }, orderBy: { seq: 'desc' }, take: 3 });
    expect(items.length).toBeGreaterThan(0);
    for (const [n, choice] of (await choicesOf(db, kinds, kind, slack.world.clock.now())).entries())
      buttons.push({ action: `item:${choice}`, value: items[n % items.length]?.id ?? '' });
  }
  await at.clickAll('Zoe', buttons);
  await bot.app.step();
  expect(new Set(at.read('Zoe').split('\n'))).toEqual(new Set(['That one is for somebody else.']));
  const messages = await db.message.findMany({ where: { allianceId } });
  await at.clickAll(
    'Zoe',
    messages.map(({ id }) => ({ action: 'bell:open', value: id })),
  );
  await nothingHappened(since);
}, 60_000);

test('every thing that stands on a page, named with their rows, under one’s own alliance and under theirs', async () => {
  const since = begin();
  const [theirAlliance, another] = refs;
  const buttons: CraftedButton[] = [];
  const name = (kind: string, ref: string | undefined, alliance: string | undefined) =>
    ['', '', kind, ref, alliance].join('~');
  for (const [kind, { standing }] of kinds) {
    if (!standing) continue;
    const named = [name(kind, another, theirAlliance), ...refs.map((ref) => name(kind, ref, ours))];
    await inLanes(await choicesOf(db, kinds, kind, slack.world.clock.now()), async (choice) => {
      // All at once, as a bell's answers; only what leads to another form is clicked one by one.
      const values = Object.fromEntries(named.map((value) => [value, { value: choice }]));
      const answer = await send(BELL_FORM, { a: null, m: {} }, values);
      const isOpening = answer.includes('"submit"');
      for (const value of isOpening ? named : named.slice(0, 2))
        buttons.push({ action: `item:${choice}`, value });
    });
  }
  await at.clickAll('Zoe', buttons);
  await nothingHappened(since);
}, 60_000);

describe('forms', () => {
  test.each(forms)(
    '%s',
    async (name, handler) => {
      const since = begin();
      const names = await namesReadBy(handler, {
        db,
        now: slack.world.clock.now(),
        memberOf: ours,
        answers: refs.slice(0, 3),
      });
      const [theirAlliance = ''] = refs;
      const all = refs.flatMap((ref) => [
        { a: ours, ref, value: ref },
        { a: ours, ref, value: '2026-03-02' },
        { a: theirAlliance, ref, value: ref },
      ]);
      await inLanes(all, async ({ a, ref, value }) => {
        const m = Object.fromEntries(names.meta.map((input) => [input, ref]));
        await send(name, { a, m }, Object.fromEntries(names.values.map((input) => [input, { value }])));
      });
      await nothingHappened(since);
    },
    60_000,
  );
});

const SAID = ['', '@ben', '@dana @ben', '@ben leader sponsor', '@ben will send the tide table by Friday'];

/** What she says of each command, so many at a time. */
async function sayEverything(say: (words: string) => Promise<unknown>): Promise<void> {
  for (const { word } of commands) {
    await Promise.all([...SAID, ...refs.slice(0, 3)].map((words) => say(`${word} ${words}`)));
    await stillThere();
  }
}

/** She has not left her alliance by what she said, or nobody would ask any more. */
async function stillThere(): Promise<void> {
  await db.member.updateMany({
    where: { allianceId: ours, personId: zoe, status: { not: 'active' } },
    data: { status: 'active' },
  });
}

test('every command, with their people and their ids', async () => {
  const since = begin();
  await sayEverything((words) => driver.slash('Zoe', WEIR, '/alliance', words));
  await nothingHappened(since);
}, 60_000);

describe('in the channel of the others, before anybody has heard that she is in it', () => {
  const { alliance: channel } = slack.channels;
  const FLOOD = '#flood-alliance';
  beforeAll(() => {
    channel.members.set(userOf('Zoe'), slack.world.ids.count('membership'));
  });

  test('every door', async () => {
    const since = begin();
    for (const { id } of doors) await driver.click('Zoe', `door:${id}`, { in: FLOOD });
    await nothingHappened(since);
    expect(at.read('Zoe')).not.toBe('');
  }, 60_000);

  test('every shortcut, on what people and the bot have said there', async () => {
    const since = begin();
    const said = slack.world.messagesIn(channel.id).map(({ ts }) => ts);
    for (const { id } of shortcuts)
      for (const message of [...said.slice(0, 3), ...said.slice(-3)])
        await driver.shortcut('Zoe', id, { in: FLOOD, message });
    await nothingHappened(since);
    expect(at.read('Zoe')).not.toBe('');
  }, 60_000);

  test('every command, and what is said to the bot', async () => {
    const since = begin();
    const open = commands.filter(({ who }) => who === 'anyone').map(({ word }) => word);
    await sayEverything(async (words) => {
      // Whoever joins or speaks up for themselves may: what is theirs alone is no alliance's.
      if (!open.includes(words.split(' ')[0] ?? '')) await driver.slash('Zoe', FLOOD, '/alliance', words);
    });
    for (const words of SAID.slice(1)) await driver.say('Zoe', FLOOD, `@Entente ${words}`);
    await nothingHappened(since);
  }, 60_000);
});

test('every download, at the address of each of their ids', async () => {
  const names = features.flatMap(({ downloads = {} }) => Object.keys(downloads));
  expect(names).not.toEqual([]);
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${bot.app.port}${path}`)).status;
  const ids = [...theirs.values()].flat();
  for (const name of names) {
    const paths = ids.flatMap((id) => [`/${name}/${id}.ics`, `/${name}/${id}`]);
    const wild = [`/${name}/`, `/${name}`, `/${name}/..%2f..%2fetc%2fpasswd`, `/${name}/%27%20or%201=1.ics`];
    expect(new Set(await Promise.all([...paths, ...wild].map(get)))).toEqual(new Set([404]));
  }
}, 60_000);

test('every door leads to one’s own alliance', async () => {
  const since = begin();
  await at.clickAll(
    'Zoe',
    doors.map(({ id }) => ({ action: `door:${id}`, value: id })),
  );
  await nothingHappened(since);
}, 60_000);
