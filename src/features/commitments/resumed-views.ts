/** What an owner reads of a commitment once their alliance goes on after a pause. */
import type { ItemView } from '../../item.ts';
import type { Commitment } from './domain.ts';
import { CHOICES } from './views.ts';
import { dueWords, type Scene, titled } from './words.ts';

/** Null where it is not the reader's any more, or over. */
export function resumedView(commitment: Commitment, scene: Scene): ItemView | null {
  if (commitment.status !== 'accepted' || commitment.ownerId !== scene.reader) return null;
  const due = dueWords(commitment, scene, ', for ');
  return {
    text: `The alliance goes on. ${titled(commitment.text)} is with you${due}. If another day suits better now, say so.`,
    choices: [CHOICES.date, CHOICES.done, CHOICES.handOver, CHOICES.letGo],
  };
}
