/** Acts and looks for tests of a feature's handlers: a real database and outbox, no Slack. */

import type { Act, By, Fact, Look, Work } from '../../src/act.ts';
import { transact } from '../../src/db/client.ts';
import type { Prisma, PrismaClient } from '../../src/db/generated/client.ts';
import type { Feature } from '../../src/feature.ts';
import type { ItemRow, ItemView, Reply } from '../../src/item.ts';
import type { ItemId } from '../../src/kernel/ids.ts';
import { createOutbox } from '../../src/outbox/create.ts';
import type { TestMember } from './alliance.ts';

const outbox = createOutbox({ lanes: async () => new Set(['T1']), wake: async () => {} });

const slack: Look['slack'] = {
  person: async () => null,
  channelPeople: async () => [],
  channelUserIds: async () => [],
  teamName: async () => null,
};

/** A feature as the app drives it, and the facts that it told. */
export function driven(db: PrismaClient, feature: Feature) {
  const told: Fact[] = [];
  const tell = async (fact: Fact) => void told.push(fact);
  const inWork = <T>(now: Date, fn: (work: Work) => Promise<T>) =>
    transact(db, (tx) => fn({ db: tx, now, outbox, tell, later: async () => {} }));

  const actorOf = async (member: TestMember) => {
    const row = await db.member.findUniqueOrThrow({ where: { id: member.id }, include: { person: true } });
    const { allianceId, role, level } = row;
    return {
      personId: member.personId,
      userId: member.userId,
      name: row.person.name,
      viaTeamId: 'T1',
      channelId: null,
      member: { id: member.id, allianceId, organisationId: member.organisationId, role, level },
    } as By<Act>['actor'];
  };

  const itemOf = async (member: TestMember, kind: string): Promise<ItemRow> => {
    const row = await db.item.findFirstOrThrow({
      where: { memberId: member.id, kind },
      orderBy: { seq: 'desc' },
    });
    const { id, ref, data, status, allianceId, deliveredAt } = row;
    const ids = { id: id as ItemId, allianceId: allianceId as ItemRow['allianceId'] };
    return { ...ids, kind, ref, data, status, personId: member.personId, memberId: member.id, deliveredAt };
  };

  return {
    told,
    inWork,
    itemOf,
    react: (now: Date, fact: Fact) => inWork(now, async (work) => feature.react?.(work, fact)),
    run: (now: Date, limit = 100) => inWork(now, async (work) => feature.due?.run(work, limit)),
    act: async (now: Date, member: TestMember, fn: (act: By<Act>) => Promise<Reply> | undefined) => {
      const actor = await actorOf(member);
      return inWork(now, (work) => fn({ ...work, actor }) ?? Promise.resolve(null));
    },
    look: async (now: Date, member: TestMember): Promise<By<Look>> => {
      return { db, now, slack, actor: await actorOf(member) };
    },
    /** The newest item of a kind for a member, as it reads now; `missing` where there is none. */
    read: async (now: Date, member: TestMember, kind: string): Promise<ItemView | null | 'missing'> => {
      const where: Prisma.ItemWhereInput = { memberId: member.id, kind };
      if ((await db.item.count({ where })) === 0) return 'missing';
      const [view] = (await feature.items?.[kind]?.render({ db, now }, [await itemOf(member, kind)])) ?? [];
      return view ?? null;
    },
  };
}
