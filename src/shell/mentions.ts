/** What is said to the bot: `@entente …` in a channel, anything in its direct messages. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Act, Reply } from '../feature.ts';
import { newId } from '../kernel/ids.ts';
import { actIn, actingAs, actorOf, byMember, inTransaction, type Place, placeOf } from './acting.ts';
import { sharedChannel } from './commands.ts';
import { sentence } from './modals.ts';
import { OPEN_ITEM, WORDS_ITEM } from './names.ts';
import { asTyped, withoutMention } from './said.ts';
import type { Shell, Via } from './shell.ts';
import * as store from './store.ts';
import * as table from './table.ts';
import * as views from './views.ts';

const PERMALINK_MS = 1_000;
const PREFIX = '@entente';

/** A message by a person; what apps post carries their ids, and what Slack reports of messages other subtypes. */
const Said = z.object({
  user: z.string(),
  text: z.string(),
  channel: z.string(),
  ts: z.string(),
  channel_type: z.string().optional(),
  subtype: z.enum(['file_share', 'thread_broadcast']).optional(),
  bot_id: z.undefined().optional(),
  app_id: z.undefined().optional(),
});
type Said = z.infer<typeof Said>;

export function listenToMentions(app: App, shell: Shell): void {
  app.event('app_mention', async ({ event, body, context }) => {
    const said = Said.safeParse(event).data;
    if (said) await hear(shell, await shell.via(context.teamId), said, body.api_app_id);
  });
  app.event('message', async ({ event, body, context }) => {
    const said = Said.safeParse(event).data;
    if (said?.channel_type !== 'im') return;
    await hear(shell, await shell.via(context.teamId), said, body.api_app_id);
  });
}

async function hear(shell: Shell, via: Via, said: Said, apiAppId: string): Promise<void> {
  const bots = (await shell.installations.all()).map(({ botUserId }) => botUserId);
  const isDirect = said.channel_type === 'im';
  const { text, isFirst } = withoutMention(said.text, bots);
  const words = asTyped(text);
  // Within a sentence about the bot, a word that happens to be a command is none.
  const found = isDirect || isFirst ? table.find(shell.commands, words) : null;
  const isSentence = found === null || found.kind === 'unknown';

  const acting = await actingAs(shell, via, said.user);
  if (acting.isBot) return;
  const channelId = sharedChannel(said.channel);
  const place = await placeOf(shell, acting, channelId);
  const actor = actorOf(acting, via, channelId, place.member);
  const permalink = isSentence ? await permalinkOf(via, said) : null;

  await inTransaction(shell, async (work) => {
    // By the message, not the event: an edited mention is a new event about the same words.
    if (!(await store.isNew(work.db, apiAppId, `said/${said.channel}/${said.ts}`, work.now))) return null;
    const act = actIn(work, actor);
    const prefix = isDirect ? '' : PREFIX;
    if (!isSentence && found.kind === 'command' && table.opensModal(found.command, found.words)) {
      const refusal = table.refuse(found.command.who, place);
      if (refusal) await say(act, place, refusal);
      else await replyWith(act, place, OPEN_ITEM, { words, channelId });
      return null;
    }
    const source = { channelId: said.channel, ts: said.ts, permalink, isDirect };
    const reply = isSentence
      ? await read(shell, act, place, words, source, prefix)
      : found.kind === 'help'
        ? { say: views.help(shell.commands, prefix, place.member?.role === 'coordinator') }
        : await table.run(found.command, act, place, found.words, prefix);
    const answer = sentence(reply);
    if (answer) await say(act, place, answer);
    return null;
  });
}

/** The first feature that makes something of a sentence. */
async function read(
  shell: Shell,
  act: Act,
  place: Place,
  words: string,
  source: { channelId: string; ts: string; permalink: string | null; isDirect: boolean },
  prefix: string,
): Promise<Reply> {
  const by = byMember(act);
  if (!by) return { say: views.said[place.missing ?? 'nowhere'] };
  for (const { sentence: reads } of shell.features) {
    const reply = reads ? await reads(by, words, source) : 'not mine';
    if (reply !== 'not mine') return reply;
  }
  const found = table.find(shell.commands, words);
  const isOneWord = !/\s/.test(words);
  if (found.kind === 'unknown' && isOneWord)
    return { say: views.unknownWord(found.word, found.nearest, prefix) };
  return { say: views.notUnderstood(prefix) };
}

function say(act: Act, place: Place, text: string): Promise<void> {
  return replyWith(act, place, WORDS_ITEM, { text });
}

/** By direct message or bell: what somebody asked of the bot in a channel is answered to them alone. */
async function replyWith(act: Act, place: Place, kind: string, data: Record<string, unknown>): Promise<void> {
  const ref = newId();
  await act.outbox.reply(act.db, act.now, {
    key: `${kind}/${ref}`,
    personId: act.actor.personId,
    allianceId: place.allianceId,
    memberId: place.member?.id ?? null,
    kind,
    ref,
    data,
  });
}

async function permalinkOf(via: Via, { channel, ts }: Said): Promise<string | null> {
  const asked = via.slack.chat.getPermalink({ channel, message_ts: ts }).then(
    ({ permalink }) => permalink ?? null,
    () => null,
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PERMALINK_MS);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
