/** Histories of people who are written to, lived through on the real database. */
import { transact } from '../../src/db/client.ts';
import type { PrismaClient } from '../../src/db/generated/client.ts';
import { silent } from '../../src/db/log.ts';
import { type AllianceId, newId } from '../../src/kernel/ids.ts';
import { addDays, localDateOf } from '../../src/kernel/zoned.ts';
import { createCourier } from '../../src/outbox/courier.ts';
import { createOutbox } from '../../src/outbox/create.ts';
import type { DeliveryDeps } from '../../src/outbox/parcel.ts';
import { planNotes } from '../../src/outbox/planning.ts';
import { nextLook } from '../../src/outbox/planning-store.ts';
import { type TestMember, testAlliance } from './alliance.ts';
import { examiner, type ModelItem, personNow } from './note-checks.ts';
import { count, type Event, type Life, type Lived, WEEKS } from './note-lives.ts';
import { type ToyPost, ToySlack } from './toy-slack.ts';

const LANE = 'T1';
const LANES = new Set([LANE]);
const MINUTE = 60_000;
const START = Date.parse('2026-03-16T00:00Z'); // summer time begins in the fortnight that follows
/** After the last event everything has this long to be sent or to end. */
const AFTERWARDS_DAYS = 60;
/** How often what Slack could not take is tried again, in the domain's time. */
const RETRY_MS = 40 * MINUTE;

/** Lives through a history, and through two quiet months after it. */
export async function liveThrough(db: PrismaClient, life: Life): Promise<Lived> {
  for (const table of [db.item, db.message, db.mailbox, db.alliance, db.person] as const)
    await (table as { deleteMany(): Promise<unknown> }).deleteMany();
  let now = new Date(START);
  const wrong: string[] = [];
  const items = new Map<string, ModelItem>();
  const members: TestMember[][] = [];
  let asleepUntil = new Date(0);

  const first = await testAlliance(db, now);
  const second = await testAlliance(db, now);
  const allianceOf = new Map<string, AllianceId>();
  for (const [n, { zone, days, hours, noteMinute, pace, memberships }] of life.people.entries()) {
    const [workFrom = 0, workUntil = 0] = hours;
    const place = { zone, workDays: [...days], workFrom, workUntil };
    const member = await first.member(await first.organisation(`O${n}`, place), `P${n}`, {
      person: { noteMinute, pace },
    });
    allianceOf.set(member.id, first.id);
    const own = [member];
    if (memberships === 2) {
      const organisationId = await second.organisation(`O${n}`, place);
      const row = {
        allianceId: second.id,
        personId: member.personId,
        organisationId,
        position: n,
        joinedAt: now,
      };
      const other = await db.member.create({ data: { id: newId(), ...row } });
      own.push({ ...member, id: other.id as TestMember['id'], organisationId });
      allianceOf.set(other.id, second.id);
    }
    members.push(own);
  }

  const check = (what: string, holds: boolean, about: string) => {
    if (!holds) wrong.push(`${now.toISOString()} ${what} ${about}`);
  };
  const posted: ToyPost[] = [];
  const slack = new ToySlack(() => now, {
    post: (post) => void posted.push(post),
    update(post, shown) {
      check(
        'an update adds an item',
        shown.every((id) => post.items.includes(id)),
        post.key,
      );
      check(
        'an update loses an item',
        post.items.every((id) => shown.includes(id)),
        post.key,
      );
    },
  });
  for (const [n, { isReachable }] of life.people.entries()) if (!isReachable) slack.unreachable.add(`UP${n}`);

  const examine = examiner({ db, clock: () => now, items, posted, check });
  const outbox = createOutbox({ lanes: async () => LANES, wake: async () => {} });
  const deps: DeliveryDeps = {
    db,
    transact: (fn) => transact(db, fn),
    now: () => now,
    log: silent,
    posterFor: async () => slack,
    render: async (rows) =>
      rows.map(({ ref }) => {
        const item = items.get(ref);
        return item && (item.isTrue || item.wasShown) ? { text: ref, choices: [] } : null;
      }),
    wake: async () => {},
    onDelivered: async () => {},
    settings: { leaseMs: 30_000, graceMs: 0, channelIntervalMs: 0 },
  };

  async function step(): Promise<void> {
    for (let rounds = 0; ; rounds += 1) {
      const { claimed } = await transact(db, (tx) => planNotes(tx, now, 100, LANES));
      let taken = 0;
      for (let last = -1; last !== 0; taken += last) {
        // Leases and pauses are in real time; here they are always over.
        await db.$executeRaw`UPDATE message SET retry_at = NULL WHERE retry_at IS NOT NULL`;
        await db.$executeRaw`UPDATE message SET lease_until = now() - interval '1 minute' WHERE status = 'sending'`;
        await db.rateGate.deleteMany();
        last = now < slack.downUntil && taken > 0 ? 0 : await createCourier(deps).run(LANE);
        await examine();
      }
      if (claimed === 0 && (taken === 0 || now < slack.downUntil)) return;
      if (rounds > 50) throw new Error('it does not come to an end');
    }
  }

  async function happen({ kind, who, a, b }: Event): Promise<void> {
    const own = members[who] ?? [];
    const member = own[a % own.length];
    if (!member) throw new RangeError('nobody');
    const { personId } = member;
    const item = [...items.values()].at(-1 - (a % Math.max(1, Math.min(items.size, 25)))); // of the newest
    const { place, active, zone } = await personNow(db, personId);
    const today = localDateOf(now, zone ?? place?.zone ?? 'UTC');
    const change = async (data: object) => {
      await db.person.update({ where: { id: personId }, data });
      await transact(db, (tx) => outbox.lookAgain(tx, now, [personId]));
    };
    const status = async (to: 'active' | 'left' | 'declined') => {
      await db.member.update({ where: { id: member.id }, data: { status: to } });
      await change({});
    };
    switch (kind) {
      case 'add': {
        if (!active.some(({ id }) => id === member.id)) return;
        const ref = newId();
        const notBefore = b % 4 === 0 ? new Date(now.getTime() + a * 5 * MINUTE) : now;
        const expiresAt = b % 3 === 0 ? new Date(notBefore.getTime() + (a + 1) * 4 * MINUTE) : null;
        items.set(ref, { ref, member, notBefore, expiresAt, ended: null, isTrue: true, wasShown: false });
        const urgency = (['answer', 'alone', 'rides', 'answer'] as const)[a % 4] ?? 'answer';
        const allianceId = allianceOf.get(member.id) ?? first.id;
        const row = {
          key: ref,
          allianceId,
          memberId: member.id,
          kind: 'toy.item',
          ref,
          rank: a % 50,
          urgency,
        };
        return transact(db, (tx) =>
          outbox.add(tx, now, [{ ...row, notBefore, ...(expiresAt ? { expiresAt } : {}) }]),
        );
      }
      case 'settle':
      case 'drop': {
        if (!item) return;
        item.ended ??= kind === 'settle' ? 'settled' : 'dropped';
        const as = kind === 'settle' ? 'settled' : 'dropped';
        return transact(db, (tx) => outbox.settle(tx, now, { ref: item.ref }, as));
      }
      case 'untrue':
      case 'true':
        if (item) item.isTrue = kind === 'true';
        return;
      case 'redraw':
        return item && transact(db, (tx) => outbox.redraw(tx, item.ref));
      case 'away': {
        const from = addDays(today, a % 3);
        return change({ absences: [{ from, until: addDays(from, b % 9) }] });
      }
      case 'back':
        return change({ absences: [], snoozedUntil: null });
      case 'snooze':
        return change({ snoozedUntil: new Date(now.getTime() + b * 10 * MINUTE) });
      case 'settings':
        return change({
          pace: a % 2 ? 'normal' : 'fewer',
          noteMinute: (b % 24) * 60,
          ...(a % 5 === 0 ? { zone: 'Asia/Kolkata' } : {}),
        });
      case 'leave':
        return status(b % 2 ? 'left' : 'declined');
      case 'rejoin':
        return status('active');
      case 'slack down':
        slack.downUntil = new Date(now.getTime() + b * MINUTE);
        return;
      case 'slack limits':
        slack.troubles.push('limited');
        return;
      case 'answer lost':
        slack.troubles.push('lost');
        return;
      case 'post lost':
        slack.troubles.push('lost and not accepted');
        return;
      case 'asleep':
        asleepUntil = new Date(now.getTime() + b * 2 * MINUTE);
    }
  }

  const events = life.events.toSorted((one, other) => one.at - other.at);
  const end = START + (WEEKS * 7 + AFTERWARDS_DAYS) * 1_440 * MINUTE;
  let steps = 0;
  for (;;) {
    const busy = await db.message.count({ where: { status: { in: ['pending', 'sending'] } } });
    const look = (await nextLook(db))?.getTime() ?? Number.POSITIVE_INFINITY;
    const work = Math.max(asleepUntil.getTime(), busy > 0 ? Math.min(look, now.getTime() + RETRY_MS) : look);
    const happens = events[0] ? START + events[0].at * MINUTE : Number.POSITIVE_INFINITY;
    const next = Math.min(work, happens);
    if (next > end) break;
    now = new Date(Math.max(next, now.getTime()));
    steps += 1;
    if (steps > 5_000) throw new Error('it never ends');
    while (events[0] && START + events[0].at * MINUTE <= now.getTime()) {
      const event = events.shift();
      if (event) await happen(event);
    }
    if (now >= asleepUntil) await step();
  }
  return { wrong, steps, notes: slack.posts.length, items: await count(db, wrong) };
}
