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
  name: 'keep-click',
  text: `
    WITH new AS (
      INSERT INTO event_seen (api_app_id, event_id, seen_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1)
    INSERT INTO click (via_team_id, user_id, item_id, choice, response_url, received_at)
    SELECT $4, $5, $6, $7, $8, $9 FROM new`,
};

/**
 * Stores a click, in one committed statement; false where the same press was stored before.
 * @param now of the domain's clock, by which what was seen is forgotten
 */
export async function keep(statements: Statements, click: NewClick, now: Date): Promise<boolean> {
  const { viaTeamId, userId, itemId, choice, responseUrl, apiAppId, press } = click;
  const id = createHash('sha256')
    .update([press, viaTeamId, userId, itemId, choice].join(' '))
    .digest('base64url');
  const values = [apiAppId, `click/${id}`, now, viaTeamId, userId, itemId, choice, responseUrl, new Date()];
  return (await statements.write(KEEP, values)) === 1;
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
