/** Clicks that were acknowledged and have yet to take effect. */
import { createHash } from 'node:crypto';
import type { Db, Tx } from '../db/client.ts';
import type { Statement, Statements } from '../db/statements.ts';

/** Whose clicks take effect one after another: a person, as one installation knows them. */
export interface Clicker {
  readonly viaTeamId: string;
  readonly userId: string;
}

export interface NewClick extends Clicker {
  readonly itemId: string;
  readonly choice: string;
  readonly responseUrl: string | null;
  readonly apiAppId: string;
  /** Slack's own for this one press: the same press that comes twice carries the same. */
  readonly press: string;
}

export interface KeptClick {
  readonly seq: bigint;
  readonly itemId: string;
  readonly choice: string;
  readonly responseUrl: string | null;
}

const KEEP: Statement = {
  name: 'keep-clicks',
  text: `
    WITH pressed AS (
      SELECT DISTINCT ON (app, id) * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
        $6::text[], $7::text[]) WITH ORDINALITY AS p (app, id, via, who, item, choice, url, n)
    ), new AS (
      INSERT INTO event_seen (api_app_id, event_id, seen_at) SELECT app, id, $8 FROM pressed ORDER BY id
      ON CONFLICT DO NOTHING RETURNING api_app_id, event_id
    ), kept AS (
      INSERT INTO click (via_team_id, user_id, item_id, choice, response_url, received_at)
      SELECT via, who, item, choice, url, $9 FROM pressed JOIN new ON api_app_id = app AND event_id = id ORDER BY n
    )
    SELECT event_id AS id FROM new`,
};

/**
 * Stores clicks, in one committed statement: all of them, or none where it throws. By click, false where the same
 * press was stored before.
 * @param now of the domain's clock, by which what was seen is forgotten
 */
export async function keep(
  statements: Statements,
  clicks: readonly NewClick[],
  now: Date,
): Promise<boolean[]> {
  const ids = clicks.map(pressOf);
  const column = (name: Exclude<keyof NewClick, 'press'>) => clicks.map((click) => click[name]);
  const rows = await statements.run<{ id: string }>(KEEP, [
    column('apiAppId'),
    ids,
    column('viaTeamId'),
    column('userId'),
    column('itemId'),
    column('choice'),
    column('responseUrl'),
    now,
    new Date(),
  ]);
  const fresh = new Set(rows.map(({ id }) => id));
  return ids.map((id) => fresh.has(id));
}

/** One press has one name, however often it comes; nobody can read from it what was pressed. */
function pressOf({ press, viaTeamId, userId, itemId, choice }: NewClick): string {
  const parts = [press, viaTeamId, userId, itemId, choice].join(' ');
  return `click/${createHash('sha256').update(parts).digest('base64url')}`;
}

/** A person's oldest click that is still to be done. */
export async function oldest(db: Db, { viaTeamId, userId }: Clicker): Promise<KeptClick | null> {
  const [row] = await db.$queryRaw<KeptClick[]>`
    SELECT seq, item_id AS "itemId", choice, response_url AS "responseUrl" FROM click
     WHERE via_team_id = ${viaTeamId} AND user_id = ${userId} ORDER BY seq LIMIT 1`;
  return row ?? null;
}

/** Takes a click with the transaction that does it; false where another process has done it. */
export async function take(db: Db | Tx, seq: bigint): Promise<boolean> {
  return (await db.$executeRaw`DELETE FROM click WHERE seq = ${seq}`) === 1;
}

/** Whose clicks wait for longer than that (milliseconds of real time), one for each click. */
export function waiting(db: Db, ms: number, limit: number): Promise<Clicker[]> {
  const before = new Date(Date.now() - ms);
  return db.$queryRaw<Clicker[]>`
    SELECT via_team_id AS "viaTeamId", user_id AS "userId" FROM click
     WHERE received_at <= ${before} ORDER BY received_at LIMIT ${limit}`;
}
