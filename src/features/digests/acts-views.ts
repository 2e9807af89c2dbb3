/** The one act that a digest suggests, and what it says of thanks and talks. */
import type { Choice } from '../../item.ts';
import { cut, escapeText } from '../../slack/blocks.ts';
import { showsTalks, suggested } from './acts-domain.ts';
import { type Facts, wordWith } from './facts-domain.ts';
import { capital, nameOf, plural, title } from './word-views.ts';

const ASK = 'ask-';
const MOST_THANKS = 3;
const LONGEST_WORDS = 160;

/** The choice that asks an opposite number for a word. */
function askChoice(memberId: string): string {
  return `${ASK}${memberId}`;
}

/** Whom a choice asks; null for any other choice. */
export function askedBy(choice: string): string | null {
  return choice.startsWith(ASK) ? choice.slice(ASK.length) : null;
}

/** One thing to do, with a button that does it. */
export function suggestion(facts: Facts): { lines: string[]; choices: Choice[] } {
  const asked = facts.asked.map((id) => `${nameOf(facts, id)} is asked for a word, on their next note.`);
  if (asked.length > 0) return { lines: asked, choices: [] };
  const act = suggested(facts.acts);
  const [first] = act === 'offer' || act === 'thank' ? facts.acts[act] : [];
  switch (act) {
    case 'offer':
      return one(
        `could you free some time for ${first ? `'${title(first.text)}' (${nameOf(facts, first.ownerId)})` : 'somebody of yours'}?`,
        { id: 'offer', label: 'Offer time', style: 'primary' },
      );
    case 'decide':
      return one(`a yes or no from you${awaited(facts)}.`, {
        id: 'decide',
        label: 'Decide what waits',
        style: 'primary',
      });
    case 'thank':
      return one(
        `${first ? `${nameOf(facts, first.ownerId)} has done '${title(first.text)}' for you` : 'a word of thanks'}.`,
        {
          id: 'thank',
          label: cut(`Thank ${first ? (facts.people.get(first.ownerId)?.name ?? 'them') : 'them'}`, 75),
          style: 'primary',
        },
      );
  }
  const pair = facts.kind === 'member' ? null : wordWith(facts.pairs, facts.today);
  if (!pair) return { lines: [], choices: [] };
  const name = facts.people.get(pair.otherId)?.name ?? '';
  return one(`a good week for a word with ${nameOf(facts, pair.otherId)}?`, {
    id: askChoice(pair.otherId),
    label: cut(`Ask ${name} for a word`, 75),
    style: 'primary',
  });
}

/** What waits for a yes or no. */
function waitingParts({ decisions: { roles, pairs, promises } }: Facts): string[] {
  return [
    ...(roles > 0 ? [`${plural(roles, 'role')} of our people`] : []),
    ...(pairs > 0 ? [`${plural(pairs, 'pair')} proposed by others`] : []),
    ...(promises > 0 ? [`${plural(promises, 'action')} written down for you`] : []),
  ];
}

function awaited(facts: Facts): string {
  const parts = waitingParts(facts);
  return parts.length > 0 ? `, on ${parts.join(', ')}` : '';
}

/** The same as a line, where another act is suggested. */
export function decisionLines(facts: Facts): string[] {
  const parts = waitingParts(facts);
  return parts.length > 0 ? [`*Waiting for a yes or no*: ${parts.join(', ')}.`] : [];
}

function one(words: string, choice: Choice): { lines: string[]; choices: Choice[] } {
  return { lines: [`One thing to do: ${words}`], choices: [choice] };
}

/** What opens behind the button; the items say the rest. */
export const ACT_TITLES = { offer: 'Offer time', decide: 'What waits for you', thank: 'Say thanks' } as const;
export const ACT_GONE = 'That has been seen to in the meantime, so there is nothing left to do.';

/** Thanks given in these days. */
export function thanksLines(facts: Facts): string[] {
  return facts.thanks.slice(-MOST_THANKS).map(({ fromId, toId, words, text }) => {
    const what = text ? ` for ${title(text)}` : '';
    const said = words ? `: “${escapeText(cut(words.replace(/\s+/g, ' '), LONGEST_WORDS))}”` : '.';
    return `${capital(nameOf(facts, fromId))} thanked ${nameOf(facts, toId)}${what}${said}`;
  });
}

/** How many noted a talk. */
export function talkLines({ talks }: Facts): string[] {
  return showsTalks(talks)
    ? [`${talks.own + talks.others} people noted a talk with their opposite number.`]
    : [];
}
