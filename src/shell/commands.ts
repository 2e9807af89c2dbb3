/** `/alliance WORD …` */
import type { App } from '@slack/bolt';
import { actIn, actingAs, actorOf, inTransaction, lookOf, placeOf } from './acting.ts';
import { empty } from './carry.ts';
import { openThen, replyModal, sentence } from './modals.ts';
import { COMMAND } from './names.ts';
import { asTyped } from './said.ts';
import type { Shell, Via } from './shell.ts';
import * as table from './table.ts';
import * as views from './views.ts';

interface Typed {
  readonly text: string;
  readonly userId: string;
  readonly channelId: string | null;
  readonly triggerId: string;
}

export function listenToCommands(app: App, shell: Shell): void {
  app.command(COMMAND, async ({ ack, command, context }) => {
    const via = await shell.via(context.teamId);
    const text = await answer(shell, via, {
      text: asTyped(command.text ?? ''),
      userId: command.user_id,
      channelId: sharedChannel(command.channel_id),
      triggerId: command.trigger_id,
    });
    await (text === null ? ack() : ack({ response_type: 'ephemeral', text }));
  });
}

/** The channel that may have an alliance; null for a direct message. */
export function sharedChannel(channelId: string | undefined): string | null {
  return !channelId || channelId.startsWith('D') ? null : channelId;
}

async function answer(shell: Shell, via: Via, typed: Typed): Promise<string | null> {
  const found = table.find(shell.commands, typed.text);
  if (found.kind === 'unknown') return views.unknownWord(found.word, found.nearest, COMMAND);

  const meet = async () => {
    const acting = await actingAs(shell, via, typed.userId);
    const place = await placeOf(shell, acting, typed.channelId);
    return { place, actor: actorOf(acting, via, typed.channelId, place.member) };
  };

  if (found.kind === 'help') {
    const { place } = await meet();
    return views.help(shell.commands, COMMAND, place.member?.role === 'coordinator');
  }
  const { command, words } = found;
  if (table.opensModal(command, words)) {
    return openThen(shell, via, typed.triggerId, async () => {
      const { place, actor } = await meet();
      const reply = await table.open(command, lookOf(shell, via, actor), place, words, COMMAND);
      const carry = { ...empty, allianceId: place.allianceId, channelId: typed.channelId };
      return replyModal(shell, reply, carry, actor.personId);
    });
  }
  const { place, actor } = await meet();
  return sentence(
    await inTransaction(shell, (work) => table.run(command, actIn(work, actor), place, words, COMMAND)),
  );
}
