import { beforeAll, describe, expect, test } from '@jest/globals';
import { story } from '../sandbox/story.ts';
import type { Act, By, FormHandler } from '../src/feature.ts';
import { features as allFeatures } from '../src/features/index.ts';
import { newId } from '../src/kernel/ids.ts';
import { itemKinds } from '../src/shell/index.ts';
import { type Bot, startBot } from './support/bot.ts';
import { crafting } from './support/crafted.ts';
import { testDatabase } from './support/database.ts';
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

/** What is theirs: words, and every id. */
const WORDS = ['Flood alliance', 'Dry feet', 'pumps worry me', 'town hall', 'list of wards'];
let theirs: Map<string, string[]>;
let ours: string;
let before: Record<string, string[]>;
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
  await oneOfEachKind(other);
  theirs = await idsOf(url, other);
  refs = [...theirs.values()].flatMap((ids) => ids.slice(0, 1));
  before = await rowsWith(url, [...theirs.values()].flat());
}, 180_000);

/** An item of every kind over there, also of those that the story has none of. */
async function oneOfEachKind(allianceId: string): Promise<void> {
  const member = await db.member.findFirstOrThrow({
    where: { allianceId, person: { name: { startsWith: 'Dana' } } },
  });
  const commitment = await db.commitment.findFirstOrThrow({ where: { allianceId } });
  const pair = await db.pair.findFirstOrThrow({ where: { allianceId } });
  const now = slack.world.clock.now();
  for (const kind of kinds.keys()) {
    for (const ref of [commitment.id, pair.id, member.id]) {
      const id = newId();
      const whose = { allianceId, personId: member.personId, memberId: member.id };
      const when = { notBefore: now, pushAt: now, createdAt: now, deliveredAt: now };
      const sent = {
        needsAnswer: true,
        rank: 50,
        data: { checkIn: ref, text: 'x', words: 'setup', channelId: null },
      };
      await db.item.create({ data: { id, key: `foreign/${id}`, kind, ref, ...whose, ...when, ...sent } });
    }
  }
}

/** How many calls of Slack's there have been so far: what Zoe is shown later comes after. */
const begin = () => {
  at.lookAway('Zoe');
  return slack.world.calls.length;
};

/** Nothing of theirs has changed, and Zoe has been shown nothing of it. */
async function nothingHappened(since: number): Promise<void> {
  await bot.app.step();
  expect(await rowsWith(url, [...theirs.values()].flat())).toEqual(before);
  const shown = slack.world.calls.slice(since).filter(({ method }) => method.startsWith('views.'));
  const seen = [at.read('Zoe'), driver.transcript('Zoe'), ...shown.map(({ args }) => String(args.view))].join(
    '\n',
  );
  const unsent = [...theirs.values()].flat().filter((id) => !refs.includes(id)); // what she sends, she may read back
  for (const words of [...WORDS, ...unsent]) expect(seen).not.toContain(words);
  expect(seen).not.toContain('Something went wrong');
}

/** The choices that a kind is known to offer or to open. */
async function choicesOf(kind: string): Promise<string[]> {
  const known = kinds.get(kind);
  const rows = await db.item.findMany({ where: { kind }, take: 5 });
  const views = await known?.render({ db, now: slack.world.clock.now() }, rows as never).catch(() => []);
  const offered = (views ?? []).flatMap((view) => view?.choices.map(({ id }) => id) ?? []);
  return [...new Set([...offered, ...(known?.opens ?? []), 'accept'])];
}

test('every choice of every item of theirs, and every bell', async () => {
  const since = begin();
  const [allianceId = ''] = theirs.get('alliance') ?? [];
  for (const kind of kinds.keys()) {
    const items = await db.item.findMany({ where: { kind, allianceId }, orderBy: { seq: 'desc' }, take: 3 });
    expect(items.length).toBeGreaterThan(0);
    for (const { id } of items) {
      for (const choice of await choicesOf(kind)) await at.click('Zoe', `item:${choice}`, id);
    }
  }
  await bot.app.step();
  expect(new Set(at.read('Zoe').split('\n'))).toEqual(new Set(['That one is for somebody else.']));
  for (const { id } of await db.message.findMany({ where: { allianceId } }))
    await at.click('Zoe', 'bell:open', id);
  await nothingHappened(since);
}, 180_000);

test('every thing that stands on a page, named with their rows, under one’s own alliance and under theirs', async () => {
  const since = begin();
  const [theirAlliance, another] = refs;
  for (const [kind, { standing }] of kinds) {
    if (!standing) continue;
    for (const choice of await choicesOf(kind)) {
      for (const ref of refs) await at.click('Zoe', `item:${choice}`, ['', '', kind, ref, ours].join('~'));
      await at.click('Zoe', `item:${choice}`, ['', '', kind, another, theirAlliance].join('~'));
    }
  }
  await nothingHappened(since);
}, 180_000);

describe('forms', () => {
  /** The names that a handler reads, of its answers and of what it carries, found by letting it read. */
  async function namesReadBy(handler: FormHandler): Promise<{ values: string[]; meta: string[] }> {
    const values = new Set<string>();
    const meta = new Set<string>();
    const member = await db.member.findFirstOrThrow({
      where: { allianceId: ours },
      include: { person: true },
    });
    const { person } = member;
    const actor = {
      personId: person.id,
      userId: person.userId,
      name: person.name,
      viaTeamId: 'T',
      channelId: null,
      member,
    };
    const listening = (names: Set<string>, answer: string) =>
      new Proxy({} as Record<string, string>, {
        has: (_, name) => typeof name === 'string',
        get: (_, name) => {
          if (typeof name !== 'string') return undefined;
          names.add(name);
          return answer;
        },
      });
    for (const answer of ['', newId(), 'spoke', 'me', '2026-03-02', 'yes', ...refs.slice(0, 3)]) {
      const run = db.$transaction(async (tx) => {
        const nothing = async () => {};
        const outbox = {
          add: nothing,
          reply: nothing,
          post: nothing,
          settle: nothing,
          lookAgain: nothing,
          redraw: nothing,
        };
        const act = {
          db: tx,
          now: slack.world.clock.now(),
          actor,
          outbox,
          tell: nothing,
          later: nothing,
        } as unknown;
        await handler.submit(act as Act & By<Act>, listening(values, answer), listening(meta, answer));
        throw new Error('nothing of this is kept');
      });
      await run.catch(() => {});
    }
    return { values: [...values], meta: [...meta] };
  }

  test.each(forms)(
    '%s',
    async (name, handler) => {
      const since = begin();
      const names = await namesReadBy(handler);
      const each = (inputs: readonly string[], value: string) =>
        Object.fromEntries(inputs.map((input) => [input, value]));
      const [theirAlliance = ''] = refs;
      for (const ref of refs) {
        const meta = each(names.meta, ref);
        for (const [allianceId, value] of [
          [ours, ref],
          [ours, '2026-03-02'],
          [theirAlliance, ref],
        ] as const) {
          await at.send('Zoe', { name, allianceId, meta, values: each(names.values, value) });
          const answer = at.read('Zoe');
          if (answer.includes('Something went wrong')) throw new Error(`${name}, with ${value}: ${answer}`);
          at.lookAway('Zoe');
        }
      }
      await nothingHappened(since);
    },
    60_000,
  );
});

test('every command, with their people and their ids', async () => {
  const since = begin();
  const said = ['', '@ben', '@dana @ben', '@ben leader sponsor', '@ben will send the tide table by Friday'];
  for (const { word } of commands) {
    for (const words of [...said, ...refs.slice(0, 3)]) {
      await driver.slash('Zoe', WEIR, '/alliance', `${word} ${words}`);
    }
  }
  await nothingHappened(since);
}, 180_000);

test('every door leads to one’s own alliance', async () => {
  const since = begin();
  for (const { id } of doors) await at.click('Zoe', `door:${id}`, id);
  await nothingHappened(since);
}, 60_000);
