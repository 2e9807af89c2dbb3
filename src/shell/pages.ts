/** A command's page in a modal with buttons: each is done at once, and the page is drawn anew. */
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Reply } from '../item.ts';
import { actingAs, actorOf, inTransaction, lookOf, placeIn } from './acting.ts';
import { type Carry, empty, unpack } from './carry.ts';
import { askerOf, Click } from './click.ts';
import { choose, open, opens, ownItems } from './items.ts';
import { fill, replyModal, sentence } from './modals.ts';
import { COMMAND, PAGE_ACTION } from './names.ts';
import type { Shell, Via } from './shell.ts';
import * as table from './table.ts';
import { said, wordsModal } from './views.ts';

export function listenToPages(app: App, shell: Shell): void {
  app.action(new RegExp(`^${PAGE_ACTION}`), async ({ body, context }) => {
    const click = Click.parse(body);
    const via = await shell.via(context.teamId);
    if (!click.view) return; // only a window of ours has such buttons
    const viewId = click.view.id;
    const make = await pressed(shell, via, click, unpack(shell.seal, click.view.private_metadata)?.carry);
    shell.work.add(fill(shell, via, askerOf(click), viewId, make));
  });
}

/** Does what was chosen, or finds what it opens; what is shown then. */
async function pressed(
  shell: Shell,
  via: Via,
  { actions, user }: Click,
  carry: Carry | undefined,
): Promise<() => Promise<ModalView>> {
  if (!carry) return async () => wordsModal(said.tooOld);
  const [{ action_id, value }] = actions;
  const choice = action_id.slice(PAGE_ACTION.length);
  const mine = (await ownItems(shell, via, user.id, [value])).get(value) ?? 'gone';
  if (typeof mine === 'string') return () => again(shell, via, user.id, carry, said[mine]);
  if (!opens(mine, choice)) {
    const reply = await inTransaction(shell, (work) => choose(shell, via, work, mine, choice));
    return () => again(shell, via, user.id, carry, sentence(reply));
  }
  const on = { ...empty, allianceId: mine.item.allianceId, channelId: carry.channelId };
  return async () => replyModal(shell, via, await open(shell, via, mine, choice), on, mine.actor.personId);
}

/** The page as it is now, below what was said. */
async function again(
  shell: Shell,
  via: Via,
  userId: string,
  carry: Carry,
  says: string | null,
): Promise<ModalView> {
  const found = table.find(shell.commands, carry.again ?? '');
  if (found.kind !== 'command') return wordsModal(says ?? said.nothingMore);
  const acting = await actingAs(shell, via, userId);
  const place = placeIn(acting, carry.allianceId);
  const look = lookOf(shell, via, actorOf(acting, via, carry.channelId, place.member));
  const reply = await table.open(found.command, look, place, found.words, COMMAND);
  return replyModal(shell, via, below(says, reply), carry, acting.personId);
}

function below(says: string | null, reply: Reply): Reply {
  if (!says || !reply || !('page' in reply)) return reply;
  const { parts } = reply.page;
  return { page: { ...reply.page, parts: [{ kind: 'text', text: says }, { kind: 'divider' }, ...parts] } };
}
