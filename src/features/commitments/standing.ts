/** A commitment as it stands on somebody's Home: not sent, and with what they may do about it now. */
import type { Choice, ItemKind, ItemRow, ItemView } from '../../feature.ts';
import { peopleOf } from './act.ts';
import type { Commitment } from './domain.ts';
import { choose, open } from './items.ts';
import { commitmentsById } from './store.ts';
import { CHOICES, offered } from './views.ts';
import { bare, dueWords, forWhom, nameOf, type Scene } from './words.ts';

export const standingKind: ItemKind = {
  standing: true,
  async render({ db, now }, items) {
    const found = await commitmentsById(
      db,
      items.map(({ ref }) => ref),
    );
    const people = await peopleOf(db, [...found.values()]);
    return items.map((item) =>
      standingView(found.get(item.ref), item, { people, reader: item.memberId, now }),
    );
  },
  opens: ['date', 'hand-over'],
  open,
  choose,
};

/** Null where it is over, or none of the reader's; a suggestion is not theirs to know before its owner accepts. */
function standingView(found: Commitment | undefined, { allianceId }: ItemRow, scene: Scene): ItemView | null {
  const { reader } = scene;
  if (!found || found.allianceId !== allianceId) return null;
  const { ownerId, forId, writtenById, status } = found;
  if (status !== 'proposed' && status !== 'accepted') return null;
  const waits = status === 'proposed' ? ' · not accepted yet' : '';
  const what = `*${bare(found.text)}*`;
  const due = dueWords(found, scene, ' · ');
  if (ownerId === reader) {
    const small = offered(found, scene);
    const text = `${what}${forWhom(forId, scene)}${due}${waits}`;
    return { text, ...(small ? { context: small } : {}), choices: ownChoices(status) };
  }
  const mayKnow = status === 'accepted' ? forId === reader : writtenById === reader;
  if (!mayKnow) return null;
  const text = `${what}, from ${nameOf(scene.people, ownerId)}${due}${waits}`;
  return { text, choices: [status === 'accepted' ? CHOICES.release : CHOICES.withdraw] };
}

function ownChoices(status: 'proposed' | 'accepted'): Choice[] {
  return status === 'accepted'
    ? [CHOICES.done, CHOICES.date, CHOICES.handOver, CHOICES.needHand, CHOICES.letGo]
    : [CHOICES.accept, CHOICES.date, CHOICES.handOver, CHOICES.decline];
}
