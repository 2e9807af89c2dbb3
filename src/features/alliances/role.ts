/** `role` and `members`: who is what. */
import type { Act, By } from '../../act.ts';
import type { ItemKind, Reply } from '../../item.ts';
import { newId } from '../../kernel/ids.ts';
import { may } from '../../kernel/permissions.ts';
import { takeMentions } from '../../kernel/words.ts';
import { RANK } from '../../outbox/outbox.ts';
import { readStanding } from './domain.ts';
import * as views from './role-views.ts';
import { memberInAlliance, otherCoordinators, rosterOf, welcomes } from './roster-store.ts';
import { settleRound, startRound } from './rounds.ts';
import * as store from './store.ts';

const GIVEN = 'alliances.role';

export async function members({ db, actor }: By<Act>): Promise<Reply> {
  const { id, allianceId } = actor.member;
  const alliance = (await welcomes(db, [id])).get(id)?.alliance ?? '';
  return { say: views.membersText(alliance, await rosterOf(db, allianceId)) };
}

/**
 * Own people's roles are set at once, by leaders too; what a coordinator means for another organisation's is
 * proposed to it.
 */
export async function role(act: By<Act>, words: string): Promise<Reply> {
  const { db, now, outbox, actor } = act;
  const { userIds, rest } = takeMentions(words);
  const wanted = readStanding(rest);
  const [userId] = userIds;
  if (!userId || userIds.length > 1 || !wanted) return { say: views.roleUsage };
  const target = await memberInAlliance(db, actor.member.allianceId, userId);
  if (!target) return { say: views.notAMember };

  if (!may('role', actor.member, [target])) {
    if (!may('suggest-role', actor.member, [target])) return { say: views.ownRolesOnly };
    const pending = await store.proposalFor(db, target.id);
    const proposed = {
      role: wanted.role ?? pending?.role ?? target.role,
      level: wanted.level ?? pending?.level ?? target.level,
    };
    await store.propose(db, target.id, proposed);
    await startRound(act, target.organisationId, actor.member.id);
    return { say: views.roleProposed(target.name, target.organisation, proposed) };
  }

  const standing = { role: wanted.role ?? target.role, level: wanted.level ?? target.level };
  const stepsDown = target.role === 'coordinator' && standing.role !== 'coordinator';
  if (stepsDown && (await otherCoordinators(db, target)) === 0) return { say: views.lastCoordinator };
  await store.setStanding(db, target.id, standing);
  await settleRound(act, target.organisationId);
  if (target.id !== actor.member.id) {
    const key = `alliances/role/${target.id}/${newId()}`;
    const about = { allianceId: target.allianceId, memberId: target.id, kind: GIVEN, ref: target.id };
    await outbox.add(db, now, [{ key, ...about, data: standing, rank: RANK.rest, urgency: 'rides' }]);
  }
  await act.tell({ kind: 'member', id: target.id });
  return { say: views.roleSet(target.name, standing) };
}

export const roleGivenItem: ItemKind = {
  async render({ db }, items) {
    const found = await welcomes(
      db,
      items.map(({ ref }) => ref),
    );
    return items.map(({ ref }) => {
      const to = found.get(ref);
      return to?.isIn ? { text: views.roleGiven(to.alliance, to.standing), choices: [] } : null;
    });
  },
};
