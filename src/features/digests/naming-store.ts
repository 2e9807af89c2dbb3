/** What coordinators' summaries have named, and what coordinators did from them. */
import type { Db, Tx } from '../../db/client.ts';
import type { Help, Naming } from './naming-domain.ts';

/** By digest (null: one on request) and reader: what summaries that have arrived have named to them. */
export async function namings(
  db: Db,
  wanted: readonly { readonly digestId: string | null; readonly memberId: string }[],
): Promise<(digestId: string | null, memberId: string) => Naming> {
  const rows =
    wanted.length === 0
      ? []
      : await db.digest.findMany({
          where: {
            memberId: { in: wanted.map(({ memberId }) => memberId) },
            kind: 'coordinator',
            hasArrived: true,
          },
          select: { id: true, memberId: true, named: true },
        });
  const asking = wanted.flatMap(({ digestId, memberId }) => (digestId === null ? [memberId] : []));
  const onlyAsking = new Set(
    asking.length === 0
      ? []
      : (await db.digestChoice.findMany({ where: { memberId: { in: asking }, weekday: 0 } })).map(
          ({ memberId }) => memberId,
        ),
  );
  return (digestId, memberId) => {
    const own = rows.filter((row) => row.memberId === memberId);
    // Who has no other summary than those they ask for is told in these.
    if (digestId === null && onlyAsking.has(memberId)) return { here: null, elsewhere: [] };
    // Else, on request, what they have been told of already: its owner knows of the summary, and of no other day.
    if (digestId === null) return { here: own.flatMap(({ named }) => named), elsewhere: [] };
    return {
      here: own.find(({ id }) => id === digestId)?.named ?? null,
      elsewhere: own.filter(({ id }) => id !== digestId).flatMap(({ named }) => named),
    };
  };
}

/** Keeps what summaries named when they arrived: no other one names it. */
export async function keepNamings(
  tx: Tx,
  namings: readonly { readonly digestId: string; readonly named: readonly string[] }[],
): Promise<void> {
  const rows = namings.map(({ digestId, named }) => ({ id: digestId, named }));
  await tx.$executeRaw`
    UPDATE digest SET has_arrived = true, named = ARRAY(SELECT jsonb_array_elements_text(t.named)::uuid)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (id uuid, named jsonb)
    WHERE digest.id = t.id AND NOT digest.has_arrived`;
}

const ACTS = ['talk', 'date', 'close'] as const;

/** Why an item that a coordinator's act writes exists: once for each act and reader, from one summary. */
export function helpKey(digestId: string, { commitmentId, act }: Help, memberId: string): string {
  return `digests/help/${digestId}/${commitmentId}/${act}/${memberId}`;
}

/** What was done from these summaries about these commitments. */
export async function helpFrom(
  db: Db,
  digestIds: readonly string[],
  commitmentIds: readonly string[],
): Promise<(Help & { digestId: string })[]> {
  if (digestIds.length === 0) return [];
  const rows = await db.item.findMany({
    where: {
      ref: { in: [...commitmentIds] },
      kind: 'commitments.answer',
      key: { startsWith: 'digests/help/' },
    },
    orderBy: { seq: 'asc' },
    select: { key: true },
  });
  const found = new Map<string, Help & { digestId: string }>();
  for (const { key } of rows) {
    const [, , digestId = '', commitmentId = '', word] = key.split('/');
    const act = ACTS.find((one) => one === word);
    if (act && digestIds.includes(digestId)) {
      found.set(`${digestId}/${commitmentId}/${act}`, { digestId, commitmentId, act });
    }
  }
  return [...found.values()];
}
