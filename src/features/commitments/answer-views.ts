/** What the owner reads of others' answers, and the line that stays of an item once it is settled. */
import type { ItemView } from '../../feature.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import { dayWords } from '../../slack/blocks.ts';
import type { Commitment } from './domain.ts';
import { CHOICES, line } from './views.ts';
import { dueWords, nameOf, opening, quiet, type Scene, titled } from './words.ts';

/** What a peer, a leader or whoever was offered it has answered; null where it has been overtaken. */
export function answerView(
  commitment: Commitment,
  scene: Scene,
  data: Readonly<Record<string, unknown>>,
): ItemView | null {
  const { people, now } = scene;
  const what = titled(commitment.text);
  const by = opening(people, typeof data.by === 'string' ? data.by : null);
  if (data.answer === 'release') {
    return line(`${by} no longer needs ${what}. It's off your list, with thanks.`);
  }
  if (data.answer === 'take') return line(`${by} has taken over ${what}. Thank you for passing it on.`);
  if (commitment.status !== 'accepted' && commitment.status !== 'proposed') return null;
  switch (data.answer) {
    case 'next-week': {
      const on = LocalDate.safeParse(data.on);
      if (!on.success || on.data === commitment.dueOn) return null;
      const label = `${dayWords(on.data, now)} it is`;
      return {
        text: `${by} says next week is fine for ${what}. Shall it be ${dayWords(on.data, now)}?`,
        choices: [
          { id: 'agree', label, style: 'primary' },
          CHOICES.date,
          { ...CHOICES.done, style: undefined },
        ],
      };
    }
    case 'talk':
      return line(`${by} would like to talk about ${what}. ${quiet(commitment, scene)}`.trim());
    case 'help':
      return line(`${by} offers a hand with ${what}. ${quiet(commitment, scene)}`.trim());
    case 'free-time':
      return line(`${by} will free some time for ${what}.`);
    case 'talk-to-both':
      return line(`${by} will have a word with you${both(commitment, scene)} about ${what}.`);
    case 'cannot':
      return {
        text: `${by} can't take over ${what}, so it stays with you.`,
        choices: [CHOICES.handOver, CHOICES.date],
      };
    default:
      return null;
  }
}

function both({ forId }: Commitment, { people }: Scene): string {
  return forId === null ? '' : ` and ${nameOf(people, forId)}`;
}

/** A change in the history, as far as the line of a settled item needs it. */
export interface Step {
  readonly kind: string;
  readonly actorId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The line that stays where an item was: what its reader answered, or what has become of the commitment. */
export function settledView(commitment: Commitment, scene: Scene, history: readonly Step[]): ItemView {
  return line(settledText(commitment, scene, history));
}

function settledText(commitment: Commitment, scene: Scene, history: readonly Step[]): string {
  const { people, reader } = scene;
  const what = titled(commitment.text);
  const owner = opening(people, commitment.ownerId);
  const last = history.at(-1);
  const mine = history.findLast(({ actorId }) => actorId === reader);
  switch (commitment.status) {
    case 'done':
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
    case 'need-hand':
      return to
        ? `I have asked ${to} for a hand with ${what}. ${quiet(commitment, scene)}`.trim()
        : `Noted for ${what}. ${quiet(commitment, scene)}`.trim();
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
      return `I have put ${what} to ${to ?? owner}.`;
    default:
      return stands(commitment, scene);
  }
}

/** How it stands: with whom, and for when. */
function stands(commitment: Commitment, scene: Scene, last?: Step): string {
  const { people, reader } = scene;
  const what = titled(commitment.text);
  const due = dueWords(commitment, scene, ', for ') || ', some time';
  if (commitment.status === 'proposed')
    return `${what} has been put to ${nameOf(people, commitment.ownerId)}.`;
  if (commitment.ownerId === reader) return `${what} is with you${due}.`;
  const again = last?.kind === 're-date' ? 'now ' : '';
  return `${what} is ${again}with ${nameOf(people, commitment.ownerId)}${due}.`;
}
