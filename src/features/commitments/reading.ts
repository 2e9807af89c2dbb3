import { whyOff } from '../../kernel/calendar.ts';
import { shiftWorkingDays } from '../../kernel/day-math.ts';
import { type DateReader, type Day, type FoundDate, findDate, readDate } from '../../kernel/read-date.ts';
import { nextOn, type Rhythm } from '../../kernel/rhythm.ts';
import { type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { doubtIn } from './certainty.ts';
import { clausesOf } from './clauses.ts';
import { agreedIn, isTold } from './minutes.ts';
import { isAbsence, isDont, isForTheBot } from './no-promise.ts';
import { addresseeOf, tidy } from './object.ts';
import { findRhythm } from './rhythm-phrases.ts';
import { linesOf, MENTION, mentionsBy, mentionsIn, plainText, sentencesOf } from './slack-text.ts';
import { isQuestion, promiserIn, promisesFrom, requestIn, type Subject } from './subject.ts';

/** Who speaks, and how they read dates. */
export interface Speaker extends DateReader {
  readonly userId: string;
}

export interface Said {
  readonly speaker: Speaker;
  readonly now: Date;
  readonly botUserId: string | null;
  /** A note ("flood map by Friday", "<@B>: site list") is a promise without saying "will"; a sentence is not. */
  readonly style?: 'sentence' | 'note';
}

export type When =
  | (Day & {
      readonly kind: 'day';
      /** Day and month swapped, where both readings exist: the confirmation offers it. */
      readonly other: Day | null;
      readonly isPast: boolean;
      /** Why nobody works that day in the calendar it was read with. */
      readonly off: ReturnType<typeof whyOff>;
    })
  /** "Asap" has no date and is looked at again in three working days. */
  | { readonly kind: 'asap'; readonly reviewOn: LocalDate }
  | { readonly kind: 'none' };

/** What is promised; `<@U…>` is the only markup in `what`. */
export interface Promised {
  readonly what: string;
  /** The Slack user it is for, if one was named. */
  readonly forUserId: string | null;
  readonly when: When;
  /** Where it is to come round; `when` is the first time. */
  readonly rhythm: Rhythm | null;
}

export type Reading =
  /** The owner's own word, or somebody's about them: the shell makes the latter a proposal. */
  | (Promised & { readonly kind: 'promise'; readonly ownerId: string })
  /** A proposal to whom it was asked of, once the speaker confirms. */
  | (Promised & { readonly kind: 'request'; readonly ownerId: string })
  /** Nobody, several or a team: the bot asks who, these first. */
  | (Promised & { readonly kind: 'who'; readonly candidates: readonly string[] })
  /** Said with a doubt: nothing is offered but "say so when you are sure". */
  | { readonly kind: 'unsure'; readonly word: string }
  /** "I'll be on leave": no promise; there is a command for it. */
  | { readonly kind: 'away'; readonly ownerId: string; readonly when: When }
  | { readonly kind: 'nothing' };

const REVIEW_DAYS = 3;
const ASAP =
  /(?:\b(?:by|for)\s+)?\b(?:asap|a\.s\.a\.p\.?|as soon as (?:possible|I can|you can|we can))(?![\p{L}])/iu;
/** No day at all: these words would only stand in the way of what is promised. */
const SOME_TIME =
  /[,\s]*\b(?:at\s+some\s+(?:point|time|stage)|some\s?time(?:\s+soon)?|some\s?day|soon|when\s+I\s+can|one\s+of\s+these\s+days)(?=[\s.!]*$)/iu;
const NOT_DONE = /n't\b|\b(?:not|never|missed)\b/iu;
const AFTERTHOUGHT = /^(?:by|due|before|deadline|until|no later|on|for)\b/iu;

/**
 * The promises in what somebody said to the bot, in their order; where there is none, a single reading that says why.
 * Dates are read in the speaker's zone; whose local date one is in the end is `dayFor`'s business, once the owner is
 * known. Never throws, whatever the text.
 */
export function readPromises(text: string, said: Said): Reading[] {
  const sentences = sentencesOf(plainText(text, said.botUserId));
  const asSaid = readAll(sentences, { ...said, style: 'sentence' });
  const isNote = said.style === 'note';
  if (!isNote || (sentences.length > 1 && asSaid.some(isPromised))) return promisesOrWhyNot(asSaid);
  // A note needs no "will"; of several sentences of which none is a promise the first that can be one is.
  return promisesOrWhyNot(readAll(sentences, said)).slice(0, 1);
}

/** The first of them. */
export function readPromise(text: string, said: Said): Reading {
  return readPromises(text, said)[0] ?? { kind: 'nothing' };
}

function readAll(sentences: readonly string[], said: Said): Reading[] {
  return sentences.flatMap((sentence, n) => {
    const next = sentences[n + 1] ?? '';
    const clauses = clausesOf(sentence, said.speaker.userId, (clause) => readSentence(clause, '', said));
    return clauses.map((clause, m) => readSentence(clause, m === clauses.length - 1 ? next : '', said));
  });
}

function promisesOrWhyNot(readings: readonly Reading[]): Reading[] {
  const promised = readings.filter(isPromised);
  if (promised.length > 0) return promised;
  const why = (kind: 'unsure' | 'away') => readings.find((reading) => reading.kind === kind);
  return [why('unsure') ?? why('away') ?? { kind: 'nothing' }];
}

/** Whether something was promised or asked for, by whomever. */
export function isPromised(reading: Reading): reading is Extract<Reading, Promised> {
  return 'what' in reading;
}

/** A pasted list, one commitment a line: each line's own words beside what was read in them. Headings are left out. */
export function readLines(text: string, said: Said): { readonly line: string; readonly reading: Reading }[] {
  return linesOf(plainText(text, said.botUserId)).flatMap((line) => {
    const agreed = agreedIn(line);
    return agreed === null ? [] : { line, reading: readSentence(agreed, '', { ...said, style: 'note' }) };
  });
}

function readSentence(sentence: string, next: string, said: Said): Reading {
  const { speaker, now } = said;
  // Ids hold digits and letters that a date parser would make something of.
  const masked = (words: string) =>
    words.replaceAll(new RegExp(MENTION, 'g'), (m) => `<${'x'.repeat(m.length - 2)}>`);
  const round = findRhythm(masked(sentence));
  const date = round ? null : dateIn(sentence, masked(sentence), said);
  const later = round || date || !AFTERTHOUGHT.test(next) ? null : findDate(masked(next), speaker, now);
  const isAsap = ASAP.test(sentence);
  const span = round?.span ?? date?.span;
  const blanked = span ? blank(sentence, span) : sentence;
  const words = (isAsap ? blanked.replace(ASAP, ' ') : blanked).replace(SOME_TIME, ' ');

  if (said.style !== 'note' && isQuestion(words)) return { kind: 'nothing' };
  // In a list of who does what, "<@B>: site list" asks nobody for anything.
  const isListed = said.style === 'note' && new RegExp(`^\\s*${MENTION}\\s*:`).test(words);
  const request = isListed ? null : requestIn(words);
  if (request && isDont(request.rest)) return { kind: 'nothing' };
  const isDated = (round ?? date ?? later) !== null;
  if (request && said.style !== 'note' && isForTheBot(request.rest, words, isDated))
    return { kind: 'nothing' };
  const doubt = request ? null : doubtIn(words);
  if (doubt !== null) return { kind: 'unsure', word: doubt };
  const subject =
    request ?? promiserIn(words, speaker.userId) ?? (said.style === 'note' ? noted(words, speaker) : null);
  if (!subject) return { kind: 'nothing' };
  const rhythm = round?.rhythm ?? null;
  const when = whenIn(rhythm, date ?? later, isAsap, said);
  if (!request && isAbsence(subject.rest)) return absence(subject, when, speaker);
  return assemble(subject, when, rhythm, speaker.userId);
}

/** Who will be away has a command for it; that somebody else will be is theirs to say. */
function absence(subject: Subject, when: When, { userId }: Speaker): Reading {
  const isOwn = subject.kind === 'one' && subject.userId === userId;
  return isOwn ? { kind: 'away', ownerId: userId, when } : { kind: 'nothing' };
}

function whenIn(
  rhythm: Rhythm | null,
  date: FoundDate | null,
  isAsap: boolean,
  { speaker, now }: Said,
): When {
  const today = localDateOf(now, speaker.zone);
  if (rhythm) return whenOf({ on: nextOn(rhythm, today, today), at: null, other: null }, speaker, now);
  if (date) return whenOf(date, speaker, now);
  if (isAsap) return { kind: 'asap', reviewOn: shiftWorkingDays(speaker.calendar, today, REVIEW_DAYS) };
  return { kind: 'none' };
}

/**
 * Of "I didn't send it on Monday, I'll send it Thursday" the part that promises has the date. Where it has none, or
 * begins with one ("On Friday, I'll send it"), the whole does, unless something was not done on the other one.
 */
function dateIn(sentence: string, masked: string, { speaker, now }: Said): FoundDate | null {
  const from = promisesFrom(sentence);
  const before = sentence.slice(0, from);
  if (from === 0 || readDate(before.replace(/^.*[,;]/su, ''), speaker, now))
    return findDate(masked, speaker, now);
  const own = findDate(blank(masked, [0, from]), speaker, now);
  return own || NOT_DONE.test(before) ? own : findDate(masked, speaker, now);
}

/** A date as the confirmation needs it, flagged by a calendar: the owner's, once it is known who that is. */
function whenOf(found: Omit<FoundDate, 'span'>, reader: DateReader, now: Date): When {
  const { on, at, other } = found;
  const isPast = at ? at < now : on < localDateOf(now, reader.zone);
  return { kind: 'day', on, at, other, isPast, off: whyOff(reader.calendar, on) };
}

/** A note names its owner anywhere ("flood map – <@B>"), or nobody: then it is the speaker's own. */
function noted(words: string, speaker: Speaker): Subject | null {
  if (isTold(words)) return null;
  const rest = words.trim().replace(/^(?:me|I)\s*[:–—-]\s+/iu, '');
  const name = /^(?<name>\p{Lu}[\p{L}'-]+(?:\s\p{Lu}[\p{L}'-]+)?)\s*(?::|\s[–—-])\s+(?<rest>.+)$/u.exec(
    rest,
  )?.groups;
  if (name) return { kind: 'unclear', userIds: [], rest: name.rest ?? '' };
  const owners = [
    ...rest.matchAll(new RegExp(`(?<!\\b(?:to|for|with|from|and|by|of)\\s+)${MENTION}`, 'giu')),
  ];
  const named = [...new Set(owners.flatMap(([mention]) => mentionsIn(mention)))];
  const several = new RegExp(`${MENTION}\\s*(?:,|and|&|/)\\s*${MENTION}`, 'iu').test(rest);
  if (several || named.length > 1) {
    const list = new RegExp(`^${mentionsBy(',|and|&|/')}`, 'iu');
    return { kind: 'unclear', userIds: mentionsIn(rest), rest: rest.replace(list, '') };
  }
  const [userId] = named;
  if (userId === undefined) return { kind: 'one', userId: speaker.userId, rest, addressed: null };
  return { kind: 'one', userId, rest: rest.replace(`<@${userId}>`, ' '), addressed: null };
}

function assemble(subject: Subject, when: When, rhythm: Rhythm | null, speakerId: string): Reading {
  const ownerId = subject.kind === 'unclear' ? null : subject.userId;
  const addressed = subject.kind === 'one' ? subject.addressed : null;
  const object = addresseeOf(subject.rest, { ownerId, speakerId, addressed });
  const what = tidy(object.rest);
  if (!/[\p{L}\p{N}]/u.test(what.replaceAll(new RegExp(MENTION, 'g'), ''))) return { kind: 'nothing' };
  const isAsked = subject.kind === 'asked';
  // Who asks for something is who it is for, unless they name somebody.
  const forUserId = object.userId ?? (isAsked && ownerId !== speakerId ? speakerId : null);
  const promised = { what, forUserId: forUserId === ownerId ? null : forUserId, when, rhythm };
  if (ownerId === null) {
    const candidates = subject.kind === 'unclear' ? subject.userIds : [];
    return { kind: 'who', candidates, ...promised };
  }
  return { kind: isAsked && ownerId !== speakerId ? 'request' : 'promise', ownerId, ...promised };
}

function blank(text: string, [from, until]: readonly [number, number]): string {
  return text.slice(0, from) + ' '.repeat(until - from) + text.slice(until);
}
