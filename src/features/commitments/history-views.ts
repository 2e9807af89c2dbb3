/** How a commitment went, in words. */
import { context, dayWords, type Form, instantWords, section } from '../../slack/blocks.ts';
import type { Commitment } from './domain.ts';
import { bare, inFull, nameOf, type Scene } from './words.ts';

const LONGEST_WORDS = 500;

/** An event in the history, as far as its line needs it. */
export interface Happened {
  readonly kind: string;
  readonly actorId: string | null;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How it went: every event with who, of which organisation, and when, in the reader's own zone. */
export function historyForm(commitment: Commitment, scene: Scene, events: readonly Happened[]): Form {
  const lines = events.flatMap((event) => {
    const words = eventWords(event, commitment, scene);
    if (words === null) return [];
    const actor = scene.people.get(event.actorId ?? '');
    const who = actor
      ? `${nameOf(scene.people, event.actorId)} (${bare(actor.organisation, 60)})`
      : 'Entente';
    return [section(`*${who}* ${words}`), context(instantWords(event.at, zoneOf(scene)))];
  });
  return {
    name: 'commitments.history',
    title: 'How it went',
    blocks: [section(`${inFull(commitment, scene)}.`), ...lines.slice(-98)],
  };
}

function zoneOf({ people, reader }: Scene): string {
  return people.get(reader ?? '')?.calendar.zone ?? 'UTC';
}

/**
 * Whether an event is the reader's to know (docs/policy.md, "Commitments: who hears of them"): whoever may see the
 * commitment reads how it went, but not what was between two people in it, nor that it was late.
 */
function isFor({ kind, data, actorId }: Happened, commitment: Commitment, reader: string | null): boolean {
  const { ownerId, forId, writtenById } = commitment;
  if (reader === actorId) return true;
  switch (kind) {
    case 'decline':
    case 'reassign':
      return reader === writtenById;
    case 'offer':
    case 'cannot':
    case 'need-hand':
    case 'blocked': // `to`: whoever was asked
      return reader === ownerId || reader === data.to;
    case 'not-quite':
    case 'next-week':
    case 'talk':
    case 'help':
    case 'free-time':
    case 'talk-to-both':
      return reader === ownerId;
    case 're-date':
    case 'skip':
      return data.inTime !== false || reader === ownerId || reader === forId;
    default:
      return true;
  }
}

/** What somebody did; null where it is not the reader's to know. */
function eventWords(event: Happened, commitment: Commitment, scene: Scene): string | null {
  const { people, now, reader } = scene;
  const { kind, data, actorId } = event;
  if (!isFor(event, commitment, reader)) return null;
  const to = typeof data.to === 'string' ? data.to : null;
  const day = (value: unknown) => (typeof value === 'string' ? dayWords(value, now) : 'another day');
  const quoted = (value: unknown) => (typeof value === 'string' ? `: “${bare(value, LONGEST_WORDS)}”` : '');
  switch (kind) {
    case 'recorded':
      return 'promised it.';
    case 'proposed':
      return 'wrote it down for somebody else to accept.';
    case 'accept':
      return 'accepted it.';
    case 'decline':
      return "couldn't take it.";
    case 'reassign':
      return to === actorId ? 'took it over.' : `put it to ${nameOf(people, to)}.`;
    case 'done':
      return 'did it.';
    case 'let-go':
      return 'let go of it.';
    case 'release':
      return 'no longer needed it.';
    case 'withdraw':
      return 'let it rest.';
    case 'reopen':
      return 'reopened it.';
    case 're-date':
    case 'skip':
      return typeof data.from === 'string'
        ? `moved it from ${day(data.from)} to ${day(data.to)}.`
        : `gave it a day: ${day(data.to)}.`;
    case 'offer':
      return `asked ${nameOf(people, to)} to take it over.`;
    case 'take':
      return 'took it over.';
    case 'cannot':
      return "couldn't take it over.";
    case 'for-another':
      return `said that it is for ${nameOf(people, to)} now.`;
    case 'need-hand':
      return 'asked for a hand.';
    case 'blocked':
      return `was blocked${quoted(data.reason)}`;
    case 'next-week':
      return `said that ${day(data.to)} is fine.`;
    case 'talk':
      return 'wished to talk about it.';
    case 'help':
      return 'offered a hand.';
    case 'free-time':
      return 'offered to free some time.';
    case 'talk-to-both':
      return 'offered a word with both.';
    case 'thanks':
      return 'said thanks.';
    case 'not-quite':
      return `found it not quite what was meant${quoted(data.words)}`;
    case 'fits':
      return 'said that its day still fits.';
    default:
      return null;
  }
}
