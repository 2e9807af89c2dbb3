/** What every listener of the shell is given. */
import type { WebClient } from '@slack/web-api';
import type { Work } from '../act.ts';
import type { Database, Tx } from '../db/client.ts';
import type { Log } from '../db/log.ts';
import type { Statements } from '../db/statements.ts';
import type { Command, Door, Feature, FormHandler } from '../feature.ts';
import type { ItemKind } from '../item.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Clients } from '../slack/client.ts';
import type { Directory } from '../slack/directory.ts';
import type { InFlight } from '../slack/in-flight.ts';
import type { Installation, Installations } from '../slack/installations.ts';
import type { Respond } from '../slack/respond.ts';
import { directories } from '../slack/slack-directory.ts';
import type { Seal } from './carry.ts';
import { itemKinds } from './render.ts';

export interface ShellDeps {
  readonly db: Database['prisma'];
  /** What Slack waits for and nothing else. */
  readonly statements: Statements;
  readonly clock: Clock;
  /** All of them, the shell's own (`shellFeature`) among them. */
  readonly features: readonly Feature[];
  readonly installations: Installations;
  readonly clients: Clients;
  readonly log: Log;
  /** For what modals carry. */
  readonly seal: Seal;
  /** Work inside a transaction: the engine's. */
  readonly workIn: (tx: Tx, now: Date) => Work;
}

/** The installation through which an input came, and Slack as it shows itself through it. */
export interface Via {
  readonly teamId: string;
  readonly botUserId: string;
  readonly slack: WebClient;
  readonly directory: Directory;
}

export interface Shell extends ShellDeps {
  /** What an answer to Slack does not wait for. */
  readonly work: InFlight;
  /** Answers whoever has clicked, privately. */
  readonly respond: Respond;
  readonly commands: readonly Command[];
  readonly kinds: ReadonlyMap<string, ItemKind>;
  form(name: string): FormHandler | undefined;
  door(id: string): Door | undefined;
  /** Through a workspace's installation; null where there is none. */
  through(teamId: string): Promise<Via | null>;
  /** By the team that `authorize` found. */
  via(teamId: string | undefined): Promise<Via>;
}

export function createShell(deps: ShellDeps, { work, respond }: Pick<Shell, 'work' | 'respond'>): Shell {
  const directoryOf = directories(deps);
  const kinds = itemKinds(deps.features);
  const doors = new Map(deps.features.flatMap(({ doors = [] }) => doors.map((door) => [door.id, door])));
  const forms = new Map(deps.features.flatMap(({ forms = {} }) => Object.entries(forms)));

  async function through(teamId: string): Promise<Via | null> {
    const installation: Installation | null = await deps.installations.find(teamId);
    if (!installation) return null;
    return {
      teamId: installation.teamId,
      botUserId: installation.botUserId,
      slack: deps.clients.of(installation),
      directory: directoryOf(installation),
    };
  }

  return {
    ...deps,
    work,
    respond,
    through,
    commands: deps.features.flatMap(({ commands = [] }) => commands),
    kinds,
    form: (name) => forms.get(name),
    door: (id) => doors.get(id),
    async via(teamId) {
      const via = teamId ? await through(teamId) : null;
      if (!via) throw new Error('an input without an installation');
      return via;
    },
  };
}
