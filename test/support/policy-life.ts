/** Histories of people who promise, wish, move and go, lived through side by side in one database. */
import type { PrismaClient } from '../../src/db/generated/client.ts';
import type { Values } from '../../src/feature.ts';
import { bringIn, takeOut } from '../../src/features/alliances/membership.ts';
import { addDays, localDateOf } from '../../src/kernel/zoned.ts';
import { type TestMember, testAlliance } from './alliance.ts';
import { atATime } from './at-a-time.ts';
import { examiner } from './policy-checks.ts';
import { CHOICES, type History, KINDS, WEEKS } from './policy-lives.ts';
import { clearPolicy, POLICY_START, type PolicyWorld, policyPeople, policyWorld } from './policy-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = POLICY_START.getTime();
const STEP = 6 * HOUR;
const AFTERWARDS = 5 * 7;
/** What was written this long before the end has had its time to arrive: a full week's notes, an absence. */
const TIME_TO_ARRIVE = 3 * 7;
const AT_A_TIME = 8;

/** What has come of it, by what Slack was told. */
export interface LivedOut {
  /** What should not have been, in words. */
  readonly wrong: readonly string[];
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  readonly notes: number;
  readonly nudges: number;
  readonly toOthers: number;
  readonly items: number;
  readonly people: number;
}

/** Lives through these histories of so many weeks and five quiet ones, an alliance each. */
export async function liveOut(
  db: PrismaClient,
  histories: readonly History[],
  weeks = WEEKS,
  say: (words: string) => void = () => {},
): Promise<LivedOut> {
  await clearPolicy(db);
  const lanes = histories.map((_, n) => `T${n + 1}`);
  const world = policyWorld(db, POLICY_START, new Set(lanes));
  const lives: AllianceLife[] = [];
  for (const [n, history] of histories.entries()) lives.push(await begin(db, world, history, lanes[n]));
  const found = examiner(db, world);

  const days = weeks * 7 + AFTERWARDS;
  let said = 0;
  for (let t = START; t < START + days * DAY; t += STEP) {
    await world.goTo(new Date(t));
    await found.examine();
    for (const one of found.wrong.slice(said)) say(one);
    said = found.wrong.length;
    await atATime(AT_A_TIME, lives, (life) => life.actUntil(t));
    if ((t - START) % (28 * DAY) === 0) {
      say(`day ${(t - START) / DAY}: ${found.notes} notes, ${said} things wrong`);
    }
  }
  await world.goTo(new Date(START + days * DAY));
  await found.examine();
  const lost = await lostOf(db, found.shown, new Date(START + (days - TIME_TO_ARRIVE) * DAY));
  const { wrong, twice, notes, nudges, toOthers, shown } = found;
  const people = await db.person.count();
  return { wrong, lost, twice, notes, nudges, toOthers, items: shown.size, people };
}

/** What should have arrived: it waits still, or counts as delivered and Slack was never told. */
async function lostOf(db: PrismaClient, shown: ReadonlySet<string>, before: Date): Promise<string[]> {
  const where = { status: 'open' as const, deliveredAt: null, pushAt: { lt: before } };
  const waiting = await db.item.findMany({ where, select: { key: true } });
  const delivered = await db.item.findMany({
    where: { deliveredAt: { not: null } },
    select: { id: true, key: true },
  });
  const unseen = delivered.filter(({ id }) => !shown.has(id));
  return [...waiting, ...unseen].map(({ key }) => key);
}

interface AllianceLife {
  /** What happens until then, one thing after another. */
  actUntil(t: number): Promise<void>;
}

async function begin(
  db: PrismaClient,
  world: PolicyWorld,
  { acts, others }: History,
  lane: string | undefined,
): Promise<AllianceLife> {
  const ours = await testAlliance(db, POLICY_START, lane);
  const cast = await policyPeople(ours);
  const people: TestMember[] = Object.values(cast);
  for (const [n, { isHost, role, level, pace, noteMinute }] of others.entries()) {
    const person = { pace, noteMinute };
    people.push(await ours.member(isHost ? ours.south : ours.north, `Person${n}`, { role, level, person }));
  }
  await ours.pair(cast.ana, cast.ben);
  await ours.pair(cast.lea, cast.dana);
  for (const one of people) await world.tell(one);
  const rows = await db.member.findMany({ where: { allianceId: ours.id } });
  const roles = new Map(rows.map(({ id, role }) => [id, role]));

  async function happen({ act, who, a }: History['acts'][number]): Promise<void> {
    const at = who % people.length;
    const me = people[at];
    const other = people[(at + 1 + (a % (people.length - 1))) % people.length];
    if (!me || !other) throw new RangeError('nobody');
    const active = await db.member.findUniqueOrThrow({ where: { id: me.id } });
    if (active.status !== 'active' && act !== 'join') return;
    const today = localDateOf(world.clock.now, 'Europe/London');
    switch (act) {
      case 'promise':
      case 'propose': {
        const proposed = act === 'propose';
        const dueOn = addDays(today, (a % 25) - 2);
        const more = { dueOn, baseAt: world.clock.now, createdAt: world.clock.now };
        const id = await ours.commitment(me, a % 7 === 0 ? null : other, `promise ${a}`, {
          ...more,
          ...(proposed ? { status: 'proposed', writtenById: other.id } : {}),
        });
        const item = {
          allianceId: ours.id,
          memberId: me.id,
          kind: 'commitments.proposal',
          ref: id,
          rank: 50,
        };
        await world.work(async ({ db: tx, now, outbox, tell }) => {
          if (proposed) await outbox.add(tx, now, [{ ...item, key: id, urgency: 'answer' }]);
          await tell({ kind: 'commitment', id });
        });
        return;
      }
      case 'press': {
        const choice = CHOICES[a % CHOICES.length] ?? '';
        await world.press(me, choice, KINDS[a % KINDS.length]);
        return;
      }
      case 'date':
        return fill(me, 'date', { by: addDays(today, a % 12) });
      case 'hand over':
        return fill(me, 'hand-over', { who: other.id });
      case 'blocked':
        return fill(me, 'blocked', { words: `keys ${a}` });
      case 'snooze':
        await world.command(me, 'snooze', ['1 day', '3 days', 'next week', 'off'][a % 4]);
        return;
      case 'away': {
        const from = addDays(today, a % 4);
        await world.command(me, 'away', `${from} to ${addDays(from, a % 9)}`);
        return;
      }
      case 'back':
        await world.command(me, 'away', 'back');
        return;
      case 'mute':
      case 'unmute': {
        const where = { ownerId: me.id, status: { in: ['proposed' as const, 'accepted' as const] } };
        const open = await db.commitment.findMany({ where, orderBy: { id: 'asc' } });
        await world.command(me, act, open[a % Math.max(1, open.length)]?.text ?? '');
        return;
      }
      case 'norms': {
        const data = { replyDays: a % 7 };
        await db.organisation.update({ where: { id: me.organisationId }, data });
        for (const one of people) await world.tell(one);
        return;
      }
      case 'leave':
        return world.work((work) => takeOut(work, { ...me, allianceId: ours.id }, 'left'));
      case 'join':
        if (active.status === 'active') return;
        await world.work((work) => bringIn(work, ours.id, me.personId, ''));
        // Their organisation says again what they are.
        await db.member.update({ where: { id: me.id }, data: { role: roles.get(me.id) ?? 'member' } });
        return world.tell(me);
      case 'pair':
        if (me.organisationId !== other.organisationId) await ours.pair(me, other).catch(() => {});
        return;
      case 'fewer':
        await db.person.update({ where: { id: me.personId }, data: { pace: a % 2 ? 'fewer' : 'normal' } });
        return world.tell(me);
      case 'rest':
        await world.command(cast.cora, 'pause');
        return;
      case 'go on':
        await world.command(cast.cora, 'resume');
    }
  }

  /** Opens the form behind a button of somebody's newest nudge, where there is one, and sends it. */
  async function fill(who: TestMember, choice: string, values: Values): Promise<void> {
    const reply = await world.press(who, choice);
    if (reply && reply !== 'not offered' && 'form' in reply) await world.submit(who, reply.form, values);
  }

  const queue = acts.toSorted((one, two) => one.hour - two.hour);
  return {
    async actUntil(t) {
      while (queue[0] && START + queue[0].hour * HOUR <= t) {
        const next = queue.shift();
        if (next) await happen(next);
        if (queue.length > 0) continue;
        // Everybody is there for the quiet weeks, so that what was promised runs its course.
        for (const who of people.keys()) await happen({ act: 'join', who, a: 0, hour: 0 });
        await happen({ act: 'go on', who: 5, a: 0, hour: 0 });
      }
    },
  };
}
