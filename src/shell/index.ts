/** The shell turns what Slack sends into calls of the feature contract, and replies into what Slack shows. */
import type { SlackEdge } from '../slack/bolt.ts';
import { listenToBells } from './bells.ts';
import { listenToChoices } from './choices.ts';
import { createClicks } from './clicks.ts';
import { listenToCommands } from './commands.ts';
import { listenToDoors } from './doors.ts';
import { listenToForms } from './forms.ts';
import { listenToEvents, listenToPeople } from './listen.ts';
import { listenToMentions } from './mentions.ts';
import { listenToPages } from './pages.ts';
import { createShell, type ShellDeps, type Via } from './shell.ts';
import { listenToShortcuts } from './shortcuts.ts';

export { sealBy } from './carry.ts';
export { doorsMessage } from './doors.ts';
export { itemKinds, renderItems } from './render.ts';
export type { ShellDeps } from './shell.ts';
export { shellFeature } from './shell-feature.ts';
export { homeBlocks } from './things.ts';

export interface Registered {
  /** Slack through a workspace's installation, for who is not answering anybody; null where there is none. */
  readonly through: (teamId: string) => Promise<Via | null>;
  /** Does clicks that were acknowledged, by whichever process, and have waited for too long since. */
  readonly catchUp: () => Promise<void>;
}

/** Registers everything that people can do on the edge's app, before it starts. */
export function registerShell(
  edge: Pick<SlackEdge, 'app' | 'work' | 'respond'>,
  deps: ShellDeps,
): Registered {
  const shell = createShell(deps, edge);
  const clicks = createClicks(shell);
  listenToChoices(edge.app, shell, clicks);
  for (const listen of [
    listenToCommands,
    listenToMentions,
    listenToBells,
    listenToDoors,
    listenToForms,
    listenToPages,
    listenToShortcuts,
    listenToEvents,
    listenToPeople,
  ]) {
    listen(edge.app, shell);
  }
  return { through: shell.through, catchUp: clicks.catchUp };
}
