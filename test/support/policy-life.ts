/** Histories of people who promise, wish, move and go, lived through; what must hold of every nudge that arrives. */
import type { PrismaClient } from '../../src/db/generated/client.ts';
import { memberCards } from '../../src/db/people.ts';
import type { Values } from '../../src/feature.ts';
import { addWorkingDays, isAbsent } from '../../src/kernel/calendar.ts';
import { addDays, type LocalDate, localDateOf, startOfWeek } from '../../src/kernel/zoned.ts';
import { NOTES_A_WEEK } from '../../src/outbox/limits.ts';
import type { TestMember } from './alliance.ts';
import { CHOICES, type History, KINDS, WEEKS } from './policy-lives.ts';
import { policyCast } from './policy-world.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-01-05T10:00:00Z');
const AFTERWARDS = 5 * 7;

/** Lives through a history of so many weeks and five quiet ones; everything that should not have been. */
export async function liveOut(db: PrismaClient, { acts }: History, weeks = WEEKS) {
  const { world, ours, ...cast } = await policyCast(db);
  const people = Object.values(cast) as TestMember[];
  await ours.pair(cast.ana, cast.ben);
  await ours.pair(cast.lea, cast.dana);
  for (const one of people) await world.tell(one);
  const wrong: string[] = [];
  const ended = new Map<string, Date>();
  let restsSince: Date | null = null;

  async function happen({ act, who, a }: History['acts'][number]): Promise<void> {
    const me = people[who];
    const other = people[(who + 1 + (a % 5)) % 6];
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
      case 'join':
        await db.member.update({
          where: { id: me.id },
          data: { status: act === 'join' ? 'active' : 'left' },
        });
        return world.tell(me);
      case 'pair':
        if (me.organisationId !== other.organisationId) await ours.pair(me, other).catch(() => {});
        return;
      case 'fewer':
        await db.person.update({ where: { id: me.personId }, data: { pace: a % 2 ? 'fewer' : 'normal' } });
        return world.tell(me);
      case 'rest':
        if (restsSince) return;
        await world.command(cast.cora, 'pause').catch(() => null);
        restsSince = world.clock.now;
        return;
      case 'go on':
        if (!restsSince) return;
        await world.command(cast.cora, 'resume');
        restsSince = null;
    }
  }

  /** Opens the form behind a button of somebody's newest nudge, where there is one, and sends it. */
  async function fill(who: TestMember, choice: string, values: Values): Promise<void> {
    const reply = await world.press(who, choice);
    if (reply && reply !== 'not offered' && 'form' in reply) await world.submit(who, reply.form, values);
  }

  const seen = new Set<string>();
  /** What has arrived since, against what may arrive at this moment. */
  async function examine(): Promise<void> {
    const items = await db.item.findMany({
      where: { kind: 'commitments.nudge', deliveredAt: { not: null } },
    });
    const fresh = items.filter(({ id }) => !seen.has(id));
    if (fresh.length === 0) return;
    const cards = new Map((await memberCards(db, {})).map((card) => [card.id as string, card]));
    const commitments = new Map((await db.commitment.findMany()).map((one) => [one.id, one]));
    const steps = await db.nudgeStep.findMany();
    for (const { id, ref, memberId, data, deliveredAt } of fresh) {
      seen.add(id);
      const at = deliveredAt ?? world.clock.now;
      const { step, base } = data as { step: string; base: string };
      const say = (what: string) => wrong.push(`${at.toISOString()} ${step} of ${ref}: ${what}`);
      const commitment = commitments.get(ref);
      if (!commitment || !memberId) continue;
      const end = ended.get(ref);
      if (end && at > end) say('after its end');
      if (restsSince && at > restsSince) say('while its alliance rests');
      const muted = await db.nudgeMute.findFirst({
        where: { commitmentId: ref, memberId: { in: [memberId, commitment.ownerId] } },
      });
      if (muted && muted.at < at) say('though it is muted');
      if (memberId === commitment.ownerId || step.startsWith('proposed')) continue;
      const owner = cards.get(commitment.ownerId);
      if (owner?.snoozedUntil && owner.snoozedUntil > at) say('while its owner snoozes');
      if (owner && isAbsent(owner.calendar, localDateOf(at, owner.calendar.zone)))
        say('while its owner is away');
      // Nobody hears before the owner: of this step and this reader, a working day earlier.
      const told = steps.find(
        (one) =>
          one.commitmentId === ref &&
          one.baseAt.toISOString() === base &&
          one.nextStep === step &&
          one.nextId === memberId,
      );
      if (!told?.deliveredAt || !owner) {
        say('before its owner was told');
        continue;
      }
      const { zone } = owner.calendar;
      const usual = { ...owner.calendar, absences: [] };
      const taken = steps.find(
        (one) => one.commitmentId === ref && one.baseAt.toISOString() === base && one.step === step,
      );
      const on = localDateOf(taken?.at ?? at, zone);
      if (on < addWorkingDays(usual, localDateOf(told.deliveredAt, zone), 1)) say('on the owner’s own day');
      const toldOn = localDateOf(told.deliveredAt, zone);
      for (const { until } of owner.calendar.absences) {
        if (until < toldOn || until >= on) continue;
        const back = addWorkingDays(owner.calendar, until, 1);
        if (on < addWorkingDays(owner.calendar, back, 1)) say('on the day of its owner’s return');
      }
      if (told.nextOn && on < (told.nextOn as LocalDate)) say('before the day that was named');
    }
  }

  const queue = acts.toSorted((one, two) => one.hour - two.hour);
  const end = START + (weeks * 7 + AFTERWARDS) * DAY;
  for (let t = START; t < end; t += 6 * 3_600_000) {
    await world.goTo(new Date(t));
    await examine();
    while (queue[0] && START + queue[0].hour * 3_600_000 <= t) {
      const next = queue.shift();
      if (next) await happen(next);
      if (queue.length > 0) continue;
      // Everybody is there for the quiet weeks, so that what was promised runs its course.
      for (const who of people.keys()) await happen({ act: 'join', who, a: 0, hour: 0 });
      await happen({ act: 'go on', who: 5, a: 0, hour: 0 });
    }
    for (const one of await db.commitment.findMany({ where: { endedAt: { not: null } } })) {
      if (one.endedAt && !ended.has(one.id)) ended.set(one.id, one.endedAt);
      if (one.status === 'accepted' || one.status === 'proposed') ended.delete(one.id);
    }
  }
  const notes = await db.message.findMany({
    where: { kind: 'note', ts: { not: null } },
    include: { person: true },
  });
  for (const [key, week] of Map.groupBy(
    notes,
    ({ personId, localDate }) => `${personId} ${startOfWeek(localDate as LocalDate)}`,
  )) {
    if (week.length > NOTES_A_WEEK.normal) wrong.push(`${key}: ${week.length} notes a week`);
  }
  const keys = [...seen];
  const toOthers = await db.item.count({
    where: { id: { in: keys }, data: { path: ['step'], string_starts_with: 'ask-' } },
  });
  return { wrong, nudges: keys.length, toOthers, notes: notes.length };
}
