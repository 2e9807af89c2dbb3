/** What only a coordinator's summary says, and the acts that it offers. */
import type { Choice } from '../../item.ts';
import { cut, dateInput, dayWords, type Form, radioInput, section, selectInput } from '../../slack/blocks.ts';
import { type Commitment, isWaiting } from './domain.ts';
import type { Facts } from './facts-domain.ts';
import { aloneUntil, isTelling } from './follow-through-domain.ts';
import { type Help, needsCoordinator } from './naming-domain.ts';
import { capital, dateOf, nameOf, numberWord, title } from './word-views.ts';

export const TALK: Choice = { id: 'talk', label: 'Talk to both', style: 'primary' };
export const DATE: Choice = { id: 'suggest-date', label: 'Suggest a date' };
export const CLOSE: Choice = { id: 'suggest-closing', label: 'Suggest closing' };
export const HELP: Choice = { id: 'help', label: 'Help with one of these', style: 'primary' };
export const SHARE: Choice = { id: 'share', label: 'Share it' };
export const KEEP: Choice = { id: 'keep', label: 'Keep it to us' };

/** "13 of 14 move without you." What a step has not named to this coordinator is not named here. */
export function coordinatorView(
  facts: Facts,
  showsFigures: boolean,
): { lines: string[]; choices: Choice[]; isAsking: boolean } {
  const needed = needsCoordinator(facts);
  const open = left(needed, facts.helped);
  const ask = asksToShare(facts);
  const acts = open.length === 0 ? [] : open.length === 1 ? [TALK, DATE, CLOSE] : [HELP];
  return {
    lines: [
      ...neededLine(facts, needed, showsFigures),
      ...facts.helped.flatMap((help) => helpedLine(facts, help)),
      ...followThroughLine(facts),
    ],
    choices: [...acts, ...(ask ? [SHARE, KEEP] : [])],
    isAsking: open.length > 0 || ask,
  };
}

/** What is needed and nothing has been done about yet. */
export function left(needed: readonly Commitment[], helped: readonly Help[]): Commitment[] {
  return needed.filter(({ id }) => !helped.some(({ commitmentId }) => commitmentId === id));
}

function neededLine(facts: Facts, needed: readonly Commitment[], showsFigures: boolean): string[] {
  const open = facts.commitments.filter(({ status }) => status === 'accepted').length;
  if (open === 0) return ['Nothing is open in the alliance.'];
  if (needed.length === 0) return [showsFigures ? `All ${open} move without you.` : 'All moves without you.'];
  const named = needed.map((one) => {
    const asked = isWaiting(one) ? 'both asked' : 'asked';
    return `${title(one.text)} (${whose(facts, one)}), ${asked}, no answer`;
  });
  const start = showsFigures
    ? `${open - needed.length} of ${open} move without you.`
    : 'Most moves without you.';
  const verb = needed.length === 1 ? 'One needs' : `${capital(numberWord(needed.length))} need`;
  return [`${start} ${verb} you: ${named.join('; ')}.`];
}

function whose(facts: Facts, { ownerId, forId }: Commitment): string {
  const owner = nameOf(facts, ownerId);
  return forId ? `${owner} → ${nameOf(facts, forId)}` : owner;
}

function helpedLine(facts: Facts, { commitmentId, act }: Help): string[] {
  const one = facts.commitments.find(({ id }) => id === commitmentId);
  if (!one) return [];
  const owner = nameOf(facts, one.ownerId);
  const what = title(one.text);
  switch (act) {
    case 'talk':
      return [`You talk to both about ${what}: ${owner} reads it with the next note.`];
    case 'date':
      return [`You suggested a date for ${what}: ${owner} reads it with the next note.`];
    case 'close':
      return [`You suggested closing ${what}: ${owner} reads it with the next note.`];
  }
}

/** "Members settled 19 of 24 themselves": to others than coordinators only where it is shared. */
export function followThroughLine(facts: Facts): string[] {
  const { followThrough, kind, today } = facts;
  if (!isTelling(followThrough)) return [];
  const { themselves, settled, isShared } = followThrough;
  const line = `In eight weeks, members settled ${themselves} of ${settled} themselves.`;
  if (kind !== 'coordinator') return isShared ? [line] : [];
  if (isShared) return [`${line} Everybody reads it in their digest.`];
  if (isShared === false) return [`${line} Only coordinators read this.`];
  const until = aloneUntil(followThrough, today);
  return [
    asksToShare(facts)
      ? `${line} Only coordinators have read this so far: share it with everybody?`
      : `${line} Only coordinators read this until ${dayWords(until, dateOf(facts))}; then you choose.`,
  ];
}

function asksToShare({ followThrough, kind, today }: Facts): boolean {
  if (kind !== 'coordinator' || !isTelling(followThrough)) return false;
  return followThrough.isShared === null && aloneUntil(followThrough, today) <= today;
}

/** What to do about one of those that need the coordinator; `act` where that has been chosen already. */
export function helpForm(
  digestId: string,
  open: readonly Commitment[],
  facts: Facts,
  act: 'date' | null,
): Form {
  const [only, another] = open;
  const which = only && !another ? only : null;
  const options = open.map((one) => ({ value: one.id, label: cut(one.text.replace(/\s+/g, ' '), 75) }));
  const acts = [
    { value: 'talk', label: 'Talk to both' },
    { value: 'date', label: 'Suggest a date' },
    { value: 'close', label: 'Suggest closing' },
  ];
  return {
    name: 'digests.help',
    title: act ? 'Suggest a date' : 'Help with one of these',
    submit: 'Send',
    meta: { digest: digestId, ...(which ? { which: which.id } : {}), ...(act ? { act } : {}) },
    blocks: [
      ...(which
        ? [section(`${title(which.text)} (${whose(facts, which)})`)]
        : [selectInput({ name: 'which', label: 'Which one', options, initial: options[0]?.value ?? '' })]),
      ...(act ? [] : [radioInput({ name: 'act', label: 'What would help', options: acts, initial: 'talk' })]),
      dateInput({
        name: 'on',
        label: 'Which day',
        optional: !act,
        hint: 'For a date that you suggest; its owner says whether it suits.',
      }),
    ],
  };
}

export const NO_DAY = 'Choose a day that lies ahead.';
export const NOT_YOURS = 'That is for coordinators now; one of them will gladly do it.';
export const DONE_ALREADY = 'That has moved in the meantime, so there is nothing left to do.';
export const HELPED = 'Thank you. They read it with their next notes.';

/** What `follow-through` answers. */
export function followThroughText(facts: Facts, isShared: boolean | null): string {
  const { followThrough, today } = facts;
  if (!isTelling(followThrough)) {
    return 'There is not enough to tell yet: twenty settled things by five people in eight weeks.';
  }
  const until = aloneUntil(followThrough, today);
  if (isShared !== null && until > today) {
    return `Only coordinators read this until ${dayWords(until, dateOf(facts))}; then you choose.`;
  }
  const now = { ...facts, followThrough: { ...followThrough, isShared: isShared ?? followThrough.isShared } };
  return followThroughLine(now).join('');
}
