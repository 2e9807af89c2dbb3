/** Installations that people made through OAuth: kept in the database, remembered for a moment, renewed in time. */
import type { Installation as Granted } from '@slack/oauth';
import { z } from 'zod';
import { type Database, transact } from '../db/client.ts';
import type { Log } from '../db/log.ts';
import type { Clients } from './client.ts';
import * as store from './installation-store.ts';
import { type Installation, type Installations, OVER, refusalOf, slackCode } from './installations.ts';
import { createRenewals, GONE, LOST, type Secrets } from './renewals.ts';
import type { Vault } from './secrets.ts';

/** How long another process's change may go unseen. What has ended in the meantime, Slack refuses by itself. */
const REMEMBERED_MS = 3_000;

/** As secrets are sealed. */
const Kept: z.ZodType<Secrets> = z.object({ token: z.string(), refresh: z.string().nullable() });

export interface StoredInstallations extends Installations {
  /** Keeps what somebody has just allowed; the workspaces (or the enterprise) it is for. */
  keep(granted: Granted): Promise<string[]>;
  /** Seals everything with the first key; how many it changed. */
  reseal(): Promise<number>;
}

export interface StoredDeps {
  readonly db: Database['prisma'];
  readonly vault: Vault;
  readonly clients: Clients;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly log: Log;
}

interface Known {
  readonly rows: readonly store.InstallationRow[];
  readonly byTeam: ReadonlyMap<string, store.InstallationRow>;
}

export function storedInstallations(deps: StoredDeps): StoredInstallations {
  const { db, vault, clients } = deps;
  let memory: { known: Promise<Known>; until: number } | null = null;
  const secretsOf = new WeakMap<store.InstallationRow, Secrets>();

  function remembered(): Promise<Known> {
    if (!memory || memory.until < performance.now()) {
      const known = store.allInstallations(db).then((rows) => {
        const byTeam = new Map(
          // The first one of a workspace counts.
          rows.toReversed().flatMap((row) => row.teamIds.map((teamId) => [teamId, row] as const)),
        );
        return { rows, byTeam };
      });
      memory = { known, until: performance.now() + REMEMBERED_MS };
      known.catch(() => forget());
    }
    return memory.known;
  }

  function forget(): void {
    memory = null;
  }

  function opened(row: store.InstallationRow): Secrets {
    const secrets = secretsOf.get(row) ?? Kept.parse(JSON.parse(vault.open(row.secrets, row.id)));
    secretsOf.set(row, secrets);
    return secrets;
  }
  const sealed = (id: string, secrets: Secrets) => vault.seal(JSON.stringify(secrets), id);

  function asInstallation(row: store.InstallationRow, teamId: string): Installation {
    const { enterpriseId, isOrgWide, appId, botUserId, botId } = row;
    return {
      teamId,
      enterpriseId,
      isOrgWide,
      appId,
      botUserId,
      botId,
      // Opened by whoever calls Slack: most inputs do not, and a list of all is mostly asked for its workspaces.
      get token() {
        return opened(row).token;
      },
    };
  }

  const renewals = createRenewals({ ...deps, opened, sealed, onRenewed: forget });

  /** Whether Slack takes an installation's token no longer, and nothing can be done about it. */
  async function isGone(row: store.InstallationRow): Promise<boolean> {
    const { token, refresh } = opened(row);
    const refusal = await refusalOf(clients, token);
    if (refusal === null || GONE.includes(refusal)) return refusal !== null;
    if (!refresh) return refusal !== OVER;
    try {
      await renewals.renew(row.id, row.secrets);
      return false;
    } catch (error) {
      if (LOST.includes(slackCode(error) ?? '')) return true;
      throw error;
    }
  }

  async function rowFor(teamId: string, enterpriseId?: string | null) {
    const { rows, byTeam } = await remembered();
    const row = byTeam.get(teamId);
    if (row || !enterpriseId) return row;
    const orgWide = rows.find(({ id, isOrgWide }) => isOrgWide && id === enterpriseId);
    if (!orgWide) return undefined;
    await store.addTeam(db, orgWide.id, teamId);
    forget();
    return orgWide;
  }

  return {
    async find(teamId, enterpriseId) {
      const row = await rowFor(teamId, enterpriseId);
      return row ? asInstallation(await renewals.inTime(row), teamId) : null;
    },
    async all() {
      const { rows } = await remembered();
      return rows.flatMap((row) => row.teamIds.map((teamId) => asInstallation(row, teamId)));
    },
    async ended(teamId) {
      forget();
      const { rows } = await remembered();
      const row = rows.find(({ id, teamIds }) => id === teamId || teamIds.includes(teamId));
      if (!row || !(await isGone(row))) return [];
      const dropped = await store.dropInstallation(db, row.id, row.secrets);
      forget();
      return dropped ? row.teamIds : [];
    },
    async keep({ team, enterprise, isEnterpriseInstall = false, appId = '', bot }) {
      const id = isEnterpriseInstall ? enterprise?.id : team?.id;
      if (!bot || !id) throw new Error('an installation without a bot');
      const before = (await store.allInstallations(db)).find((row) => row.id === id);
      const { token, refreshToken: refresh = null, expiresAt, userId: botUserId, id: botId, scopes } = bot;
      const met = [...(before?.teamIds ?? []), ...(team ? [team.id] : [])];
      const row: store.InstallationRow = {
        id,
        enterpriseId: enterprise?.id ?? null,
        isOrgWide: isEnterpriseInstall,
        teamIds: isEnterpriseInstall ? await workspaces(clients, token, met) : [id],
        appId,
        botUserId,
        botId,
        scopes,
        secrets: sealed(id, { token, refresh }),
        expiresAt: expiresAt ? new Date(expiresAt * 1000) : null,
      };
      await store.putInstallation(db, row, new Date());
      forget();
      return row.teamIds;
    },
    async reseal() {
      const old = (await store.allInstallations(db)).filter(({ secrets }) => !vault.isCurrent(secrets));
      for (const { id } of old) {
        await transact(db, async (tx) => {
          const row = await store.holdInstallation(tx, id);
          if (!row) return;
          await store.putSecrets(tx, id, { secrets: sealed(id, opened(row)), expiresAt: row.expiresAt });
        });
      }
      return old.length;
    },
  };
}

/** The workspaces of an Enterprise organisation in which the app may act, with those that were met before. */
async function workspaces(clients: Clients, token: string, met: readonly string[]): Promise<string[]> {
  const ids = new Set(met);
  let cursor: string | undefined;
  do {
    const page = await clients
      .of({ token })
      .auth.teams.list({ limit: 1000, ...(cursor ? { cursor } : {}) })
      .catch(() => null); // what is not known now is learnt when it is first heard of
    for (const { id } of page?.teams ?? []) if (id) ids.add(id);
    cursor = page?.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return [...ids];
}
