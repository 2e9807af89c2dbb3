/** Histories of promises, lived through by the real features on the real database. */

import type { DeliveredItem } from '../../src/act.ts';
import { transact } from '../../src/db/client.ts';
import type { PrismaClient } from '../../src/db/generated/client.ts';
import { silent } from '../../src/db/log.ts';
import { memberCards } from '../../src/db/people.ts';
import type { Feature } from '../../src/feature.ts';
import { commitments } from '../../src/features/commitments/index.ts';
import { nudges } from '../../src/features/nudges/index.ts';
import { KIND } from '../../src/features/nudges/state.ts';
import type { ItemRow } from '../../src/item.ts';
import type { PersonId } from '../../src/kernel/ids.ts';
import { addDays, localDateOf } from '../../src/kernel/zoned.ts';
import { createCourier } from '../../src/outbox/courier.ts';
import type { DeliveryDeps } from '../../src/outbox/parcel.ts';
import { planNotes } from '../../src/outbox/planning.ts';
import { nextLook } from '../../src/outbox/planning-store.ts';
import { itemKinds, renderItems } from '../../src/shell/index.ts';
import { type TestMember, testAlliance } from './alliance.ts';
import { drive } from './driver.ts';
import { examiner } from './promise-checks.ts';
import { DAYS, type PromiseLife } from './promise-lives.ts';
import { ToySlack } from './toy-slack.ts';

const LANE = 'T1';
const LANES = new Set([LANE]);
const START = Date.parse('2026-03-16T07:00Z');
const HOUR = 3_600_000;
const FEATURES: readonly Feature[] = [commitments, nudges];

/** What came about: the steps that told somebody else, and each that should not have been taken. */
export interface Lived {
  readonly wrong: string[];
  readonly told: Record<string, number>;
  readonly notes: number;
}

/** Lives through six weeks of promises. */
export async function liveThroughPromises(db: PrismaClient, life: PromiseLife): Promise<Lived> {
  await db.alliance.deleteMany();
  for (const table of [
    db.item,
    db.message,
    db.mailbox,
    db.nudgePlan,
    db.nudgeStep,
    db.nudgeMute,
    db.person,
  ] as const)
    await (table as { deleteMany(): Promise<unknown> }).deleteMany();
  const clock = { now: new Date(START) };
  const wrong: string[] = [];
  const told: Record<string, number> = {};
  const d = drive(db, FEATURES, clock);
  const ours = await testAlliance(db, clock.now);
  await db.organisation.update({ where: { id: ours.south }, data: { zone: life.zones[0] } });
  await db.organisation.update({ where: { id: ours.north }, data: { zone: life.zones[1] } });
  const people: TestMember[] = [];
  for (const [side, where] of [ours.south, ours.north].entries()) {
    for (const n of [0, 1, 2]) people.push(await ours.member(where, `P${side}${n}`));
    people.push(await ours.member(where, `L${side}`, { role: 'leader' }));
  }
  people.push(await ours.member(ours.south, 'C', { role: 'coordinator' }));
  for (const n of [0, 1, 2]) await ours.pair(at(people, n), at(people, n + 4));
  const ids: string[] = [];
  for (const [n, { owner, forWhom, by, dueIn }] of life.promises.entries()) {
    const dueOn = addDays(localDateOf(clock.now, 'UTC'), dueIn);
    const writtenById = at(people, by).id;
    ids.push(
      await ours.commitment(at(people, owner), people[forWhom] ?? null, `map ${n}.`, { dueOn, writtenById }),
    );
  }

  const posted = new Set<string>();
  const slack = new ToySlack(() => clock.now, {
    post({ items }) {
      for (const id of items) posted.add(id);
    },
    update: () => {},
  });
  let delivered: DeliveredItem[] = [];
  const kinds = itemKinds(FEATURES);
  const deps: DeliveryDeps = {
    db,
    transact: (fn) => transact(db, fn),
    now: () => clock.now,
    log: silent,
    posterFor: async () => slack,
    render: (items, now) => renderItems(kinds, { db, now }, items),
    wake: async () => {},
    onDelivered: async (_tx, _now, items) => void delivered.push(...items),
    settings: { leaseMs: 30_000, graceMs: 0, channelIntervalMs: 0 },
  };

  const examine = examiner({ db, clock, posted, wrong, told });

  async function step(): Promise<void> {
    for (let rounds = 0; ; rounds += 1) {
      if (rounds > 60) throw new Error('it does not come to an end');
      const due = await d.work(async (work) => {
        let claimed = 0;
        for (const feature of FEATURES) claimed += (await feature.due?.run(work, 100)) ?? 0;
        return claimed;
      });
      await examine();
      const { claimed } = await transact(db, (tx) => planNotes(tx, clock.now, 100, LANES));
      await db.$executeRaw`UPDATE message SET retry_at = NULL WHERE retry_at IS NOT NULL`;
      const taken = await createCourier(deps).run(LANE);
      const items = delivered;
      delivered = [];
      if (items.length > 0) await d.work((work) => work.tell({ kind: 'delivered', items }));
      if (due + claimed === 0 && (taken === 0 || clock.now < slack.downUntil)) return;
    }
  }

  async function happen({ kind, who, n }: PromiseLife['events'][number]): Promise<void> {
    const person = at(people, who);
    const id = at(ids, n);
    const commitment = await db.commitment.findUniqueOrThrow({ where: { id } });
    const card = (await memberCards(db, { id: person.id }))[0];
    if (card?.status !== 'active') return;
    const today = localDateOf(clock.now, card.calendar.zone);
    const change = async (data: object) => {
      await db.person.update({ where: { id: person.personId }, data });
      await d.work(async (work) => {
        await work.tell({ kind: 'member', id: person.id });
        await work.outbox.lookAgain(work.db, work.now, [person.personId as PersonId]);
      });
    };
    const move = async (data: object) => {
      if (commitment.status !== 'accepted') return;
      await db.commitment.update({ where: { id }, data: { ...data, revision: { increment: 1 } } });
      await d.work((work) => work.tell({ kind: 'commitment', id }));
    };
    switch (kind) {
      case 'answer':
        return answer(person, n);
      case 'new date':
        return move({ baseAt: clock.now, dueOn: addDays(today, 1 + (n % 9)) });
      case 'done':
        return move({ status: 'done', endedAt: clock.now });
      case 'away':
        return change({ absences: [{ from: today, until: addDays(today, n % 8) }] });
      case 'back':
        return change({ absences: [], snoozedUntil: null });
      case 'snooze':
        return change({ snoozedUntil: new Date(clock.now.getTime() + n * 2 * HOUR) });
      case 'mute':
      case 'unmute': {
        const owner = people.find((one) => one.id === commitment.ownerId);
        const [there] = owner ? await memberCards(db, { id: owner.id, status: 'active' }) : [];
        if (owner && there) await d.command({ userId: owner.userId }, kind, commitment.text);
        return;
      }
      case 'slack down':
        slack.downUntil = new Date(clock.now.getTime() + n * HOUR);
        return;
      case 'leave':
        if (n % 3 > 0) return;
        await db.member.update({ where: { id: person.id }, data: { status: 'left' } });
        return change({});
    }
  }

  /** Answers the newest nudge that was shown, in one of the ways that it offers and that need no form. */
  async function answer(person: TestMember, n: number): Promise<void> {
    const where = { memberId: person.id, kind: KIND, status: 'open' as const, deliveredAt: { not: null } };
    const row = await db.item.findFirst({ where, orderBy: { seq: 'desc' } });
    const kind = kinds.get(KIND);
    if (!row || !kind) return;
    const newest = await db.item.findFirst({
      where: { person: { userId: person.userId }, kind: KIND },
      orderBy: { seq: 'desc' },
    });
    if (newest?.id !== row.id) return;
    const [view] = await kind.render({ db, now: clock.now }, [row as unknown as ItemRow]);
    const choices =
      view?.choices.filter(({ id }) => !kind.opens?.includes(id) && !id.startsWith('nudges.')) ?? [];
    const choice = choices[n % Math.max(1, choices.length)];
    if (choice) await d.choose(person.userId, KIND, choice.id);
  }

  await d.work(async (work) => {
    for (const id of ids) await work.tell({ kind: 'commitment', id });
  });
  const events = life.events.toSorted((one, other) => one.hour - other.hour);
  for (let steps = 0; ; steps += 1) {
    if (steps > 3_000) throw new Error('it never ends');
    const times = [
      await nextLook(db),
      await nudges.due?.next(db),
      events[0] && new Date(START + events[0].hour * HOUR),
    ];
    const busy = await db.message.count({ where: { status: { in: ['pending', 'sending'] } } });
    if (busy > 0) times.push(new Date(Math.max(slack.downUntil.getTime(), clock.now.getTime() + HOUR)));
    const next = Math.min(...times.flatMap((time) => time?.getTime() ?? []));
    if (!Number.isFinite(next) || next > START + DAYS * 24 * HOUR) break;
    clock.now = new Date(Math.max(next, clock.now.getTime()));
    while (events[0] && START + events[0].hour * HOUR <= clock.now.getTime()) {
      const event = events.shift();
      if (event) await happen(event);
    }
    await step();
  }
  return { wrong, told, notes: slack.posts.length };
}

function at<T>(all: readonly T[], n: number): T {
  const one = all[n % all.length];
  if (one === undefined) throw new RangeError('there is none');
  return one;
}
