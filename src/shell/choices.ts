/** The buttons of notes and of direct answers. */
import type { App } from '@slack/bolt';
import { ITEM_ACTION } from '../outbox/views.ts';
import { inTransaction } from './acting.ts';
import { empty } from './carry.ts';
import { Click, tellClicker } from './click.ts';
import { choose, open, opens, ownItems } from './items.ts';
import { openThen, replyModal, sentence } from './modals.ts';
import type { Shell, Via } from './shell.ts';
import { said } from './views.ts';

export function listenToChoices(app: App, shell: Shell): void {
  app.action(new RegExp(`^${ITEM_ACTION}`), async ({ body, context }) => {
    const click = Click.parse(body);
    tellClicker(shell, click, await clicked(shell, await shell.via(context.teamId), click));
  });
}

async function clicked(shell: Shell, via: Via, click: Click): Promise<string | null> {
  const [{ action_id, value }] = click.actions;
  const choice = action_id.slice(ITEM_ACTION.length);
  const mine = (await ownItems(shell, via, click.user.id, [value])).get(value) ?? 'gone';
  if (typeof mine === 'string') return said[mine];
  if (opens(mine, choice)) {
    return openThen(shell, via, click.trigger_id, async () =>
      replyModal(
        shell,
        await open(shell, via, mine, choice),
        { ...empty, allianceId: mine.item.allianceId },
        mine.actor.personId,
      ),
    );
  }
  return sentence(await inTransaction(shell, (work) => choose(shell, via, work, mine, choice)));
}
