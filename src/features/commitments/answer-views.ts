/** What the owner reads of others' answers, and the line that stays of an item once it is settled. */
import type { Choice, ItemView } from '../../item.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import { dayWords } from '../../slack/blocks.ts';
import { endingIn, mayReopen } from './afterwards.ts';
import { type Commitment, endedLately } from './domain.ts';
import { CHOICES, line } from './views.ts';
import { bare, dueWords, nameOf, nobodyToAsk, opening, quiet, type Scene, titled } from './words.ts';

const LONGEST_WORDS = 500;

/** What a peer, a leader or whoever was offered it has answered; null where it has been overtaken. */
export function answerView(
  commitment: Commitment,
  scene: Scene,
  data: Readonly<Record<string, unknown>>,
  { thanks, notQuite }: { readonly thanks?: Thanked | null; readonly notQuite?: string | null } = {},
): ItemView | null {
  const { people, now } = scene;
  const what = titled(commitment.text);
  const by = opening(people, typeof data.by === 'string' ? data.by : null);
  if (data.answer === 'release') {
    return line(`${by} no longer needs ${what}. It's off your list, with thanks.`);
  }
  if (data.answer === 'take') return line(`${by} has taken over ${what}. Thank you for passing it on.`);
  if (data.answer === 'thanks') return thanksView(by, what, thanks);
  if (data.answer === 'not-quite') {
    if (commitment.status !== 'done') return null;
    const words = notQuite ? `: “${bare(notQuite, LONGEST_WORDS)}”` : '.';
    const open = endedLately(commitment, now) ? [CHOICES.reopen] : [];
    return { text: `${what} is not quite what ${by} meant${words}`, choices: open };
  }
  if (commitment.status !== 'accepted' && commitment.status !== 'proposed') return null;
  switch (data.answer) {
    case 'next-week':
      return dayOffered(commitment, now, data.on, (day) => {
        return `${by} says next week is fine for ${what}. Shall it be ${day}?`;
      });
    case 'reopen':
      return line(`${by} still needs ${what} after all. It is with you again.`);
    case 'talk':
      return line(`${by} would like to talk about ${what}. ${quiet(commitment, scene)}`.trim());
    case 'help':
      return line(`${by} offers a hand with ${what}. ${quiet(commitment, scene)}`.trim());
    case 'free-time':
      return line(`${by} will free some time for ${what}.`);
    case 'talk-to-both':
      return line(`${by} will have a word with you${both(commitment, scene)} about ${what}.`);
    case 'suggest-date':
      if (commitment.ownerId !== scene.reader) return null;
      return dayOffered(commitment, now, data.on, (day) => {
        return `${by} suggests ${day} for ${what}. Would that suit you?`;
      });
    case 'suggest-closing':
      if (commitment.ownerId !== scene.reader) return null;
      return {
        text: `${by} asks whether ${what} could be closed. Letting it go is a fine answer.`,
        choices: [CHOICES.letGo, CHOICES.date, { ...CHOICES.done, style: undefined }],
      };
    case 'for-another':
      return line(`${what} is for ${nameOf(scene.people, commitment.forId)} now; its day stays as it is.`);
    case 'cannot':
      return {
        text: `${by} can't take over ${what}, so it stays with you.`,
        choices: [CHOICES.handOver, CHOICES.date],
      };
    default:
      return null;
  }
}

/** A day that would suit somebody, put to the owner; null where it is the due day already. */
function dayOffered(
  { dueOn }: Commitment,
  now: Date,
  on: unknown,
  question: (day: string) => string,
): ItemView | null {
  const offered = LocalDate.safeParse(on);
  if (!offered.success || offered.data === dueOn) return null;
  const day = dayWords(offered.data, now);
  return {
    text: question(day),
    choices: [
      { id: 'agree', label: `${day} it is`, style: 'primary' },
      CHOICES.date,
      { ...CHOICES.done, style: undefined },
    ],
  };
}

/** Thanks, and who of the two agrees that others read them. */
interface Thanked {
  readonly words: string;
  readonly fromShares: boolean;
  readonly toShares: boolean | null;
}

/** Thanks, and whether all may read them, where who thanked would like that. */
function thanksView(by: string, what: string, thanks: Thanked | null | undefined): ItemView | null {
  if (!thanks) return null;
  const { words, fromShares, toShares } = thanks;
  const text = `${by} thanks you for ${what}: “${bare(words, LONGEST_WORDS)}”`;
  if (!fromShares) return line(text);
  if (toShares !== null)
    return line(`${text} ${toShares ? 'It goes into the round-up.' : 'It stays between you.'}`);
  return {
    text: `${text} ${by} would let all read it in the monthly round-up. Would you?`,
    choices: [CHOICES.shareThanks, CHOICES.keepThanks],
  };
}

/** The other of the two: whom it is for, to its owner; its owner, to everybody else. */
function both({ forId, ownerId }: Commitment, { people, reader }: Scene): string {
  const other = reader === ownerId ? forId : ownerId;
  return other === null ? '' : ` and ${nameOf(people, other)}`;
}

/** A change in the history, as far as the line of a settled item needs it. */
export interface Step {
  readonly kind: string;
  readonly actorId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The line that stays where an item was: what its reader answered, or what has become of the commitment. */
export function settledView(commitment: Commitment, scene: Scene, history: readonly Step[]): ItemView {
  return { text: settledText(commitment, scene, history), choices: undoing(commitment, scene, history) };
}

/** For seven days its end may be undone, by its owner or by whoever released them. */
function undoing(commitment: Commitment, { reader, now }: Scene, history: readonly Step[]): Choice[] {
  const ended = commitment.status === 'done' || commitment.status === 'let_go';
  if (!ended || reader === null || !endedLately(commitment, now)) return [];
  if (!mayReopen(commitment, { id: reader }, endingIn(history))) return [];
  return [commitment.ownerId === reader ? CHOICES.reopen : CHOICES.stillNeeded];
}

function settledText(commitment: Commitment, scene: Scene, history: readonly Step[]): string {
  const { people, reader } = scene;
  const what = titled(commitment.text);
  const owner = opening(people, commitment.ownerId);
  const last = history.at(-1);
  const mine = history.findLast(({ actorId }) => actorId === reader);
  switch (commitment.status) {
    case 'done':
      if (mine?.kind === 'thanks') return `Your thanks for ${what} reach ${owner} with the next note.`;
      if (mine?.kind === 'not-quite') return `${owner} reads what is missing of ${what} with the next note.`;
      return reader === commitment.ownerId ? `Done: ${what}. Thank you.` : `${owner} has done ${what}.`;
    case 'declined':
      if (reader === commitment.ownerId) {
        const writer = nameOf(people, commitment.writtenById);
        return `Thanks for saying so. ${what} is off your list; ${writer} hears of it.`;
      }
      return reader === commitment.writtenById ? `${owner} can't take ${what}.` : `${what} has been settled.`;
    case 'let_go':
      if (last?.kind === 'release' && reader === last.actorId) {
        return `${what} is off ${nameOf(people, commitment.ownerId)}'s list. Thank you for saying so.`;
      }
      if (last?.kind === 'release') {
        return `${opening(people, last.actorId)} no longer needs ${what}. It's off the list, with thanks.`;
      }
      return `${what} has been let go.`;
    case 'proposed':
    case 'accepted':
      return mine ? answered(commitment, scene, mine) : stands(commitment, scene, last);
  }
}

/** What the reader did last, and what follows from it. */
function answered(commitment: Commitment, scene: Scene, { kind, data }: Step): string {
  const { people, reader } = scene;
  const what = titled(commitment.text);
  const owner = nameOf(people, commitment.ownerId);
  const to = typeof data.to === 'string' ? nameOf(people, data.to) : null;
  switch (kind) {
    case 'offer':
      return commitment.ownerId === reader
        ? `${what} is on offer to ${to ?? 'a colleague'}; with you until they accept.`
        : stands(commitment, scene);
    case 'reopen':
      return `${what} is open again, with ${commitment.ownerId === reader ? 'you' : owner}.`;
    case 'need-hand':
    case 'blocked':
      return to
        ? `I have asked ${to} for a hand with ${what}. ${quiet(commitment, scene)}`.trim()
        : `${nobodyToAsk(commitment.text)} ${quiet(commitment, scene)}`.trim();
    case 'fits':
      return `Good: ${what} stays as it is.`;
    case 'cannot':
      return `Thanks for saying so. ${what} stays with ${owner}.`;
    case 'next-week':
    case 'talk':
    case 'help':
    case 'free-time':
    case 'talk-to-both':
      return `Thank you. ${owner} reads your answer on ${what} with the next note.`;
    case 'reassign':
      if (data.to === reader) return stands(commitment, scene);
      return `I have put ${what} to ${to ?? owner}.`;
    default:
      return stands(commitment, scene);
  }
}

/** How it stands: with whom, and for when. */
function stands(commitment: Commitment, scene: Scene, last?: Step): string {
  const { people, reader } = scene;
  const what = titled(commitment.text);
  const due = dueWords(commitment, scene, ', for ') || ', without a day yet';
  if (commitment.status === 'proposed')
    return `${what} has been put to ${nameOf(people, commitment.ownerId)}.`;
  if (commitment.ownerId === reader) return `${what} is with you${due}.`;
  const again = last?.kind === 're-date' ? 'now ' : '';
  return `${what} is ${again}with ${nameOf(people, commitment.ownerId)}${due}.`;
}
