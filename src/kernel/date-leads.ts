/** What stands around a date in a sentence ("by", "before the board on", "between Monday and"), and what it says of it. */

import { type DayContext, shiftWorkingDays } from './day-math.ts';
import { COUNT, countOf, DAY_NAME, MONTH_NAME } from './number-words.ts';
import { addDays, type LocalDate } from './zoned.ts';

/** How firmly it makes a date the one by which something is due. */
export type Firmness = 'later-of-two' | 'by' | 'on' | 'since' | 'none' | 'not';

export interface Lead {
  /** Where it begins; where there is none, where the date does. */
  readonly from: number;
  readonly firmness: Firmness;
  /** Something is due before the date. */
  readonly isBefore: boolean;
  /** What counts from the date: "a week before the launch on", "two days after the meeting on". */
  readonly shift: ((on: LocalDate, day: DayContext) => LocalDate) | null;
}

const FIRM =
  /^(?:by|due|due on|due by|no later than|not later than|in time for|on or before|before|until|till|til|deadline)$/;
const EARLIER = /^(?:before|ahead of|prior to|in advance of)$/;
const NOT_YET = '(?:not|no)\\s+(?:before|earlier\\s+than|sooner\\s+than|until|till?)|after';
const DENIED = 'dated(?:\\s+(?:on|from))?|instead\\s+of|rather\\s+than|not(?:\\s+(?:by|on|in|at|for))?';
/** Nothing is due on such a day: not yet on it, or on another one. */
const NO_DUE_DAY = new RegExp(`^(?:${NOT_YET}|${DENIED})$`);
const PREPOSITION = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:at\\s+the\\s+latest,?\\s+)?(?<word>${NOT_YET}|${DENIED}|on\\s+or\\s+before|due(?:\\s+(?:on|by))?|deadline|` +
    'no\\s+later\\s+than|not\\s+later\\s+than|in\\s+time\\s+for|by|before|ahead\\s+of|prior\\s+to|in\\s+advance\\s+of|until|till|til|' +
    'on|for|at|in|during|over|from|since|of|around)(?<tail>:?\\s+(?:the\\s+|(?:at\\s+the\\s+)?latest\\s+|about\\s+|around\\s+)?|:)$',
  'iu',
);
/** "Don't publish it before Friday": nothing is due by then. */
const HELD_BACK =
  /(?:n't|(?<!\p{L})(?:not|never|nothing|nobody|no\s+one|none))(?!\p{L})(?:(?!'ll|\b(?:will|and|but|so)\b)[^,.;:!?–—]){0,80}$/iu;
const EVENT = "(?:(?:the|our|my|your|their|this|next|[\\p{L}']+'s)\\s+)?[\\p{L}\\p{N}' -]{2,40}$";
/** "Before the board meeting on 3 December": by the day before, though "on" stands in front of the date. */
const BEFORE_EVENT = new RegExp(
  `(?<!\\p{L})(?:before|ahead\\s+of|prior\\s+to|in\\s+advance\\s+of)\\s+${EVENT}`,
  'iu',
);
const AFTER_EVENT = new RegExp(`(?<!\\p{L})after\\s+${EVENT}`, 'iu');
const COUNTED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?<count>${COUNT})\\s+(?:(?<working>working|business)\\s+)?(?<unit>day|week)s?\\s*$`,
  'iu',
);
const NAMED = `(?:(?:this|next)\\s+)?(?:${DAY_NAME})|today|tomorrow`;
const NUMBERED = `(?:the\\s+)?\\d{1,2}(?:st|nd|rd|th)?(?:\\s+(?:of\\s+)?(?:${MONTH_NAME}))?|(?:${MONTH_NAME})\\s+\\d{1,2}`;
/** What stands before the later of two days: "between Monday and", "the 3rd or", "Mon-". */
const TWO_DAYS = new RegExp(
  '(?<![\\p{L}\\p{N}/.])(?:(?:by|on|for|until|some\\s?time)\\s+)?' +
    `(?:(?:between|from)\\s+(?:${NAMED}|${NUMBERED})\\s+(?:and|to)|(?:either\\s+)?(?:${NAMED}|${NUMBERED}),?\\s+or|(?:${DAY_NAME})\\s*[-–])` +
    '\\s*(?:on\\s+|the\\s+)?$',
  'iu',
);
/** A weekday in front of a date: "Friday, 13 March". */
const BESIDE = new RegExp(`\\b(?:${DAY_NAME}),?\\s+(?:the\\s+)?$`, 'i');

/** The lead of a date that begins where `text` ends; `inside`: the preposition with which the date itself begins. */
export function leadOf(text: string, inside: string): Lead {
  const beside = BESIDE.exec(text)?.index ?? text.length;
  const rest = text.slice(0, beside);
  const two = TWO_DAYS.exec(rest);
  if (two) return { from: two.index, firmness: 'later-of-two', isBefore: false, shift: null };
  const found = PREPOSITION.exec(rest);
  const from = found?.index ?? beside;
  const word = (found?.groups?.word?.replaceAll(/\s+/g, ' ') ?? inside).toLowerCase();
  const upToOn = word === 'on' ? text.slice(0, from).trimEnd() : '';
  const event = BEFORE_EVENT.exec(upToOn);
  const past = event ? null : AFTER_EVENT.exec(upToOn);
  const isBefore = event !== null || EARLIER.test(word);
  const isHeldBack =
    (isBefore || /^(?:until|till?)$/.test(word)) && HELD_BACK.test(text.slice(0, event?.index ?? from));
  return {
    from,
    firmness: isHeldBack ? 'not' : firmnessOf(word, isBefore),
    isBefore,
    shift: event ? shiftBy(text.slice(0, event.index), -1) : past && shiftBy(text.slice(0, past.index), 1),
  };
}

function firmnessOf(word: string, isBefore: boolean): Firmness {
  if (isBefore || FIRM.test(word)) return 'by';
  if (NO_DUE_DAY.test(word)) return 'not';
  if (/^(?:from|since|of)$/.test(word)) return 'since';
  return word ? 'on' : 'none';
}

/** All there is, or set off behind the rest: "flood map - 3/4". */
export function standsAlone(before: string, after: string): boolean {
  return /(?:^|[,;:|(–—]|\s-)\s*$/.test(before) && /^[\s.!)|]*$/.test(after);
}

/** "Friday at the earliest", "two days after" what is no date: nobody says by when. */
export function isNoDay(date: string, after: string): boolean {
  const isCounted = /\b(?:after|before)$/i.test(date) && /^\s+\p{L}/u.test(after);
  return isCounted || /^[,\s]*at\s+the\s+(?:very\s+)?earliest(?!\p{L})/iu.test(after);
}

const ARTICLE = /(?<!\p{L})(?:the|an?|our|my|your|their)\s+$/iu;
/** A word that goes on with the sentence, rather than naming what has the date in its name. */
const GOES_ON =
  'by|on|at|in|for|to|from|with|of|and|or|but|so|if|as|when|while|because|since|until|till|before|after|then|too|also|again|' +
  'please|pls|at|latest|though|unless|once|the|an?|my|our|your|their|his|her|its|this|that|these|those|you|we|they|he|she|' +
  'it|will|shall|can|could|would|should|is|are|was|am|has|have|first|morning|afternoon|evening|night|noon|lunch\\p{L}*';
const THING = new RegExp(`^\\s+(?!(?:${GOES_ON})(?!\\p{L}))\\p{Ll}`, 'u');
const SHORT = new RegExp(
  `^(?:(?:${DAY_NAME}),?\\s*)?(?:\\d{1,2}(?:st|nd|rd|th)?\\s+(?:${MONTH_NAME})|(?:${MONTH_NAME})(?:\\s+\\d{1,2})?|[qh]\\d|(?:week|wk|cw|kw)\\s?\\d{1,2})?(?:\\s+\\d{4})?$`,
  'i',
);

/** "The Q2 figures", "the 12 March draft": the date is part of what something is called. */
export function isInName(before: string, date: string, after: string): boolean {
  const [article = ''] = /^the\s+/i.exec(date) ?? [];
  return ARTICLE.test(before + article) && SHORT.test(date.slice(article.length)) && THING.test(after);
}

const EVENTS =
  'meeting|call|board|launch|session|workshop|event|visit|training|drill|assembly|hearing|conference|briefing|review';

/** "The Friday meeting": the day is that of what is so called. */
export function isEvent(after: string): boolean {
  return new RegExp(`^\\s+(?:\\p{L}+\\s+)?(?:${EVENTS})(?!\\p{L})`, 'iu').test(after);
}

/** So much before or after, as the end of the text says; null where it does not. */
function shiftBy(text: string, sign: 1 | -1): Lead['shift'] {
  const { count, working, unit = '' } = COUNTED.exec(text)?.groups ?? {};
  if (count === undefined) return null;
  const n = sign * countOf(count) * (/^week/i.test(unit) ? 7 : 1);
  return (on, { calendar }) => (working ? shiftWorkingDays(calendar, on, n) : addDays(on, n));
}
