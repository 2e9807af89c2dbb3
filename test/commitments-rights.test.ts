/**
 * Every move by every door, tried at the wire by people of the same alliance who have no say in it: one of the host's,
 * one of a partner's, one whom only bells reach. Nothing changes, and nothing is read.
 */
import { beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '../src/db/client.ts';
import { commitments } from '../src/features/commitments/index.ts';
import { newId } from '../src/kernel/ids.ts';
import { BELL_FORM } from '../src/shell/names.ts';
import { startBot } from './support/bot.ts';
import { type CraftedButton, crafting } from './support/crafted.ts';
import { exampleAlliance } from './support/slack.ts';

const bot = await startBot('http');
const { driver, slack } = bot;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 1 });
bot.atEnd(close);
const at = crafting(slack);

/** As the features' own test of rights names them: all that is a move as it stands. */
const CHOICES =
  'accept decline done let-go need-hand fits take cannot next-week talk help release free-time talk-to-both withdraw skip reopen share-thanks keep-thanks agree leave-declined nudges.unmute';
const FORMS: [string, Record<string, string>][] = [
  ['date', { by: '2026-02-02' }],
  ['more', { what: 'history' }],
  ['more', { what: 'blocked' }],
  ['blocked', { words: 'the keys' }],
  ['thanks', { words: 'fine', share: 'yes' }],
  ['not-quite', { words: 'fine' }],
];
const SECRET = 'secret plan';
const STATES = ['proposed', 'accepted', 'done', 'let_go', 'declined'] as const;

let allianceId: string;
/** A commitment in each state, from Eli to Cleo, who alone may see them; and an item of each kind about it. */
const ids: string[] = [];
const items: string[] = [];

/** Everything that there is about them, as text. */
const all = async () => {
  const rows = [
    await db.commitment.findMany({ orderBy: { id: 'asc' } }),
    await db.commitmentEvent.findMany(),
    await db.thanks.findMany(),
    await db.nudgeMute.findMany(),
    await db.item.findMany({ where: { kind: { startsWith: 'commitments.' } }, orderBy: { id: 'asc' } }),
  ];
  return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value));
};

beforeAll(async () => {
  driver.admin.failDms('Isha', 'user_not_visible');
  ({ id: allianceId } = await exampleAlliance({ db }, bot, Object.values(slack.people)));
  const member = (name: string) => db.member.findFirstOrThrow({ where: { person: { name } } });
  const [eli, cleo] = [await member('Eli Novak'), await member('Cleo Marsh')];
  const now = slack.world.clock.now();
  const who = { ownerId: eli.id, forId: cleo.id, writtenById: eli.id, allianceId, label: 'pair' as const };
  for (const status of STATES) {
    const ended = status === 'proposed' || status === 'accepted' ? {} : { endedAt: now };
    const when = { createdAt: now, baseAt: now, dueOn: '2026-01-30' };
    const id = newId();
    await db.commitment.create({ data: { id, text: SECRET, status, ...who, ...when, ...ended } });
    ids.push(id);
    for (const kind of ['proposal', 'handover', 'hand', 'news', 'answer', 'declined', 'nudge']) {
      const item = newId();
      items.push(item);
      const whose = { allianceId, personId: eli.personId, memberId: eli.id };
      const sent = {
        notBefore: now,
        pushAt: now,
        createdAt: now,
        deliveredAt: now,
        needsAnswer: true,
        rank: 50,
      };
      const data = { step: 'due', base: now.toISOString(), next: null };
      await db.item.create({
        data: { id: item, key: item, kind: `commitments.${kind}`, ref: id, data, ...whose, ...sent },
      });
    }
  }
}, 60_000);

test.each(['Ben', 'Gita', 'Isha'])(
  '%s',
  async (who) => {
    const before = await all();
    const opens = Object.values(commitments.items ?? {}).flatMap((kind) => kind.opens ?? []);
    const choices = [...new Set([...CHOICES.split(' '), ...opens])].filter((one) => !one.startsWith('list:'));
    const things = ids.map((id) => `~~commitments.mine~${id}~${allianceId}`);
    const buttons = choices.flatMap((choice): CraftedButton[] =>
      [...items.slice(-2), ...things].map((value) => ({ action: `item:${choice}`, value })),
    );
    await at.clickAll(who, buttons);
    // A bell's window is the door of whom no direct message reaches.
    for (const choice of who === 'Isha' ? CHOICES.split(' ') : []) {
      const values = Object.fromEntries([...items.slice(0, 7), ...things].map((value) => [value, choice]));
      await at.send(who, { name: BELL_FORM, allianceId: null, meta: {}, values });
    }
    const somebody = await db.member.findFirstOrThrow({ where: { person: { name: { startsWith: who } } } });
    for (const id of ids) {
      for (const [name, values] of FORMS)
        await at.send(who, { name: `commitments.${name}`, allianceId, meta: { id, take: 'yes' }, values });
      for (const name of ['hand-over', 'reassign'])
        await at.send(who, {
          name: `commitments.${name}`,
          allianceId,
          meta: { id },
          values: { who: somebody.id },
        });
      await at.send(who, { name: 'nudges.why', allianceId, meta: { id }, values: { wish: 'mute' } });
    }
    for (const words of ['actions open', 'actions secret', 'mute secret', 'nudge @eli secret'])
      await driver.say(who, '#flood-alliance', `@entente ${words}`);
    await bot.settle();
    expect(await all()).toBe(before);
    const seen = [at.read(who), driver.transcript(who)].join('\n');
    expect(seen).not.toContain(SECRET);
    expect(seen).not.toContain('Something went wrong');
  },
  240_000,
);
