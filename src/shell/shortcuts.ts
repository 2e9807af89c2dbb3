/** The entries in a message's menu. Only people of organisations with the app have them; nothing depends on them. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { cut } from '../slack/blocks.ts';
import { actingAs, actorOf, byMember, lookOf, placeOf } from './acting.ts';
import { empty } from './carry.ts';
import { tellClicker } from './click.ts';
import { sharedChannel } from './commands.ts';
import { openThen, replyModal } from './modals.ts';
import { permalinkOf } from './permalink.ts';
import { LONGEST } from './saying.ts';
import type { Shell } from './shell.ts';
import * as views from './views.ts';

/** What is used of it; the message may be an app's, which has no user or one of the app's own. */
const Pointed = z.object({
  callback_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.object({
    ts: z.string(),
    text: z.string().default(''),
    user: z.string().optional(),
    bot_id: z.string().optional(),
  }),
});

export function listenToShortcuts(app: App, shell: Shell): void {
  const shortcuts = shell.features.flatMap(({ shortcuts = [] }) => shortcuts);
  for (const { id, open } of shortcuts) {
    app.shortcut({ callback_id: id, type: 'message_action' }, async ({ body, context }) => {
      const { trigger_id: triggerId, response_url: responseUrl, ...pointed } = Pointed.parse(body);
      const { user, channel, message } = pointed;
      const via = await shell.via(context.teamId);
      const channelId = sharedChannel(channel.id);
      const sentence = await openThen(shell, via, { userId: user.id, triggerId, responseUrl }, async () => {
        const acting = await actingAs(shell, via, user.id);
        const place = await placeOf(shell, acting, channelId);
        const look = byMember(lookOf(shell, via, actorOf(acting, via, channelId, place.member)));
        if (!look) return views.wordsModal(views.said[place.missing ?? 'nowhere']);
        const reply = await open(look, {
          text: cut(message.text, LONGEST),
          userId: message.bot_id ? null : (message.user ?? null),
          permalink: await permalinkOf(via.slack, channel.id, message.ts),
        });
        const carry = { ...empty, allianceId: place.allianceId, channelId };
        return replyModal(shell, via, reply, carry, acting.personId);
      });
      tellClicker(shell, { response_url: responseUrl }, sentence);
    });
  }
}
