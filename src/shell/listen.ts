/** Events of Slack's that features follow: each is handled once, in one transaction with all that follows from it. */
import type { App } from '@slack/bolt';
import type { Listener } from '../feature.ts';
import { refreshPerson } from '../slack/slack-directory.ts';
import { inTransaction } from './acting.ts';
import type { Shell } from './shell.ts';
import * as store from './store.ts';

/** Somebody's name, title or zone: what was asked of Slack once is kept as Slack has it now. */
export function listenToPeople(app: App, shell: Shell): void {
  app.event('user_change', ({ event }) => refreshPerson(shell.db, event.user));
}

export function listenToEvents(app: App, shell: Shell): void {
  const listeners = new Map<string, Listener[]>();
  for (const { listen = {} } of shell.features) {
    for (const [type, listener] of Object.entries(listen)) {
      listeners.set(type, [...(listeners.get(type) ?? []), listener]);
    }
  }
  for (const [type, all] of listeners) {
    app.event(type, async ({ event, body, context }) => {
      const via = await shell.via(context.teamId);
      await inTransaction(shell, async (work) => {
        if (!(await store.isNew(work.db, body.api_app_id, body.event_id, work.now))) return null;
        const followed = { ...work, viaTeamId: via.teamId, slack: via.directory };
        for (const listener of all) await listener(followed, event);
        return null;
      });
    });
  }
}
