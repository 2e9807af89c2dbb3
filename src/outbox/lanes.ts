/** Lanes that come and go with the app's installations. */
import type { Tx } from '../db/client.ts';

/**
 * The app is gone from a workspace: what waits there goes through the channel's installation where that is another
 * one, else it waits for the app to come back. The direct messages of that bot are of no use any more.
 *
 * @returns the lanes in which it waits now
 */
export async function leaveLane(tx: Tx, teamId: string): Promise<string[]> {
  const moved = await tx.$queryRaw<{ lane: string }[]>`
    UPDATE message SET lane = alliance.host_team_id, retry_at = NULL FROM alliance
    WHERE message.lane = ${teamId} AND message.status = 'pending'
      AND alliance.id = message.alliance_id AND alliance.host_team_id <> ${teamId}
    RETURNING message.lane`;
  await tx.dm.deleteMany({ where: { teamId } });
  return [...new Set(moved.map(({ lane }) => lane))];
}

/** The channel of an alliance has another installation now: what was to go through the one before goes through it. */
export async function moveLane(tx: Tx, allianceId: string, from: string, to: string): Promise<void> {
  await tx.message.updateMany({
    where: { allianceId, lane: from, status: 'pending' },
    data: { lane: to, retryAt: null },
  });
  // The doors that the one before has hung up can be drawn and pinned by nobody else.
  await tx.message.deleteMany({
    where: { allianceId, lane: from, kind: 'post', payload: { path: ['doors'], equals: true } },
  });
}

/** Slack has given a channel another id: what was posted there is found under it. */
export async function moveMessages(tx: Tx, from: string, to: string): Promise<void> {
  await tx.message.updateMany({ where: { channelId: from }, data: { channelId: to } });
}

/** The world has changed for a workspace's people, and for the people that its bot reaches: nothing is ruled out. */
export async function tryRoutesAgain(tx: Tx, teamId: string): Promise<void> {
  await tx.dm.deleteMany({
    where: { error: { not: null }, OR: [{ teamId }, { person: { homeTeamId: teamId } }] },
  });
}
