/** What was read and awaits its speaker's word. */
import { z } from 'zod';
import type { Db, Tx } from '../../db/client.ts';
import { type AllianceId, type CommitmentId, MemberId } from '../../kernel/ids.ts';
import { Rhythm } from '../../kernel/rhythm.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import type { Draft, DraftContent } from './draft.ts';

const DraftRow = z.object({
  text: z.string(),
  ownerId: MemberId.nullable(),
  forId: MemberId.nullable(),
  dueOn: LocalDate.nullable(),
  dueAt: z.iso.datetime().nullable(),
  reviewOn: LocalDate.nullable(),
  otherDueOn: LocalDate.nullable(),
  passedOn: LocalDate.nullable(),
  rhythm: Rhythm.nullable().default(null),
  audience: z.enum(['pair', 'org', 'alliance']).default('org'),
});

/** Keeps what was read until the speaker says whether it is to be recorded. */
export async function keepDraft(db: Tx, { content, ...draft }: Draft): Promise<void> {
  await db.commitmentDraft.create({ data: { ...draft, reading: { ...content } } });
}

type Row = Awaited<ReturnType<Db['commitmentDraft']['findMany']>>[number];

function toDraft({ reading, ...row }: Row): Draft {
  return {
    ...row,
    id: row.id as CommitmentId,
    allianceId: row.allianceId as AllianceId,
    speakerId: row.speakerId as MemberId,
    content: DraftRow.parse(reading),
  };
}

/** The drafts with these ids; one that is gone is missing. */
export async function draftsById(db: Db, ids: Iterable<string>): Promise<Map<string, Draft>> {
  const rows = await db.commitmentDraft.findMany({ where: { id: { in: [...new Set(ids)] } } });
  return new Map(rows.map((row) => [row.id, toDraft(row)]));
}

/** What was read at once, in its order, by the batches' ids. */
export async function batchesOf(db: Db, batchIds: readonly string[]): Promise<Map<string, Draft[]>> {
  const rows = await db.commitmentDraft.findMany({
    where: { batchId: { in: [...batchIds] } },
    orderBy: { position: 'asc' },
  });
  return Map.groupBy(rows.map(toDraft), ({ batchId }) => batchId ?? '');
}

/** Corrects what was read, while it is open; false where it no longer is. */
export async function rereadDraft(db: Tx, id: string, content: DraftContent): Promise<boolean> {
  const where = { id, status: 'open' } as const;
  return (await db.commitmentDraft.updateMany({ where, data: { reading: { ...content } } })).count === 1;
}

/** The speaker's word on a draft, given once: false where it has been given. */
export async function closeDraft(db: Tx, id: string, status: 'recorded' | 'dropped'): Promise<boolean> {
  const where = { id, status: 'open' } as const;
  return (await db.commitmentDraft.updateMany({ where, data: { status } })).count === 1;
}
