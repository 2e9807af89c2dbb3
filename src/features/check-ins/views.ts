/** Every word that check-ins say in a note. Forms are in form-views.ts. */
import type { Choice, ItemView } from '../../item.ts';

import { weekdayName } from '../../kernel/rhythm.ts';
import { addDays, type LocalDate, weekdayOf } from '../../kernel/zoned.ts';
import { cut, dayWords, escapeText } from '../../slack/blocks.ts';
import {
  type Answer,
  type Level,
  MOST_REMARK,
  type OpenPromise,
  type Round,
  type Said,
  shared,
} from './domain.ts';

export const ANSWER_LABELS: Readonly<Record<Answer, string>> = {
  spoke: 'We spoke',
  not_this_time: 'Not this time',
  need_a_hand: 'I need a hand',
};

const ANSWER_CHOICES: readonly Choice[] = [
  { id: 'spoke', label: ANSWER_LABELS.spoke, style: 'primary' },
  { id: 'not_this_time', label: ANSWER_LABELS.not_this_time },
  { id: 'hand', label: ANSWER_LABELS.need_a_hand },
];

const QUESTIONS: Readonly<Record<Level, string>> = {
  sponsor: 'Perhaps: is there a decision to unblock?',
  operational: 'Perhaps: what waits on the other side?',
  front_line: 'Perhaps: is anything awkward in practice?',
};

/** A promise that came out of a talk: the door of commitments, for whoever one spoke with. */
function recordFor({ memberId }: Round['other']): Choice {
  return { id: `door:commitments.promise/${memberId}`, label: 'Record a commitment' };
}

const MOST_NAMED = 3;
const MOST_HOLIDAYS = 3;

/** The prompt of a round, and what it turns into once it is answered or over; null where it need not leave. */
export function promptView(round: Round, wasSettled: boolean): ItemView | null {
  if (round.mine) return answeredView(round, round.mine);
  const name = escapeText(cut(round.other.name, 80));
  if (!round.isOpen) {
    const theirs = theirWords(round);
    return wasSettled
      ? { text: [`This round with ${name} is over.`, ...theirs].join('\n'), choices: [] }
      : null;
  }
  const when = round.isDaily ? 'today' : 'this week';
  const open = openWords(round.between, round);
  const text = `A word with *${name}* (${escapeText(cut(round.other.organisation, 80))}) ${when}?${open && ` ${open}`}`;
  const context = briefing(round);
  return {
    text: `${text}\n${QUESTIONS[round.level]}`,
    ...(context ? { context } : {}),
    choices: ANSWER_CHOICES,
  };
}

/**
 * The one reminder; null where none is needed any more. Once it has been read it stays as long as its round: whoever
 * answers it may do so whatever the other did meanwhile, and is not told of that by a line that goes away.
 */
export function reminderView(round: Round, wasRead: boolean): ItemView | null {
  const name = escapeText(cut(round.other.name, 80));
  if (round.mine) return { text: `About ${name}: thanks, noted.`, choices: [] };
  if (!round.isOpen) return wasRead ? { text: `This round with ${name} is over.`, choices: [] } : null;
  if (!wasRead && (round.theirs?.answer === 'spoke' || round.hasContact)) return null;
  const before = round.until ? ` before ${soonWords(round.until, round.today, 'long')}` : '';
  return {
    text: `Still room for a word with ${name}${before}. A busy week is a fine answer.`,
    choices: ANSWER_CHOICES,
  };
}

/** For who answered first: what the other shared since. `atOnce` where the other was not asked and just told it. */
export function sharedView(round: Round, atOnce: boolean): ItemView | null {
  const said = atOnce ? round.theirs : shared(round);
  return said ? { text: saidWords(round.other.name, said), choices: [] } : null;
}

/** To who had read what the other said: it is another now. */
export function changedView(round: Round): ItemView | null {
  const said = shared(round);
  if (!said?.changedOn) return null;
  return { text: `Changed since you read it: ${saidWords(round.other.name, said)}`, choices: [] };
}

/** What was read in a written answer, for whoever wrote it. */
export function heardView(round: Round): ItemView | null {
  if (round.mine) return answeredView(round, round.mine, 'As I read it: ');
  if (!round.isOpen) return null;
  const name = escapeText(cut(round.other.name, 80));
  return {
    text: `A hand with ${name}, gladly. Whom may I tell? Nobody else will know.`,
    choices: [{ id: 'hand', label: 'Choose whom to tell', style: 'primary' }],
  };
}

function answeredView(round: Round, mine: Said, start = ''): ItemView {
  const name = escapeText(cut(round.other.name, 80));
  const thanks = {
    spoke: `Thanks. You and ${name} spoke.`,
    not_this_time: `Thanks, that is fine: not this time with ${name}.`,
    need_a_hand: `Thanks for saying so: a hand with ${name} was asked for.`,
  }[mine.answer];
  const whose = mine.label === 'alliance' ? 'for the alliance' : 'for the two of you';
  const remark = mine.remark === null ? [] : [`Your remark, ${whose}: ${quoted(mine.remark)}`];
  return {
    text: [`${start}${start ? uncapital(thanks) : thanks}`, ...remark, ...theirWords(round)].join('\n'),
    choices: round.isOpen
      ? [
          { id: 'remark', label: mine.remark === null ? 'Add a remark' : 'Change my remark' },
          { id: 'change', label: 'Change my answer' },
          recordFor(round.other),
        ]
      : [],
  };
}

function theirWords(round: Round): string[] {
  const said = shared(round);
  if (!said) return [];
  const since = said.changedOn ? ` (changed on ${dayWords(said.changedOn, dateOf(round.today))})` : '';
  return [`${saidWords(round.other.name, said)}${since}`];
}

function uncapital(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function dateOf(today: LocalDate): Date {
  return new Date(`${today}T00:00:00Z`);
}

/** Whom somebody asked for a hand is between the two of them, so it is not said that they did. */
function saidWords(name: string, { answer, remark }: Said): string {
  const who = escapeText(cut(name, 80));
  const what =
    answer === 'need_a_hand' ? `${who} has answered too.` : `${who} said: ${ANSWER_LABELS[answer]}.`;
  return remark === null ? what : `${what} ${quoted(remark)}`;
}

function quoted(text: string): string {
  return `“${escapeText(cut(text.replace(/\s+/g, ' '), MOST_REMARK))}”`;
}

function openWords(between: readonly OpenPromise[], { other, today }: Round): string {
  if (between.length === 0) return '';
  const named = between.slice(0, MOST_NAMED).map(({ text, isMine, dueOn }) => {
    const owner = isMine ? 'you' : escapeText(cut(other.name, 80));
    const due = dueOn ? `, ${soonWords(dueOn, today, 'short')}` : '';
    return `${escapeText(cut(text, 80))} (${owner}${due})`;
  });
  const rest = between.length - named.length;
  return `Open between you: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

/** What to know about the other side before a word with them. */
function briefing({ other, today }: Round): string {
  const name = escapeText(cut(other.name, 80));
  const organisation = escapeText(cut(other.organisation, 80));
  const holidays = other.holidays.slice(0, MOST_HOLIDAYS).map((day) => {
    return `${dayWords(day.date)} (${escapeText(day.name)})`;
  });
  const parts = [
    other.away && other.away.from <= today ? `${name} is away until ${dayWords(other.away.until)}.` : '',
    other.away && other.away.from > today
      ? `${name} is away from ${dayWords(other.away.from)} to ${dayWords(other.away.until)}.`
      : '',
    holidays.length > 0 ? `${organisation} is off on ${holidays.join(', ')}.` : '',
    other.replyDays > 0 ? `${organisation} usually answers within ${days(other.replyDays)}.` : '',
    other.goodWork ? `Good work, to them: ${quoted(cut(other.goodWork, 160))}` : '',
  ];
  return parts.filter(Boolean).join(' ');
}

function days(n: number): string {
  return n === 1 ? 'a working day' : `${n} working days`;
}

/** "Fri" (or "Friday") for a day of the coming week, "12 Dec" for all others. */
function soonWords(date: LocalDate, today: LocalDate, style: 'short' | 'long'): string {
  if (date === today) return 'today';
  if (date > today && date < addDays(today, 7)) {
    const name = weekdayName(weekdayOf(date));
    return style === 'long' ? name : name.slice(0, 3);
  }
  const day = new Date(`${date}T00:00:00Z`);
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(day);
}

/** Somebody asks for a hand; to the one person whom they chose. */
export function handView(
  asker: { name: string; organisation: string },
  about: { name: string; organisation: string },
  isOpposite: boolean,
  wasSettled: boolean,
): ItemView {
  const who = `${escapeText(cut(asker.name, 80))} (${escapeText(cut(asker.organisation, 80))})`;
  if (wasSettled) return { text: `Thanks. ${escapeText(cut(asker.name, 80))} knows.`, choices: [] };
  const where = isOpposite
    ? 'with something between the two of you'
    : `with ${escapeText(cut(about.name, 80))} (${escapeText(cut(about.organisation, 80))})`;
  return {
    text: `${who} would like a hand ${where}. A short call may be all it takes.`,
    context: 'Only you were asked.',
    choices: [
      { id: 'will', label: "I'll get in touch", style: 'primary' },
      { id: 'cannot', label: "I can't just now" },
    ],
  };
}

/** What the person who was asked says to it; to who asked. */
export function helpView(helper: string, will: boolean): ItemView {
  const name = escapeText(cut(helper, 80));
  const text = will
    ? `${name} has read that you need a hand, and will get in touch.`
    : `${name} can't lend a hand just now. Somebody else may: \`Change my answer\`, then \`I need a hand\`.`;
  return { text, choices: [] };
}
