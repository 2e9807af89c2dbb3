/** "Why this?", snoozing and muting: every word of it. */
import type { Choice } from '../../item.ts';
import type { Snooze } from '../../kernel/snooze.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { cut, dateInput, dayWords, escapeText, type Form, radioInput, section } from '../../slack/blocks.ts';
import { POLICY, type Step } from './policy.ts';
import { READERS, whenWords } from './table-views.ts';

export const WHY: Choice = { id: 'nudges.why', label: 'Why this?' };
export const SNOOZE: Choice = { id: 'nudges.snooze', label: 'Snooze…' };
export const UNMUTE: Choice = { id: 'nudges.unmute', label: 'Unmute' };

/** Beside a nudge whose reader has muted it. */
export const MUTED = 'Muted: nothing more comes of this one.';

/** What was promised, harmless and in quotes. */
export function quoted(text: string): string {
  return `'${escapeText(cut(text.replace(/\s+/g, ' ').trim(), 80))}'`;
}

const WISHES: Readonly<Record<Snooze, string>> = {
  '1-day': 'Quiet for a day',
  '3-days': 'Quiet for three days',
  'next-week': 'Quiet until Monday',
};

function wishInputs(leave: string | null, mute: string | null) {
  const options = [
    ...(leave ? [{ value: 'leave', label: leave }] : []),
    ...Object.entries(WISHES).map(([value, label]) => ({ value, label })),
    { value: 'until', label: 'Quiet until the day below' },
    ...(mute ? [{ value: 'mute', label: mute }] : []),
  ];
  return [
    radioInput({
      name: 'wish',
      label: 'What would help?',
      options,
      initial: leave ? 'leave' : '1-day',
      hint: 'Quiet is for all notes of mine, in every alliance.',
    }),
    dateInput({ name: 'until', label: 'Quiet until', optional: true }),
  ];
}

/** What comes next of a commitment, as far as its owner is told: a step, whom it asks, on which of their days. */
export interface Coming {
  readonly step: Step;
  readonly on: LocalDate;
  /** Null where the owner themselves is written to. */
  readonly who: string | null;
}

export interface Why {
  readonly commitmentId: string;
  readonly text: string;
  /** The step that brought it; `by`: somebody asked for it by hand. */
  readonly because: { readonly step: Step } | { readonly by: string };
  readonly isOwner: boolean;
  readonly owner: string;
  readonly coming: Coming | null;
  readonly now: Date;
}

/** Which rule brought a nudge, what comes next, how to get fewer. */
export function whyForm(why: Why): Form {
  return {
    name: 'nudges.why',
    title: 'Why this?',
    submit: 'Save',
    meta: { id: why.commitmentId },
    blocks: [
      section(`${quoted(why.text)}\n${ruleText(why)}`),
      section(`*What comes next*\n${nextText(why)}`),
      section(
        '*Fewer of these*\n`Settings` on the pinned message has one note a week instead of three. ' +
          'Done, a new date and handing over stop these altogether.',
      ),
      ...wishInputs(
        'Leave it as it is',
        why.isOwner ? 'Mute this one: nobody else hears of it either' : 'Mute this one',
      ),
    ],
  };
}

function ruleText({ because }: Why): string {
  if ('by' in because) return `${escapeText(because.by)} asked whether I could help.`;
  const { to } = POLICY[because.step];
  return `I write to ${READERS[to]} ${whenWords(because.step)}. Days are working days of its owner.`;
}

function nextText({ isOwner, owner, coming, now }: Why): string {
  if (!isOwner)
    return `Nothing that ${escapeText(owner)} has not been told first. One answer of yours is enough.`;
  if (!coming) return 'Nothing more from me.';
  const on = dayWords(coming.on, now);
  if (coming.who === null)
    return `If it stays open, I write to you again on ${on}. Nobody else hears before.`;
  if (coming.step === 'coordinator')
    return `If it stays open, ${escapeText(coming.who)}'s next summary after ${on} names it.`;
  return `If it stays open, I ask ${escapeText(coming.who)} on ${on}.`;
}

/** For how long nothing is to come. */
export function snoozeForm(commitmentId: string): Form {
  return {
    name: 'nudges.why',
    title: 'Snooze',
    submit: 'Save',
    meta: { id: commitmentId },
    blocks: [
      section('What waits then comes in one note, and what has gone stale does not come.'),
      ...wishInputs(null, null),
    ],
  };
}

export const NO_DAY = 'Choose a day that lies ahead, within a year.';

export const LEFT = 'All stays as it is.';

export function snoozedText(on: LocalDate, now: Date): string {
  return `Quiet until ${dayWords(on, now)}. Nobody is asked about what is with you before then either. \`@Entente snooze off\` ends it.`;
}

export function mutedText(text: string, isOwner: boolean): string {
  const who = isOwner ? 'Nobody hears of it from me, you included' : 'I say no more of it to you';
  return `Muted: ${quoted(text)}. ${who}. \`@Entente unmute\` lifts that.`;
}

export function unmutedText(text: string): string {
  return `I speak of ${quoted(text)} again.`;
}

/** To `mute` or `unmute` where the words fit none or several. */
export function whichText(word: 'mute' | 'unmute', said: string, texts: readonly string[]): string {
  if (texts.length === 0) {
    if (word === 'unmute') return 'You have muted nothing.';
    return said.trim() ? 'Nothing with you fits these words.' : 'Nothing is with you.';
  }
  const list = texts
    .slice(0, 10)
    .map((text) => `• ${quoted(text)}`)
    .join('\n');
  return `${word === 'mute' ? 'Which one?' : 'You have muted:'}\n${list}\nSay \`@Entente ${word}\` and a word of it.`;
}
