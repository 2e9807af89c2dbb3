/** What is said to the bot: `@entente …` in a channel, anything in its direct messages. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { actIn, actingAs, actorOf, inTransaction, placeOf } from './acting.ts';
import { sharedChannel } from './commands.ts';
import { permalinkOf } from './permalink.ts';
import { asTyped, withoutMention } from './said.ts';
import { answerTo, LONGEST } from './saying.ts';
import type { Shell, Via } from './shell.ts';
import * as store from './store.ts';
import * as table from './table.ts';
import { say } from './telling.ts';
import { askWhich } from './which.ts';

/** A message by a person; what apps post carries their ids, and what Slack reports of messages other subtypes. */
const Said = z.object({
  user: z.string(),
  text: z.string(),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
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
  const isCommand = (isDirect || isFirst) && words.length <= LONGEST;
  const found = isCommand ? table.find(shell.commands, words) : null;
  const isSentence = found === null || found.kind === 'unknown';

  const acting = await actingAs(shell, via, said.user);
  if (acting.isBot) return;
  const channelId = sharedChannel(said.channel);
  const place = await placeOf(shell, acting, channelId);
  const actor = actorOf(acting, via, channelId, place.member);
  const hasWords = isSentence || (found.kind === 'command' && found.words !== '');
  const permalink = hasWords ? await permalinkOf(via.slack, said.channel, said.ts) : null;

  await inTransaction(shell, async (work) => {
    // By the message, not the event: an edited mention is a new event about the same words.
    if (!(await store.isNew(work.db, apiAppId, `said/${said.channel}/${said.ts}`, work.now))) return null;
    const act = actIn(work, actor);
    const threadTs = isDirect ? undefined : (said.thread_ts ?? said.ts);
    const source = { channelId: said.channel, ts: said.ts, permalink, isDirect, threadTs };
    const heard = { words, isSentence, source };
    const needsPlace = isSentence || (found.kind === 'command' && found.command.who !== 'anyone');
    if (place.missing === 'several' && needsPlace) {
      await askWhich(act, acting, heard);
      return null;
    }
    const answer = await answerTo(shell, act, place, heard);
    if (answer) await say(act, place, answer);
    return null;
  });
}
