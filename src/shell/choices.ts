/** The buttons of notes and of direct answers. */
import type { App } from '@slack/bolt';
import { ITEM_ACTION } from '../outbox/views.ts';
import { inTransaction } from './acting.ts';
import { empty } from './carry.ts';
import { askerOf, Click, tellClicker } from './click.ts';
import type { Clicks } from './clicks.ts';
import { choose, mayOpen, open, opens, ownItems } from './items.ts';
import { openThen, replyModal, sentence } from './modals.ts';
import type { Shell, Via } from './shell.ts';
import { said } from './views.ts';

export function listenToChoices(app: App, shell: Shell, clicks: Clicks): void {
  app.action(new RegExp(`^${ITEM_ACTION}`), async ({ body, context }) => {
    const click = Click.parse(body);
    const via = await shell.via(context.teamId);
    const [{ action_id, value: itemId, action_ts: at }] = click.actions;
    const choice = action_id.slice(ITEM_ACTION.length);
    if (mayOpen(shell, choice)) {
      tellClicker(shell, click, await clicked(shell, via, click, choice));
      return;
    }
    const { user, api_app_id: apiAppId, trigger_id, response_url: responseUrl = null } = click;
    const press = `${trigger_id} ${at}`;
    await clicks.keep(via, { userId: user.id, itemId, choice, responseUrl, apiAppId, press });
  });
}

async function clicked(shell: Shell, via: Via, click: Click, choice: string): Promise<string | null> {
  const [{ value }] = click.actions;
  const mine = (await ownItems(shell, via, click.user.id, [value])).get(value) ?? 'gone';
  if (typeof mine === 'string') return said[mine];
  if (opens(mine, choice)) {
    return openThen(shell, via, askerOf(click), async () =>
      replyModal(
        shell,
        via,
        await open(shell, via, mine, choice),
        { ...empty, allianceId: mine.item.allianceId },
        mine.actor.personId,
      ),
    );
  }
  return sentence(await inTransaction(shell, (work) => choose(shell, via, work, mine, choice)));
}
