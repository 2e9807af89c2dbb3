/** Round-ups: whose month is over, and what of it everybody may read; a batch of alliances at once. */
import type { Db, Tx } from '../../db/client.ts';
import type { WorkingCalendar } from '../../kernel/calendar.ts';
import type { AllianceId } from '../../kernel/ids.ts';
import { instantOf, type LocalDate, startOfNextMonth } from '../../kernel/zoned.ts';
import type { Finished, GoodNews, SharedThanks } from './round-up-domain.ts';

export interface Ended {
  readonly allianceId: AllianceId;
  readonly month: LocalDate;
  /** The host's: the channel has no zone of its own. */
  readonly calendar: WorkingCalendar;
}

interface HostRow extends Omit<WorkingCalendar, 'absences'> {
  readonly allianceId: AllianceId;
  readonly month: LocalDate;
}

/** Claims alliances whose round-up has fallen due, for this transaction; a paused one waits. */
export async function claimEnded(tx: Tx, now: Date, limit: number): Promise<Ended[]> {
  const rows = await tx.$queryRaw<HostRow[]>`
    SELECT p.alliance_id AS "allianceId", p.month, o.zone, o.work_days AS days, o.work_from AS "from",
      o.work_until AS until, o.country, o.region
    FROM round_up_plan p JOIN alliance a ON a.id = p.alliance_id AND a.paused_at IS NULL
    JOIN organisation o ON o.alliance_id = a.id AND o.is_host
    WHERE p.next_at <= ${now} ORDER BY p.next_at, p.alliance_id LIMIT ${limit}
    FOR UPDATE OF p SKIP LOCKED`;
  return rows.map(({ allianceId, month, ...calendar }) => {
    return { allianceId, month, calendar: { ...calendar, absences: [] } };
  });
}

/** When a round-up falls due next. */
export async function nextRoundUp(db: Db): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ nextAt: Date }[]>`
    SELECT p.next_at AS "nextAt" FROM round_up_plan p JOIN alliance a ON a.id = p.alliance_id AND a.paused_at IS NULL
    ORDER BY p.next_at LIMIT 1`;
  return row?.nextAt ?? null;
}

export async function saveRoundUps(
  tx: Tx,
  plans: readonly { allianceId: AllianceId; month: LocalDate; nextAt: Date }[],
): Promise<void> {
  const rows = plans.map(({ allianceId, month, nextAt }) => ({
    alliance_id: allianceId,
    month,
    next_at: nextAt,
  }));
  await tx.$executeRaw`
    INSERT INTO round_up_plan (alliance_id, month, next_at)
    SELECT alliance_id, month, next_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (alliance_id uuid, month text, next_at timestamptz)
    ON CONFLICT (alliance_id) DO UPDATE SET month = excluded.month, next_at = excluded.next_at`;
}

/** An alliance for which no round-up is planned yet; null where one is. */
export async function unplanned(tx: Tx, allianceId: string): Promise<Omit<Ended, 'month'> | null> {
  const [row] = await tx.$queryRaw<Omit<HostRow, 'month'>[]>`
    SELECT o.alliance_id AS "allianceId", o.zone, o.work_days AS days, o.work_from AS "from", o.work_until AS until,
      o.country, o.region
    FROM organisation o WHERE o.alliance_id = ${allianceId}::uuid AND o.is_host
      AND NOT EXISTS (SELECT FROM round_up_plan p WHERE p.alliance_id = o.alliance_id)`;
  if (!row) return null;
  const { allianceId: id, ...calendar } = row;
  return { allianceId: id, calendar: { ...calendar, absences: [] } };
}

interface NewsRow {
  readonly allianceId: AllianceId;
  readonly at: Date;
  readonly text: string | null;
  readonly owner: string;
  readonly people: string[];
  /** Of thanks alone. */
  readonly from: string | null;
  readonly words: string | null;
}

/** What was finished and thanked for in these alliances' months. Two queries, however many alliances. */
export async function newsOf(db: Db, ended: readonly Ended[]): Promise<Map<AllianceId, GoodNews>> {
  const spans = ended.map(({ allianceId, month, calendar: { zone } }) => ({
    alliance_id: allianceId,
    since: instantOf(month, 0, zone),
    until: instantOf(startOfNextMonth(month), 0, zone),
  }));
  const within = JSON.stringify(spans);
  const finished = await db.$queryRaw<NewsRow[]>`
    SELECT c.alliance_id AS "allianceId", c.ended_at AS at, o.name AS owner,
      CASE WHEN c.label = 'alliance' THEN c.text END AS text,
      ARRAY(SELECT DISTINCT unnest(ARRAY[c.owner_id, coalesce(c.for_id, c.owner_id)])::text) AS people
    FROM jsonb_to_recordset(${within}::jsonb) AS t (alliance_id uuid, since timestamptz, until timestamptz)
    JOIN commitment c ON c.alliance_id = t.alliance_id AND c.status = 'done' AND c.ended_at >= t.since AND c.ended_at < t.until
    JOIN member m ON m.id = c.owner_id AND m.status = 'active' JOIN person o ON o.id = m.person_id
    ORDER BY c.ended_at, c.id`;
  const thanks = await db.$queryRaw<NewsRow[]>`
    SELECT k.alliance_id AS "allianceId", k.at, o.name AS owner, f.name AS "from", k.words,
      CASE WHEN c.label = 'alliance' THEN c.text END AS text
    FROM jsonb_to_recordset(${within}::jsonb) AS t (alliance_id uuid, since timestamptz, until timestamptz)
    JOIN thanks k ON k.alliance_id = t.alliance_id AND k.at >= t.since AND k.at < t.until AND k.from_shares AND k.to_shares IS TRUE
    JOIN commitment c ON c.id = k.commitment_id
    JOIN member mf ON mf.id = k.from_id AND mf.status = 'active' JOIN person f ON f.id = mf.person_id
    JOIN member mo ON mo.id = k.to_id AND mo.status = 'active' JOIN person o ON o.id = mo.person_id
    ORDER BY k.at, k.commitment_id`;
  return new Map(
    ended.map(({ allianceId, month }) => {
      const own = (rows: NewsRow[]) => rows.filter((row) => row.allianceId === allianceId);
      return [
        allianceId,
        {
          month,
          finished: own(finished).map(({ text, owner, people }): Finished => ({ text, owner, people })),
          thanks: own(thanks).map(
            ({ from, owner, words, text }): SharedThanks => ({
              from: from ?? '',
              to: owner,
              words: words ?? '',
              text,
            }),
          ),
        },
      ];
    }),
  );
}
