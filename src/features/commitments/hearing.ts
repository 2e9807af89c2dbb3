/** A sentence to the bot: what is read in it is shown back, and recorded at the speaker's word only. */
import type { Act, By, Look } from '../../act.ts';
import type { Reply } from '../../item.ts';
import type { WorkingCalendar } from '../../kernel/calendar.ts';
import { dayFor } from '../../kernel/read-date.ts';
import { type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { showSeveral } from './batches.ts';
import { type DraftContent, reviewDay } from './draft.ts';
import { isPromised, type Promised, type Reading, readLines, readPromises, type When } from './reading.ts';
import { type Origin, showBack } from './recording.ts';
import { isList, mentionsIn } from './slack-text.ts';
import { type MemberCard, membersByUser, peopleById } from './store.ts';
import { AWAY, NOT_READ, WHEN_SURE, withNames } from './views.ts';

/**
 * Reads promises and requests. `as`: a `sentence` without a promise is left to others; behind the word `commit`
 * "flood map by Friday" is a `note`; after the meeting there is one in each line of a `list`.
 */
export async function hear(
  act: By<Act>,
  text: string,
  origin: Origin,
  as: 'sentence' | 'note' | 'list',
): Promise<Reply | 'not mine'> {
  const heard = await read(act, text, as, act.actor.userId);
  if (!heard) return 'not mine';
  const { contents, doubts, isAway } = heard;
  const [first, ...more] = contents;
  if (first === undefined) {
    if (doubts > 0) return { say: WHEN_SURE };
    if (isAway) return { say: AWAY };
    return as === 'sentence' ? 'not mine' : { say: NOT_READ };
  }
  if (more.length === 0 && as !== 'list') {
    await showBack(act, first, origin);
    return null;
  }
  return showSeveral(act, contents, origin);
}

/** What was read in somebody's words. */
export interface Heard {
  readonly contents: DraftContent[];
  /** How much of it sounded open still. */
  readonly doubts: number;
  /** Whether they say that they will be away. */
  readonly isAway: boolean;
}

/** What a member of the alliance has promised or asked for in these words; null where its writer is none. */
export async function read(
  { db, now, actor }: Pick<By<Look>, 'db' | 'now' | 'actor'>,
  text: string,
  as: 'sentence' | 'note' | 'list',
  writtenBy: string,
): Promise<Heard | null> {
  const { allianceId } = actor.member;
  const named = await membersByUser(db, allianceId, [writtenBy, ...mentionsIn(text)]);
  const writer =
    writtenBy === actor.userId
      ? (await peopleById(db, [actor.member.id])).get(actor.member.id)
      : named.get(writtenBy);
  if (!writer) return null;
  const { zone, country } = writer.calendar;
  const { dayFirst, calendar } = writer;
  const speaker = { userId: writtenBy, zone, country, dayFirst, calendar };
  const said = { speaker, now, botUserId: null, style: as === 'sentence' ? 'sentence' : 'note' } as const;
  const readings =
    as === 'list' || isList(text) ? readListed(text, said, as === 'list') : readPromises(text, said);
  return {
    contents: readings.filter(isPromised).map((reading) => contentOf(reading, named, writer, now)),
    doubts: readings.filter(({ kind }) => kind === 'unsure').length,
    isAway: readings.some(({ kind }) => kind === 'away'),
  };
}

/** The lines of a list; where nobody called it one, only those that name somebody or a day, or promise something. */
function readListed(text: string, said: Parameters<typeof readLines>[1], all: boolean): Reading[] {
  const lines = readLines(text, said).filter(({ line }) => !/[:,]$/u.test(line)); // "From Monday's meeting:"
  const read = lines.filter(
    ({ line, reading }) =>
      all ||
      !isPromised(reading) ||
      mentionsIn(line).length > 0 ||
      reading.when.kind !== 'none' ||
      readPromises(line, { ...said, style: 'sentence' }).some(isPromised),
  );
  return read.map(({ reading }) => reading);
}

/** What was read, with members instead of mentions. Whoever is no member of the alliance cannot be signed up. */
function contentOf(
  reading: Extract<Reading, Promised>,
  named: ReadonlyMap<string, MemberCard>,
  speaker: MemberCard,
  now: Date,
): DraftContent {
  const owner = reading.kind === 'who' ? undefined : named.get(reading.ownerId);
  const whom = reading.forUserId === null ? undefined : named.get(reading.forUserId);
  return {
    text: withNames(reading.what, new Map([...named].map(([userId, { name }]) => [userId, name]))),
    ownerId: owner?.id ?? null,
    forId: whom?.id ?? null,
    ...dates(reading.when, (owner ?? speaker).calendar, now),
    rhythm: reading.rhythm,
    audience: 'org',
  };
}

type Dates = Pick<DraftContent, 'dueOn' | 'dueAt' | 'reviewOn' | 'otherDueOn' | 'passedOn'>;

/** The day is the owner's: where a time was named, the one on which that moment falls there. */
function dates(when: When, calendar: WorkingCalendar, now: Date): Dates {
  const { zone } = calendar;
  const none = { dueOn: null, dueAt: null, reviewOn: null, otherDueOn: null, passedOn: null };
  switch (when.kind) {
    case 'none':
      return { ...none, reviewOn: reviewDay(calendar, now) };
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
