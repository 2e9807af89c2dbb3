/** One promise from the sentence to the answer of whoever waits for it, with what each of the two reads on the way. */
import { beforeEach, expect, test } from '@jest/globals';
import type { Act, By } from '../src/act.ts';
import type { Feature, Values } from '../src/feature.ts';
import { commitments } from '../src/features/commitments/index.ts';
import { nudges } from '../src/features/nudges/index.ts';
import type { Reply } from '../src/item.ts';
import { driven } from './support/acting.ts';
import { type TestMember, testAlliance } from './support/alliance.ts';
import { testDatabase } from './support/database.ts';

const { db } = await testDatabase();
const both: Feature = {
  ...commitments,
  ...(nudges.due ? { due: nudges.due } : {}),
  react: async (work, fact) => {
    await commitments.react?.(work, fact);
    await nudges.react?.(work, fact);
  },
};
const app = driven(db, both);
const at = (day: string, time = '09:00') => new Date(`2026-01-${day}T${time}:00Z`);

let ana: TestMember;
let ben: TestMember;
let clock = at('05', '10:00');

beforeEach(async () => {
  clock = at('05', '10:00');
  const ours = await testAlliance(db, clock);
  ana = await ours.member(ours.south, 'Ana');
  ben = await ours.member(ours.north, 'Ben');
  await ours.member(ours.south, 'Lea', { role: 'leader' });
});

/** Passes on what has been told, as the engine does. */
const settle = async () => {
  for (const fact of app.told.splice(0)) await app.react(clock, fact);
};
/** Everybody's waiting items arrive, unless they are no longer true. */
const deliver = async () => {
  const waiting = await db.item.findMany({
    where: { deliveredAt: null, status: 'open', kind: { not: 'commitments.confirm' } },
  });
  const arrived = [];
  for (const item of waiting) {
    const [view] = (await both.items?.[item.kind]?.render({ db, now: clock }, [item as never])) ?? [];
    if (!view) continue;
    await db.item.update({ where: { id: item.id }, data: { deliveredAt: clock } });
    arrived.push(item);
  }
  await app.react(clock, { kind: 'delivered', items: arrived });
  await settle();
};
/** Time passes: what falls due is taken and delivered. */
const until = async (then: Date) => {
  for (;;) {
    await deliver();
    const next = await both.due?.next(db);
    if (!next || next > then) break;
    if (next > clock) clock = next;
    await app.run(clock);
  }
  clock = then;
};
const choose = async (who: TestMember, kind: string, choice: string) => {
  const item = await app.itemOf(who, kind);
  const reply = await app.act(clock, who, (act) => both.items?.[kind]?.choose?.(act, item, choice));
  await settle();
  return reply;
};
const say = async (who: TestMember, text: string) => {
  const source = { channelId: 'C1', ts: '1', permalink: null, isDirect: true };
  await app.act(clock, who, (act) => both.sentence?.(act, text, source) as Promise<Reply>);
  await settle();
};
const submit = async (who: TestMember, form: string, values: Values, meta: Record<string, string>) => {
  const reply = await app.act(clock, who, (act) =>
    both.forms?.[form]?.submit(act as Act & By<Act>, values, meta),
  );
  await settle();
  return reply;
};
const read = async (who: TestMember, kind = 'commitments.nudge') => {
  const view = await app.read(clock, who, kind);
  return view === null || view === 'missing' ? view : view.text;
};

test('a promise that slips is asked about, rests while a hand is offered, and ends with thanks', async () => {
  await say(ana, 'I will send the flood map to <@UBEN> by 12 January');
  await choose(ana, 'commitments.confirm', 'record');
  await until(at('08', '12:00'));
  expect(await read(ana)).toBe('Coming up on Monday: send the flood map, for Ben.');
  await until(at('12', '12:00'));
  expect(await read(ana)).toBe('Today: send the flood map, for Ben.');
  await until(at('13', '12:00'));
  expect(await read(ana)).toBe(
    "'Send the flood map' was planned for yesterday. If it stays open, on Thursday I ask Ben whether they still need it.",
  );
  expect(await read(ben)).toBe('missing');
  await until(at('15', '12:00'));
  expect(await read(ben)).toBe(
    "'Send the flood map', from Ana, is still open. Do you still need it, and when?",
  );

  await choose(ben, 'commitments.nudge', 'help');
  expect(await read(ben)).toBe(
    "Thank you. Ana reads your answer on 'Send the flood map' with the next note.",
  );
  await until(at('15', '13:00'));
  expect(await read(ana, 'commitments.answer')).toBe(
    "Ben offers a hand with 'Send the flood map'. I keep quiet about it until Thu 22 January.",
  );
  expect(await read(ana)).toBe(
    "'Send the flood map' was planned for Mon 12 January. I keep quiet about it until Thu 22 January.",
  );
  await until(at('21', '18:00'));
  expect(await db.item.count({ where: { kind: 'commitments.nudge' } })).toBe(4);
  await until(at('22', '12:00'));
  expect(await read(ana)).toMatch(/is still open\. If it stays so, tomorrow I ask Lea/);

  await choose(ana, 'commitments.nudge', 'done');
  expect(await read(ana)).toBe("Done: 'Send the flood map'. Thank you.");
  await until(at('31'));
  expect(await read(ben, 'commitments.news')).toBe("Ana has done 'Send the flood map'.");
  expect(await db.nudgePlan.count({ where: { nextAt: { not: null } } })).toBe(0);
});

test('a proposal that is accepted late takes another day, and is then reminded of like any promise', async () => {
  await say(ana, '<@UBEN> will send the school route to <@UANA> by 9 January');
  await choose(ana, 'commitments.confirm', 'record');
  await until(at('07', '12:00'));
  expect(await read(ben)).toMatch(/^Ana wrote this down for you: send the school route, for Ana/);
  expect(await app.read(clock, ben, 'commitments.nudge')).toMatchObject({
    context: expect.stringMatching(/I tell Ana that it was not picked up; it never counts as late\.$/),
  });
  await until(at('12', '12:00'));
  expect(await read(ana)).toBe(
    "'Send the school route' was not picked up by Ben. Ask someone else, or let it rest?",
  );
  expect(await choose(ben, 'commitments.proposal', 'accept')).toMatchObject({ say: /That day has passed/ });
  const { ref } = await app.itemOf(ben, 'commitments.proposal');
  expect(await submit(ben, 'commitments.date', { by: '2026-01-20' }, { id: ref, take: 'no' })).toBeNull();
  await until(at('20', '12:00'));
  expect(await read(ben)).toBe('Today: send the school route, for Ana.');
});
