/** What of the alliance is about a digest's readers alone: their pairs, what waits for them, what they asked for. */
import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import { cardsById, type MemberCard } from '../../db/people.ts';
import { rowsOf } from '../../db/rows.ts';
import type { MemberId, OrganisationId } from '../../kernel/ids.ts';
import type { Decisions, Person } from './facts-domain.ts';

/** The readers' own pairs, with when either of the two last noted a talk. */
export function pairRows(
  db: Db,
  memberIds: readonly string[],
): Promise<{ aId: MemberId; bId: MemberId; spokeAt: Date | null }[]> {
  return db.$queryRaw`
    SELECT p.a_id AS "aId", p.b_id AS "bId", (
      SELECT max(a.answered_at) FROM check_in c JOIN check_in_answer a ON a.check_in_id = c.id
      WHERE c.pair_id = p.id AND a.answer = 'spoke') AS "spokeAt"
    FROM pair p
    WHERE p.status = 'active'
      AND (p.a_id = ANY(${[...memberIds]}::uuid[]) OR p.b_id = ANY(${[...memberIds]}::uuid[]))`;
}

interface DecisionRow extends Decisions {
  readonly memberId: MemberId;
}

/** What waits for a word of theirs: roles and pairs for who speaks for an organisation, actions for everybody. */
export async function decisionRows(db: Db, memberIds: readonly string[]): Promise<Map<MemberId, Decisions>> {
  const rows = await db.$queryRaw<DecisionRow[]>`
    SELECT v.id AS "memberId",
      (SELECT count(*)::int FROM member m JOIN organisation o ON o.id = m.organisation_id AND o.proposed_by IS NOT NULL
        WHERE v.role <> 'member' AND m.organisation_id = v.organisation_id AND m.status = 'active' AND m.proposed_role IS NOT NULL) AS roles,
      (SELECT count(*)::int FROM pair p JOIN member a ON a.id = p.a_id JOIN member b ON b.id = p.b_id
        JOIN member proposer ON proposer.id = p.proposed_by
        WHERE v.role <> 'member' AND p.alliance_id = v.alliance_id AND p.status = 'proposed'
          AND v.organisation_id IN (a.organisation_id, b.organisation_id)
          AND proposer.organisation_id <> v.organisation_id) AS pairs,
      (SELECT count(*)::int FROM commitment c WHERE c.owner_id = v.id AND c.status = 'proposed') AS promises
    FROM member v WHERE v.id = ANY(${[...memberIds]}::uuid[])`;
  return new Map(rows.map(({ memberId, ...decisions }) => [memberId, decisions]));
}

/** Whom a digest's reader asked for a word from it. */
export function askedRows(
  db: Db,
  digestIds: readonly string[],
): Promise<{ ref: string; memberId: MemberId }[]> {
  return db.$queryRaw`
    SELECT ref, member_id AS "memberId" FROM item
    WHERE ref = ANY(${[...digestIds]}::uuid[]) AND kind = 'digests.word' AND member_id IS NOT NULL ORDER BY seq`;
}

/** Whether two members are opposite numbers now. */
export async function areOpposites(db: Db, one: MemberId, other: string): Promise<boolean> {
  const pair = await db.pair.findFirst({
    where: {
      status: 'active',
      OR: [
        { aId: one, bId: other },
        { aId: other, bId: one },
      ],
    },
    select: { id: true },
  });
  return pair !== null;
}

/** A person as digests name them, and their zone. */
export interface PersonRow extends Person {
  readonly organisationId: OrganisationId;
  readonly zone: string;
}

/** By the ids of their memberships: only what a digest needs of the many whom it may name. */
export async function peopleOf(db: Db, ids: readonly MemberId[]): Promise<Map<MemberId, PersonRow>> {
  const rows = await rowsOf<PersonRow>(
    db,
    Prisma.sql`
      SELECT m.id, p.name, o.name AS organisation, o.id AS "organisationId",
        coalesce(p.zone, p.slack_zone, o.zone) AS zone
      FROM member m JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id
      WHERE m.id = ANY(${[...new Set(ids)]}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** People by the ids of their memberships; who is gone is missing. */
export function people(db: Db, ids: readonly string[]): Promise<Map<MemberId, MemberCard>> {
  return cardsById(db, ids);
}
