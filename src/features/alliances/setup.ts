/** `/alliance setup`: a modal in the shared channel, then everything at once. */
import type { Act, FormHandler, Look, Reply } from '../../feature.ts';
import type { Block } from '../../slack/blocks.ts';
import { groupPeople, personIdsIn, readSetup } from './domain.ts';
import { greet } from './membership.ts';
import { settleRound } from './rounds.ts';
import { createAlliance, seenPeople } from './setup-store.ts';
import { allianceByChannel } from './store.ts';
import * as views from './views.ts';

/** The pinned message; the app makes it, as it alone knows every feature's doors. */
export type DoorsMessage = () => { readonly text: string; readonly blocks: Block[] };

/** More organisations than this leave no room for their people in one modal. */
const MOST_ORGANISATIONS = 30;

export async function openSetup({ db, actor, slack }: Look): Promise<Reply> {
  const { channelId } = actor;
  if (!channelId || !/^[CG]/.test(channelId)) return { say: views.refusals.direct };
  const existing = await allianceByChannel(db, channelId);
  if (existing) return { say: views.refusals.taken(existing.name) };
  const people = (await slack.channelPeople(channelId)).filter(({ isBot, isGone }) => !isBot && !isGone);
  const { groups, left } = groupPeople(people, actor.personId);
  if (groups.length < 2) return { say: views.refusals.alone };
  if (groups.length > MOST_ORGANISATIONS) return { say: views.refusals.crowd };
  const names = new Map<string, string>();
  for (const { teamId, people: ofTeam } of groups) {
    const fallback = views.fallbackName(ofTeam[0]?.name ?? 'Another');
    names.set(teamId, (await slack.teamName(teamId)) ?? fallback);
  }
  return { form: views.setupForm({ groups, left, names, channelId }, actor.personId) };
}

export function setupHandler(doors: DoorsMessage): FormHandler {
  return {
    who: 'anyone',
    async submit(act, values, meta): Promise<Reply> {
      const channelId = meta.channel ?? '';
      const { viaTeamId, personId } = act.actor;
      // What comes back from the client is checked: only people whom this installation has seen can be named.
      const people = await seenPeople(act.db, viaTeamId, personIdsIn(values));
      if (!channelId || !people.some((person) => person.personId === personId)) {
        return { say: views.refusals.strangers };
      }
      const plan = readSetup(values, people, personId, viaTeamId);
      if (!plan.ok) return { errors: plan.error };
      return setUp(act, plan.value, channelId, doors);
    },
  };
}

async function setUp(
  act: Act,
  plan: Parameters<typeof createAlliance>[2],
  channelId: string,
  doors: DoorsMessage,
): Promise<Reply> {
  const { db, now, outbox, actor } = act;
  const where = { channelId, hostTeamId: actor.viaTeamId, runner: actor.personId };
  const created = await createAlliance(db, now, plan, where);
  if (!created) {
    const first = await allianceByChannel(db, channelId);
    return { say: views.refusals.taken(first?.name ?? '') };
  }
  const key = `alliances/doors/${created.id}`;
  await outbox.post(db, now, { key, allianceId: created.id, ...doors(), doors: true });
  await greet(
    act,
    created.id,
    created.members.map((id) => ({ id, joinedAt: now })),
  );
  // Slack waits for this answer, so of up to 80 people only those for whom something can be planned yet are told.
  for (const id of created.leads) await act.tell({ kind: 'member', id });
  for (const id of created.awaiting) await settleRound(act, id);
  const waiting = plan.organisations.flatMap(({ isOwn, name }) => (isOwn ? [] : [name]));
  return { say: views.setUp(plan.name, waiting) };
}
