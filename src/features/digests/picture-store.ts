/** What a digest's picture is drawn from, and where it has gone. */
import type { Db, Tx } from '../../db/client.ts';
import { cardsById } from '../../db/people.ts';
import type { MemberId, OrganisationId } from '../../kernel/ids.ts';
import { addDays, instantOf, type LocalDate } from '../../kernel/zoned.ts';
import type { Commitment } from './domain.ts';
import { commitmentsSince } from './facts-store.ts';
import { eightWeeks } from './picture-domain.ts';

export interface Undrawn {
  readonly reader: { readonly organisationId: OrganisationId };
  readonly until: LocalDate;
  readonly commitments: readonly Commitment[];
  /** The workspace whose installation sent the digest: its files are seen where its messages are. */
  readonly teamId: string;
}

/** A digest that has arrived and has no picture yet; null for any other. */
export async function undrawn(db: Db, now: Date, digestId: string): Promise<Undrawn | null> {
  const digest = await db.digest.findUnique({ where: { id: digestId } });
  if (!digest || digest.pictureId) return null;
  const reader = (await cardsById(db, [digest.memberId])).get(digest.memberId as MemberId);
  const item = await db.item.findFirst({
    where: { ref: digestId, kind: { in: ['digests.weekly', 'digests.view'] }, message: { status: 'sent' } },
    orderBy: { seq: 'desc' },
    select: { message: { select: { lane: true } } },
  });
  if (!reader || !item?.message) return null;
  const until = digest.until as LocalDate;
  const from = instantOf(addDays(eightWeeks(until).since, -1), 0, 'UTC');
  const commitments = await commitmentsSince(db, now, [reader.allianceId], from);
  return { reader, until, commitments, teamId: item.message.lane };
}

export async function keepPicture(
  tx: Tx,
  digestId: string,
  pictureId: string,
  pictureAlt: string,
): Promise<void> {
  await tx.digest.updateMany({ where: { id: digestId }, data: { pictureId, pictureAlt } });
}
