/** The app comes to workspaces and goes from them: what waits is led another way, and features hear of it. */
import type { App } from '@slack/bolt';
import { type Database, type Tx, transact } from './db/client.ts';
import { errorDetails, type Log } from './db/log.ts';
import type { Engine } from './engine.ts';
import type { Clock } from './kernel/clock.ts';
import { leaveLane, tryRoutesAgain } from './outbox/lanes.ts';
import type { Installations } from './slack/installations.ts';

export interface Workspaces {
  /** The app was installed, perhaps anew: routes that failed are tried again. */
  came(teamIds: readonly string[]): Promise<void>;
  /**
   * Slack says that the app is no longer in a workspace. Its token is gone when this returns; everything else of the
   * organisation, and of all others, stays.
   * @throws where Slack or the database cannot be asked
   */
  ended(teamId: string): Promise<void>;
  /** The same, found out by a refused call: nobody waits for it, so a failure is logged and found out again. */
  left(teamId: string): Promise<void>;
}

export interface WorkspacesDeps {
  readonly db: Database['prisma'];
  readonly clock: Clock;
  readonly installations: Installations;
  readonly engine: Pick<Engine, 'workIn' | 'wakeLanes'>;
  readonly log: Log;
}

export function followWorkspaces({ db, clock, installations, engine, log }: WorkspacesDeps): Workspaces {
  async function change(
    teamIds: readonly string[],
    reroute: (tx: Tx, teamId: string) => Promise<unknown>,
  ): Promise<void> {
    for (const teamId of teamIds) {
      await transact(db, async (tx) => {
        await reroute(tx, teamId);
        await engine.workIn(tx, clock.now()).tell({ kind: 'workspace', teamId });
      });
    }
    if (teamIds.length > 0) await engine.wakeLanes(); // those in which it waits now
  }

  async function ended(teamId: string): Promise<void> {
    const gone = await installations.ended(teamId);
    if (gone.length > 0) log.info({ teams: gone }, 'the app is no longer installed');
    await change(gone, leaveLane);
  }

  return {
    async came(teamIds) {
      log.info({ teams: teamIds }, 'the app has been installed');
      await change(teamIds, tryRoutesAgain);
    },
    ended,
    left: (teamId) =>
      ended(teamId).catch((error: unknown) =>
        log.warn({ team: teamId, ...errorDetails(error) }, 'whether the app is still installed is not known'),
      ),
  };
}

/** Both events come when the app is removed, in any order; each of them alone is enough, and the second finds nothing. */
export function listenToRemovals(app: App, workspaces: Workspaces): void {
  for (const type of ['app_uninstalled', 'tokens_revoked'] as const) {
    app.event(type, async ({ context, body }) => {
      await workspaces.ended(context.teamId ?? context.enterpriseId ?? body.team_id);
    });
  }
}
