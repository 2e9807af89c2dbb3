/** What must hold of everything that arrives, by what Slack was told, against what is so at that moment. */
import type { PrismaClient } from '../../src/db/generated/client.ts';
import { memberCards } from '../../src/db/people.ts';
import { addWorkingDays, isAbsent, isWorkingTime } from '../../src/kernel/calendar.ts';
import { type LocalDate, localDateOf, startOfWeek } from '../../src/kernel/zoned.ts';
import type { PolicyWorld } from './policy-world.ts';
import type { ToyPost } from './toy-slack.ts';

/** As docs/policy.md has it, and not as the code does. */
const NOTES_A_WEEK = { normal: 3, fewer: 1 } as const;
const ITEMS_A_NOTE = 12;

export interface Examined {
  /** What should not have been, in words. */
  readonly wrong: string[];
  /** Messages and items that Slack was told of before. */
  readonly twice: string[];
  /** The items that Slack was told of. */
  readonly shown: Set<string>;
  notes: number;
  nudges: number;
  toOthers: number;
  /** Looks at what was posted since the last look. */
  examine(): Promise<void>;
}

export function examiner(db: PrismaClient, { clock, slack }: PolicyWorld): Examined {
  const keys = new Set<string>();
  const noteDates = new Map<string, LocalDate[]>();
  let looked = 0;

  const all: Examined = {
    wrong: [],
    twice: [],
    shown: new Set(),
    notes: 0,
    nudges: 0,
    toOthers: 0,
    async examine() {
      const posts = slack.posts.slice(looked);
      looked = slack.posts.length;
      for (const post of posts) {
        for (const one of [post.key, ...post.items]) {
          const before = one === post.key ? keys : all.shown;
          if (before.has(one)) all.twice.push(`${post.at.toISOString()} ${post.key}: ${one}`);
          before.add(one);
        }
      }
      await examineNotes(posts.filter(({ key }) => key.startsWith('note/')));
      await examineNudges(posts);
    },
  };
  const wrong = (at: Date, about: string, what: string, holds: boolean) => {
    if (!holds) all.wrong.push(`${at.toISOString()} ${about}: ${what}`);
  };

  /** The person's hours, days, week and wishes. */
  async function examineNotes(notes: readonly ToyPost[]): Promise<void> {
    const personOf = ({ key }: ToyPost) => key.split('/')[1] ?? '';
    const personId = { in: notes.map(personOf) };
    const cards = await memberCards(db, { personId, status: 'active' });
    const byPerson = new Map(cards.map((card) => [card.personId as string, card]));
    for (const note of notes) {
      all.notes += 1;
      const { key, at, items } = note;
      const card = byPerson.get(personOf(note));
      wrong(at, key, 'to somebody who left', card !== undefined);
      if (!card) continue;
      const { calendar, pace, snoozedUntil } = card;
      const today = localDateOf(at, calendar.zone);
      wrong(at, key, 'outside working time, on a holiday or while away', isWorkingTime(calendar, at));
      wrong(at, key, 'while snoozed', !snoozedUntil || snoozedUntil <= at);
      wrong(at, key, 'longer than a note may be', items.length <= ITEMS_A_NOTE);
      const week = startOfWeek(today);
      const dates = (noteDates.get(card.personId) ?? []).filter((date) => startOfWeek(date) === week);
      wrong(at, key, 'a second one on a day', !dates.includes(today));
      noteDates.set(card.personId, [...dates, today]);
      wrong(at, key, 'more in a week than its reader wishes', dates.length < NOTES_A_WEEK[pace]);
    }
  }

  /** Nobody hears before the owner; what is held holds the rest; an end stops everything. */
  async function examineNudges(posts: readonly ToyPost[]): Promise<void> {
    const atOf = new Map(posts.flatMap(({ items, at }) => items.map((id) => [id, at] as const)));
    const nudges = await db.item.findMany({
      where: { id: { in: [...atOf.keys()] }, kind: 'commitments.nudge' },
    });
    if (nudges.length === 0) return;
    const refs = nudges.map(({ ref }) => ref);
    const commitments = new Map(
      (await db.commitment.findMany({ where: { id: { in: refs } }, include: { alliance: true } })).map(
        (one) => [one.id, one],
      ),
    );
    const owners = [...commitments.values()].map(({ ownerId }) => ownerId);
    const cards = new Map(
      (await memberCards(db, { id: { in: owners } })).map((card) => [card.id as string, card]),
    );
    const steps = Map.groupBy(
      await db.nudgeStep.findMany({ where: { commitmentId: { in: refs } } }),
      ({ commitmentId }) => commitmentId,
    );
    const mutes = await db.nudgeMute.findMany({ where: { commitmentId: { in: refs } } });
    for (const { id, ref, memberId, data } of nudges) {
      const at = atOf.get(id) ?? clock.now;
      const { step, base } = data as { step: string; base: string };
      const check = (what: string, holds: boolean) => wrong(at, `${step} of ${ref}`, what, holds);
      all.nudges += 1;
      const commitment = commitments.get(ref);
      const owner = commitment && cards.get(commitment.ownerId);
      check('about a promise of nobody', owner !== undefined && memberId !== null);
      if (!commitment || !owner || !memberId) continue;
      const { endedAt, alliance } = commitment;
      check('after its end', !endedAt || endedAt >= at);
      check('while its alliance rests', !alliance.pausedAt || alliance.pausedAt >= at);
      const isMuted = mutes.some(
        (mute) => mute.commitmentId === ref && [memberId, owner.id].includes(mute.memberId) && mute.at < at,
      );
      check('though it is muted', !isMuted);
      if (step.startsWith('proposed')) continue;
      check('though nobody has accepted it', commitment.status !== 'proposed');
      if (memberId === owner.id) continue;
      all.toOthers += 1;
      check('while its owner snoozes', !owner.snoozedUntil || owner.snoozedUntil <= at);
      const { calendar } = owner;
      check('while its owner is away', !isAbsent(calendar, localDateOf(at, calendar.zone)));
      const taken = (steps.get(ref) ?? []).filter(({ baseAt }) => baseAt.toISOString() === base);
      const peer = taken.find((one) => one.step === 'ask-peer');
      check('of its peer again', step !== 'ask-leader' || peer?.memberId !== memberId);
      // Nobody hears before the owner: of this step and this reader, a working day earlier.
      const told = taken.find(({ nextStep, nextId }) => nextStep === step && nextId === memberId);
      check('before its owner was told', !!told?.deliveredAt);
      if (!told?.deliveredAt) continue;
      const own = taken.find((one) => one.step === step);
      const on = localDateOf(own?.at ?? at, calendar.zone);
      const toldOn = localDateOf(told.deliveredAt, calendar.zone);
      check('on the owner’s own day', on >= addWorkingDays({ ...calendar, absences: [] }, toldOn, 1));
      for (const { until } of calendar.absences) {
        if (until < toldOn || until >= on) continue;
        const back = addWorkingDays(calendar, until, 1);
        check('on the day of its owner’s return', on >= addWorkingDays(calendar, back, 1));
      }
      check('before the day that was named', !told.nextOn || on >= told.nextOn);
    }
  }

  return all;
}
