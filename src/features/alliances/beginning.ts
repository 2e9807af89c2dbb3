/** What follows a set-up: done by a worker, so that it takes Slack no longer to set up 250 people than nine. */
import type { JobLook } from '../../feature.ts';
import type { AllianceId } from '../../kernel/ids.ts';
import { arrivals } from './arrival-store.ts';
import { greet } from './membership.ts';
import { askForCard } from './norms.ts';
import { settleRound } from './rounds.ts';
import { beginningOf } from './setup-store.ts';

export const BEGIN = 'alliances.begin';

/**
 * Welcomes everybody, asks each other organisation about its roles, the runner's own about its card, and tells of those
 * for whom something can be planned already. Doing it twice changes nothing.
 */
export async function begin({ write }: JobLook, id: string): Promise<void> {
  const allianceId = id as AllianceId;
  await write(async (work) => {
    await greet(work, allianceId, await arrivals(work.db, allianceId));
    const { leads, awaiting } = await beginningOf(work.db, allianceId);
    const [first] = leads;
    if (first) await askForCard(work, { id: first.organisationId, allianceId }, first.id);
    for (const organisation of awaiting) await settleRound(work, organisation);
    for (const lead of leads) await work.tell({ kind: 'member', id: lead.id });
  });
}
