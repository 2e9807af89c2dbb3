/** A sentence to the bot: what is read in it is shown back, and recorded at the speaker's word only. */
import type { Act, By, Reply } from '../../feature.ts';
import { dayFor } from '../../kernel/read-date.ts';
import { type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import type { DraftContent } from './draft.ts';
import { type Promised, type Reading, readPromise, type When } from './reading.ts';
import { showBack } from './recording.ts';
import { mentionsIn } from './slack-text.ts';
import { type MemberCard, membersByUser, peopleById } from './store.ts';
import { NOT_READ, WHEN_SURE, withNames } from './views.ts';

/**
 * Reads a promise or a request. `asNote`: after the word `commit`, where "flood map by Friday" is one as well;
 * elsewhere a sentence without a promise is left to others.
 */
export async function hear(
  act: By<Act>,
  text: string,
  permalink: string | null,
  asNote: boolean,
): Promise<Reply | 'not mine'> {
  const { db, now, actor } = act;
  const me = (await peopleById(db, [actor.member.id])).get(actor.member.id);
  if (!me) return 'not mine';
  const { zone, country } = me.calendar;
  const speaker = { userId: actor.userId, zone, country, dayFirst: me.dayFirst, calendar: me.calendar };
  const said = { speaker, now, botUserId: null, style: asNote ? 'note' : 'sentence' } as const;
  const reading = readPromise(text, said);
  switch (reading.kind) {
    case 'nothing':
      return asNote ? { say: NOT_READ } : 'not mine';
    case 'unsure':
      return { say: WHEN_SURE };
    default: {
      const named = await membersByUser(db, actor.member.allianceId, [actor.userId, ...mentionsIn(text)]);
      await showBack(act, contentOf(reading, named, zone, now), permalink);
      return null;
    }
  }
}

/** What was read, with members instead of mentions. Whoever is no member of the alliance cannot be signed up. */
function contentOf(
  reading: Extract<Reading, Promised>,
  named: ReadonlyMap<string, MemberCard>,
  speakerZone: string,
  now: Date,
): DraftContent {
  const owner = reading.kind === 'who' ? undefined : named.get(reading.ownerId);
  const whom = reading.forUserId === null ? undefined : named.get(reading.forUserId);
  return {
    text: withNames(reading.what, new Map([...named].map(([userId, { name }]) => [userId, name]))),
    ownerId: owner?.id ?? null,
    forId: whom?.id ?? null,
    ...dates(reading.when, owner?.calendar.zone ?? speakerZone, now),
  };
}

type Dates = Pick<DraftContent, 'dueOn' | 'dueAt' | 'reviewOn' | 'otherDueOn' | 'passedOn'>;

/** The day is the owner's: where a time was named, the one on which that moment falls there. */
function dates(when: When, zone: string, now: Date): Dates {
  const none = { dueOn: null, dueAt: null, reviewOn: null, otherDueOn: null, passedOn: null };
  switch (when.kind) {
    case 'none':
      return none;
    case 'asap':
      return { ...none, reviewOn: when.reviewOn };
    case 'day': {
      const dueOn = dayFor(when, zone);
      const isPast = (on: LocalDate) => on < localDateOf(now, zone);
      const other = when.other ? dayFor(when.other, zone) : null;
      if (when.isPast || isPast(dueOn)) return { ...none, passedOn: dueOn };
      const otherDueOn = other !== null && other !== dueOn && !isPast(other) ? other : null;
      return { ...none, dueOn, dueAt: when.at?.toISOString() ?? null, otherDueOn };
    }
  }
}
