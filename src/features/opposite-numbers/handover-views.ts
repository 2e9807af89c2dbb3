/** Texts about one of a pair who leaves, and what is handed on. */
import { cut, dayWords, escapeText, type Form, section, selectInput } from '../../slack/blocks.ts';

interface Named {
  readonly name: string;
  readonly organisation: string;
}

const LONGEST = 160;

const name = (one: Named) => escapeText(one.name);
const full = (one: Named) => escapeText(`${one.name} (${one.organisation})`);
const line = (text: string) => escapeText(cut(text.replaceAll(/\s+/g, ' ').trim(), LONGEST));

/** To somebody who says that they leave. */
export function leaving(others: readonly Named[], isNamed: boolean): string {
  if (others.length === 0) {
    return 'Thank you for saying so. You have no opposite number here, so there is nothing to hand on. “Not for me” on my first message, or leaving the channel, takes you out.';
  }
  const whom = others.map(full).join(', ');
  const next = isNamed
    ? 'Once the partner agrees, the two of them start, both with a card of what is open.'
    : 'I am asking your organisation who takes over.';
  return `Thank you for saying so. It concerns ${whom}. ${next} Until then you go on as you are; what you promised you can hand over with \`@Entente actions\`.`;
}

export const namedWrongly =
  'Whoever takes over is one of your own organisation. Pick the name from the list that Slack shows when you type @.';

/** To whoever speaks for the organisation of somebody who leaves. */
export function successorAsked(leaver: Named, other: Named, hasLeft: boolean): string {
  return `${name(leaver)} ${hasLeft ? 'has left' : 'is leaving'}, and has been the opposite number of ${full(other)}. Who of yours takes over?`;
}

export function successorNamed(leaver: Named, successor: Named | null): string {
  return successor
    ? `${name(successor)} takes over from ${name(leaver)}. Thank you.`
    : `Nobody takes over from ${name(leaver)} for now. Thank you for looking.`;
}

export function successorForm(
  handoverId: string,
  leaver: Named,
  other: Named,
  people: readonly { readonly id: string; readonly name: string }[],
): Form {
  return {
    name: 'opposite-numbers.successor',
    title: 'Who takes over?',
    submit: 'Name them',
    blocks: [
      section(`Who of yours keeps in touch with ${full(other)}, in place of ${name(leaver)}?`),
      selectInput({
        name: 'successor',
        label: 'Takes over',
        options: people.map(({ id, name: label }) => ({ value: id, label })),
        hint: 'They and the partner can say that it is not for them.',
      }),
    ],
    meta: { handover: handoverId },
  };
}

export const nobodyThere = 'Nobody else of your organisation takes part yet, so nobody can take over.';
export const chooseOne = 'Choose somebody of your organisation who takes part.';
export const overtaken = 'That has been settled in the meantime. Thank you.';

export function taken(successor: Named, other: Named, starts: boolean): string {
  return starts
    ? `${name(successor)} and ${full(other)} are opposite numbers from now on; both read a card of what is open.`
    : `${name(successor)} and ${full(other)}: I am asking ${escapeText(other.organisation)}; once they say yes, both read a card of what is open.`;
}

/** To each of the two: what they wrote for each other goes on only if both say so. */
export function consentAsked(reader: 'leaver' | 'other', leaver: Named, other: Named): string {
  const who =
    reader === 'leaver'
      ? `You leave it to a colleague to keep in touch with ${full(other)}.`
      : `${full(leaver)} leaves it to a colleague to keep in touch with you.`;
  return `${who} May that colleague read the remarks that the two of you wrote for each other? Only if both say yes.`;
}

/** It never says what the other one answered. */
export function consentAnswered(agrees: boolean | null): string {
  return agrees === true
    ? 'Thank you. If the other one agrees too, your remarks go on the card.'
    : 'Thank you. What the two of you wrote stays between you.';
}

export interface CardParts {
  readonly leaver: Named;
  readonly other: Named;
  readonly successor: Named;
  readonly open: readonly { readonly text: string; readonly dueOn: string | null; readonly owner: string }[];
  readonly remarks: readonly { readonly author: string; readonly text: string; readonly on: string }[];
  readonly ways: readonly {
    readonly name: string;
    readonly replyDays: number;
    readonly decides: string;
    readonly goodWork: string;
  }[];
}

/** The same card for both. */
export function card({ leaver, other, successor, open, remarks, ways }: CardParts, now: Date): string {
  const promised = open.map(
    ({ text, dueOn, owner }) =>
      `• ${line(text)}, from ${line(owner)}${dueOn ? `, ${dayWords(dueOn, now)}` : ''}`,
  );
  const said = remarks.map(
    ({ author, text, on }) => `• ${line(author)}, ${dayWords(on, now)}: ${line(text)}`,
  );
  const norms = ways.flatMap(({ name: organisation, replyDays, decides, goodWork }) => {
    const days =
      replyDays === 0 ? 'the same day' : `within ${replyDays} working day${replyDays > 1 ? 's' : ''}`;
    const more = [decides && `decides: ${line(decides)}`, goodWork && `good work: ${line(goodWork)}`].filter(
      Boolean,
    );
    return [`• ${line(organisation)} answers ${days}${more.length > 0 ? `; ${more.join('; ')}` : ''}`];
  });
  return [
    `${full(successor)} takes over from ${name(leaver)} as the opposite number of ${full(other)}. You both read this card.`,
    ...(promised.length > 0 ? ['*Open*', ...promised] : ['Nothing is open.']),
    ...(said.length > 0 ? ['*What was written, and both agreed to hand on*', ...said] : []),
    '*How each works*',
    ...norms,
  ].join('\n');
}
