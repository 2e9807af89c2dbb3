/** The list behind `actions`: what is open between a member and the others, for that member alone. */
import type { MemberId } from '../../kernel/ids.ts';
import type { Commitment } from './domain.ts';
import { isPast } from './views.ts';
import { bare, dueWords, forWhom, nameOf, type Scene } from './words.ts';

/** How many are listed. */
export const MOST_LISTED = 20;
/** How much of each is shown, so that the list fits into one message. */
const LISTED_LENGTH = 80;

export function actionsText(commitments: readonly Commitment[], me: MemberId, scene: Scene): string {
  const listed = commitments.slice(0, MOST_LISTED);
  const mine = listed.filter(({ ownerId }) => ownerId === me);
  const owed = listed.filter(({ ownerId }) => ownerId !== me);
  if (listed.length === 0) {
    return 'Nothing is open between you and the others. To note something: `@Entente commit`.';
  }
  const parts = [
    part(
      'With you',
      mine,
      (c) => `${bare(c.text, LISTED_LENGTH)}${forWhom(c.forId, scene)}${state(c, scene)}`,
    ),
    part('On its way to you', owed, (c) => {
      return `${bare(c.text, LISTED_LENGTH)}, from ${nameOf(scene.people, c.ownerId)}${state(c, scene)}`;
    }),
    commitments.length > MOST_LISTED ? '_These are the first; more are open._' : '',
  ];
  return parts.filter((text) => text !== '').join('\n\n');
}

function part(title: string, of: readonly Commitment[], words: (commitment: Commitment) => string): string {
  if (of.length === 0) return '';
  return [`*${title}*`, ...of.map((commitment) => `• ${words(commitment)}`)].join('\n');
}

/** Its day, and what is still awaited. Only its owner and the person it is for read that a day has passed. */
function state(commitment: Commitment, scene: Scene): string {
  const due = dueWords(commitment, scene, ' · ') || ' · some time';
  const past = commitment.status === 'accepted' && isPast(commitment, scene) ? ' (its day has passed)' : '';
  return `${due}${past}${commitment.status === 'proposed' ? ' · not accepted yet' : ''}`;
}
