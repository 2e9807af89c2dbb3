/** What is said to somebody whose move could not be made: what happened, never a reproach. */
import { type Commitment, mayRead, type Refusal } from './domain.ts';
import { dueWords, nameOf, type Scene, titled } from './words.ts';

/** `gone`: there is no such commitment in the alliance. `overtaken`: another move came first. */
export type Obstacle = Refusal | { readonly kind: 'gone' } | { readonly kind: 'overtaken' };

/** At a form's date. */
export const DAY_PASSED = 'That day has passed. Which one do you mean?';

export function refusalText(obstacle: Obstacle, commitment: Commitment | null, scene: Scene | null): string {
  if (!commitment || !scene || obstacle.kind === 'gone') return 'This is no longer on the list.';
  const what = titled(commitment.text);
  switch (obstacle.kind) {
    case 'not-yours':
      if (!scene.reader || !mayRead(commitment, scene.reader)) return 'This is not yours to change.';
      return `${what} is with ${nameOf(scene.people, commitment.ownerId)} now, so this is not yours to change.`;
    case 'not-offered':
      if (!scene.reader || !mayRead(commitment, scene.reader)) return 'This is no longer on offer.';
      return `${what} is no longer on offer. It is with ${nameOf(scene.people, commitment.ownerId)}.`;
    case 'past-date':
      return `That day has passed. Choose a new date for ${what}, any that suits.`;
    case 'nothing-new':
      return `${what} is so already.`;
    case 'settled':
      return `This has been settled: ${standing(commitment, scene)}.`;
    case 'long-ago':
      return `${what} ended more than seven days ago. Write it down anew, if it is needed again.`;
    case 'overtaken':
      return `Somebody was a moment faster: ${standing(commitment, scene)}.`;
  }
}

/** How it stands, for after a colon. */
function standing(commitment: Commitment, scene: Scene): string {
  const what = titled(commitment.text);
  const owner = commitment.ownerId === scene.reader ? 'you' : nameOf(scene.people, commitment.ownerId);
  switch (commitment.status) {
    case 'done':
      return `${what} is done`;
    case 'let_go':
    case 'declined': // a decline is told to whoever proposed it, and to nobody else
      return `${what} is off the list`;
    case 'proposed':
      return `${what} waits for a word from ${owner}`;
    case 'accepted':
      return `${what} is with ${owner}${dueWords(commitment, scene, ', for ')}`;
  }
}
