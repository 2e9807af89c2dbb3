/** What waits for digests' readers, and thanks and talks that they may read of: for a batch of readers at once. */
import type { Db } from '../../db/client.ts';
import type { AllianceId, MemberId } from '../../kernel/ids.ts';
import type { Acts, Thanked } from './acts-domain.ts';

/** Items that ask the reader for a yes or a no. */
const DECIDE = [
  'commitments.proposal',
  'commitments.handover',
  'opposite-numbers.proposal',
  'alliances.roles',
];

interface ActRow {
  readonly memberId: MemberId;
  readonly itemId: string;
  readonly act: keyof Acts;
  readonly text: string | null;
  readonly ownerId: MemberId | null;
}

/** By reader; only what was sent to them, so that a digest tells nothing before its own note does. */
export async function actsOf(db: Db, readerIds: readonly string[]): Promise<Map<string, Acts>> {
  const rows = await db.$queryRaw<ActRow[]>`
    SELECT i.member_id AS "memberId", i.id AS "itemId", c.text, c.owner_id AS "ownerId",
      CASE i.kind WHEN 'commitments.nudge' THEN 'offer' WHEN 'commitments.news' THEN 'thank' ELSE 'decide' END AS act
    FROM item i LEFT JOIN commitment c ON c.id = i.ref
    WHERE i.member_id = ANY(${[...readerIds]}::uuid[]) AND i.status = 'open' AND (
      i.kind = ANY(${DECIDE}::text[])
      OR (i.kind = 'commitments.nudge' AND i.data ->> 'step' = 'ask-leader' AND c.status = 'accepted' AND i.delivered_at IS NOT NULL)
      OR (i.kind = 'commitments.news' AND i.data ->> 'news' = 'done' AND c.status = 'done' AND c.for_id = i.member_id
        AND i.delivered_at IS NOT NULL AND NOT EXISTS (SELECT FROM thanks t WHERE t.commitment_id = c.id)))
    ORDER BY i.seq`;
  const acts = new Map<string, Acts>();
  for (const [memberId, own] of Map.groupBy(rows, (row) => row.memberId)) {
    const todo = (act: keyof Acts) =>
      own.flatMap((row) =>
        row.act === act && row.text !== null && row.ownerId
          ? [{ itemId: row.itemId, text: row.text, ownerId: row.ownerId }]
          : [],
      );
    const decide = own.filter(({ act }) => act === 'decide').map(({ itemId }) => itemId);
    acts.set(memberId, { offer: todo('offer'), thank: todo('thank'), decide });
  }
  return acts;
}

export interface ThanksRow extends Thanked {
  readonly viewerId: MemberId;
  readonly at: Date;
}

/** Thanks that readers may read: their own, and what both shared; what they were for only where that may be seen. */
export function thanksFor(db: Db, readerIds: readonly string[], from: Date): Promise<ThanksRow[]> {
  return db.$queryRaw<ThanksRow[]>`
    SELECT v.id AS "viewerId", t.from_id AS "fromId", t.to_id AS "toId", t.words, t.at,
      CASE WHEN v.id IN (t.from_id, t.to_id) OR c.label = 'alliance'
        OR (c.label = 'org' AND v.organisation_id IN (f.organisation_id, o.organisation_id)) THEN c.text END AS text
    FROM member v JOIN thanks t ON t.alliance_id = v.alliance_id
    JOIN commitment c ON c.id = t.commitment_id JOIN member f ON f.id = t.from_id JOIN member o ON o.id = t.to_id
    WHERE v.id = ANY(${[...readerIds]}::uuid[]) AND t.at >= ${from}
      AND (v.id IN (t.from_id, t.to_id) OR (t.from_shares AND t.to_shares IS TRUE))
    ORDER BY t.at, t.commitment_id`;
}

export interface TalkRow {
  readonly allianceId: AllianceId;
  readonly organisationId: string;
  readonly memberId: MemberId;
  readonly at: Date;
}

/** Who noted a talk since; told as a number only. */
export function talksSince(db: Db, allianceIds: readonly string[], from: Date): Promise<TalkRow[]> {
  return db.$queryRaw<TalkRow[]>`
    SELECT c.alliance_id AS "allianceId", m.organisation_id AS "organisationId", m.id AS "memberId", a.answered_at AS at
    FROM check_in_answer a JOIN check_in c ON c.id = a.check_in_id JOIN member m ON m.id = a.member_id
    WHERE c.alliance_id = ANY(${[...allianceIds]}::uuid[]) AND a.answer = 'spoke' AND a.answered_at >= ${from}`;
}
