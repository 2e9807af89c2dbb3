import { describeRhythm } from '../../kernel/rhythm.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { dayWords, escapeText } from '../../slack/blocks.ts';
import { otherOf, type Pair, type PairStatus, type Refusal, type Side } from './domain.ts';

export const named = ({ name }: Pick<Side, 'name'>) => escapeText(name);
export const full = ({ name, organisation }: Side) => escapeText(`${name} (${organisation})`);
const both = ({ a, b }: Pair) => `${full(a)} and ${full(b)}`;

const USAGE =
  'Which two? For example `@Entente pair @dana @ben every second Tuesday`. Pick the names from the list that Slack shows when you type @.';
const RHYTHMS =
  'I understand “weekly”, “every second Tuesday”, “every 3 weeks on Thursday”, “first Monday of each month” or “monthly”.';

/** Why a pair was not made, in the user's own terms. */
export function refusal(why: Refusal): string {
  switch (why.kind) {
    case 'usage':
      return USAGE;
    case 'same person':
      return `Opposite numbers are two different people, from two organisations. ${USAGE}`;
    case 'too many':
      return 'One pair at a time, please: two people, who then have each other.';
    case 'typed name':
      return `I could not tell who @${escapeText(why.name)} is. Pick the name from the list that Slack shows when you type @.`;
    case 'bot':
      return `${why.name ? escapeText(why.name) : 'That'} is an app, and opposite numbers are people.`;
    case 'stranger':
      return `${why.name ? escapeText(why.name) : 'That person'} does not take part in this alliance. Once they have said \`@Entente join\` in its channel, you can pair them.`;
    case 'colleagues':
      return `${named(why.a)} and ${named(why.b)} are both at ${escapeText(why.a.organisation)}. Opposite numbers come from two organisations; colleagues need no help from me to meet.`;
    case 'already': {
      const { pair } = why;
      return pair.status === 'proposed'
        ? `${both(pair)} have been suggested already; I am waiting for a yes.`
        : `${both(pair)} are opposite numbers already, ${describeRhythm(pair.rhythm)}. \`@Entente pair @a @b monthly\` changes how often; \`pause\` in place of it lets them rest.`;
    }
    case 'no such pair':
      return noSuchPair;
    case 'not yours':
      return why.what === 'pair'
        ? 'Coordinators suggest pairs, and leaders those with their own people. One of yours will gladly do it. A pair of your own you can change: `@Entente pair @name monthly`.'
        : 'Only the two of them, their leaders and a coordinator can change that.';
    case 'rhythm':
      return `I could not read “${escapeText(why.words)}” as how often. ${RHYTHMS} Without words it is every second week.`;
  }
}

/** To whoever paired two people. */
export function pairMade(pair: Pair, awaiting: readonly string[]): string {
  if (pair.status === 'active') {
    return `${both(pair)} are opposite numbers from now on, ${describeRhythm(pair.rhythm)}. Both will read it in a note, and each may say that it is not for them.`;
  }
  return `${both(pair)}, ${describeRhythm(pair.rhythm)}: a good idea. I am asking ${awaiting.map(escapeText).join(' and ')}; once they say yes, both will read it in a note.`;
}

/** Asks an organisation whether one of its people may be paired. */
export function proposal(pair: Pair, proposer: Side | null, organisationId: string): string {
  const [ours, theirs] = pair.a.organisationId === organisationId ? [pair.a, pair.b] : [pair.b, pair.a];
  const by = proposer ? full(proposer) : 'A partner';
  return `${by} suggests that ${named(ours)} of yours and ${full(theirs)} keep in touch as opposite numbers, ${describeRhythm(pair.rhythm)}. Is that all right?`;
}

export function proposalContext(mode: 'alone' | 'two'): string {
  return mode === 'alone'
    ? 'It starts when you accept; both of them may still say that it is not for them.'
    : 'It starts when you and one colleague accept; both of them may still say that it is not for them.';
}

/** What the same place reads once it has been answered. */
export function proposalAnswered(pair: Pair, hasAccepted: boolean): string {
  const texts: Record<PairStatus, string> = {
    proposed: hasAccepted
      ? `Thank you. ${both(pair)} start as soon as everybody who was asked has said yes.`
      : `${both(pair)}: a colleague has answered this one. Thank you.`,
    active: `Thank you. ${both(pair)} are opposite numbers.`,
    paused: `Thank you. ${both(pair)} are opposite numbers.`,
    declined: `Thank you for saying so. ${both(pair)} are not paired.`,
    ended: `${both(pair)} are not opposite numbers any more. Thank you for looking.`,
  };
  return texts[pair.status];
}

export const acceptedAlone = (pair: Pair) =>
  `Thank you. ${both(pair)} are opposite numbers from now on; both will read it in a note.`;
export const acceptedWaiting = 'Thank you. It starts as soon as everybody who was asked has said yes.';
export const declinedHere =
  'Thank you for saying so. They are not paired; only whoever suggested it is told.';

/** To whoever suggested a pair that an organisation would rather not have. */
export function declined(pair: Pair): string {
  return `${both(pair)} will not be paired for now. Shall it be somebody else? \`@Entente pairs\` shows who is free.`;
}

/** To each of a new pair. */
export function paired(pair: Pair, reader: string, first: LocalDate | null, now: Date): string {
  const from = first ? `, first around ${dayWords(first, now)}` : '';
  return `You and ${full(otherOf(pair, reader))} are opposite numbers now. I ask you both for a word ${describeRhythm(pair.rhythm)}${from}; one click is an answer.`;
}

export const pairedContext =
  '“Not for me” ends it at any time, and nobody is told why. `@Entente pair @name monthly` changes how often, `@Entente pair @name pause` lets it rest.';

/** The same place, once one of them has answered. */
export function pairedAnswered(pair: Pair, reader: string): string {
  const other = full(otherOf(pair, reader));
  return pair.status === 'active' || pair.status === 'paused'
    ? `You and ${other} are opposite numbers, ${describeRhythm(pair.rhythm)}. Thank you.`
    : `Your pairing with ${other} has ended. Thank you for the time you gave it.`;
}

export function endedByYou(pair: Pair, reader: string): string {
  return `That is fine. Your pairing with ${full(otherOf(pair, reader))} has ended. Nobody is told why.`;
}

/** To the other of a pair that has ended. */
export function ended(pair: Pair, reader: string): string {
  return `Your pairing with ${full(otherOf(pair, reader))} has ended. Thank you for keeping in touch.`;
}

/** To whoever changed a pair's rhythm, or let it rest. */
export function changed(pair: Pair): string {
  return pair.status === 'paused'
    ? `${both(pair)} rest: nobody is asked until somebody says \`@Entente pair @a @b resume\`.`
    : `${both(pair)}: ${describeRhythm(pair.rhythm)} from now on.`;
}

/** To each of a pair, where somebody else changed it. */
export function changedFor(pair: Pair, reader: string): string {
  const other = full(otherOf(pair, reader));
  return pair.status === 'paused'
    ? `You and ${other} are not asked for a word for now. \`@Entente pair @name resume\` goes on.`
    : `You and ${other}: a word ${describeRhythm(pair.rhythm)} from now on. If that does not suit you, \`@Entente pair @name\` with another rhythm changes it.`;
}

export const unpairUsage =
  'Which pair? For example `@Entente unpair @dana @ben`, or, for a pair of your own, `@Entente unpair @dana`.';
export const noSuchPair = 'I know of no such pair. `@Entente pairs` shows which there are.';
export const notYours =
  'Only the two of them, their leaders and a coordinator can end a pair. Your coordinator will help you.';

export function unpaired(pair: Pair): string {
  return pair.status === 'proposed'
    ? `The suggestion to pair ${both(pair)} has been taken back.`
    : `${both(pair)} are not opposite numbers any more. They will read it in a note.`;
}

/** To one of the two, where the other wished for a slower rhythm. */
export function slowed(pair: Pair, reader: string): string {
  const other = otherOf(pair, reader);
  return `${named(other)} finds that a slower rhythm suits the two of you better: ${describeRhythm(pair.rhythm)} from now on.`;
}
