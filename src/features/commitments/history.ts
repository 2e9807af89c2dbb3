/** How a commitment went, for whoever may see it. */
import type { By, Look } from '../../act.ts';
import type { Form } from '../../slack/blocks.ts';
import { peopleOf } from './act.ts';
import type { Commitment } from './domain.ts';
import { historyForm } from './history-views.ts';
import { historyOf } from './store.ts';

/** Its history as a form without anything to send; whether its reader may see it has been checked. */
export async function historyOfOne(
  { db, now, actor }: Pick<By<Look>, 'db' | 'now' | 'actor'>,
  commitment: Commitment,
): Promise<Form> {
  const events = await historyOf(db, [commitment.id]);
  const named = events.flatMap(({ actorId, data }) => [
    actorId,
    typeof data.to === 'string' ? data.to : null,
  ]);
  const uuids = named.filter((id) => id !== null && /^[0-9a-f-]{36}$/.test(id)).map(String);
  const people = await peopleOf(db, [commitment], [...uuids, actor.member.id]);
  return historyForm(commitment, { people, reader: actor.member.id, now }, events);
}
