/** `/alliance WORD …` */
import type { App } from '@slack/bolt';
import type { Actor } from '../act.ts';
import type { Command } from '../feature.ts';
import {
  type Acting,
  actIn,
  actingAs,
  actorOf,
  inTransaction,
  lookOf,
  type Place,
  placeOf,
} from './acting.ts';
import { empty } from './carry.ts';
import { openThen, replyModal, sentence } from './modals.ts';
import { COMMAND } from './names.ts';
import { asTyped } from './said.ts';
import type { Shell, Via } from './shell.ts';
import * as table from './table.ts';
import * as views from './views.ts';
import { askWhich } from './which.ts';

interface Typed {
  readonly text: string;
  readonly userId: string;
  readonly channelId: string | null;
  readonly triggerId: string;
  readonly responseUrl: string;
}

export function listenToCommands(app: App, shell: Shell): void {
  app.command(COMMAND, async ({ ack, command, context }) => {
    const via = await shell.via(context.teamId);
    const text = await answer(shell, via, {
      text: asTyped(command.text ?? ''),
      userId: command.user_id,
      channelId: sharedChannel(command.channel_id),
      triggerId: command.trigger_id,
      responseUrl: command.response_url,
    });
    await (text === null ? ack() : ack({ response_type: 'ephemeral', text }));
  });
}

/** The channel that may have an alliance; null for a direct message. */
export function sharedChannel(channelId: string | undefined): string | null {
  return !channelId || channelId.startsWith('D') ? null : channelId;
}

/** Whether whoever said it must first say which of their alliances it is about. */
function needsPlace({ who }: Command, { missing }: Place): boolean {
  return missing === 'several' && who !== 'anyone';
}

async function answer(shell: Shell, via: Via, typed: Typed): Promise<string | null> {
  const found = table.find(shell.commands, typed.text);
  if (found.kind === 'unknown') return views.unknownWord(found.word, found.nearest, COMMAND);

  const meet = async () => {
    const acting = await actingAs(shell, via, typed.userId);
    const place = await placeOf(shell, acting, typed.channelId);
    return { acting, place, actor: actorOf(acting, via, typed.channelId, place.member) };
  };
  const ask = async (acting: Acting, actor: Actor): Promise<string> => {
    const source = { channelId: typed.channelId ?? '', ts: '', permalink: null, isDirect: false };
    const heard = { words: typed.text, isSentence: false, source };
    const asked = await inTransaction(shell, async (work) => {
      await askWhich(actIn(work, actor), acting, heard);
      return { say: views.said.askedWhich };
    });
    return sentence(asked) ?? '';
  };

  if (found.kind === 'help') {
    const { place } = await meet();
    return views.help(shell.commands, COMMAND, place.member?.role ?? null);
  }
  const { command, words } = found;
  if (table.opensModal(command, words)) {
    return openThen(shell, via, typed, async () => {
      const { acting, place, actor } = await meet();
      if (needsPlace(command, place)) return views.wordsModal(await ask(acting, actor));
      const reply = await table.open(command, lookOf(shell, via, actor), place, words, COMMAND);
      const carry = { ...empty, allianceId: place.allianceId, channelId: typed.channelId };
      return replyModal(shell, via, reply, carry, actor.personId);
    });
  }
  const { acting, place, actor } = await meet();
  if (needsPlace(command, place)) return ask(acting, actor);
  return sentence(
    await inTransaction(shell, (work) => table.run(command, actIn(work, actor), place, words, COMMAND)),
  );
}
