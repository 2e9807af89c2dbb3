/** The pinned message of an alliance's channel, behind whose buttons everything is private. */
import type { App } from '@slack/bolt';
import type { Door, Feature } from '../feature.ts';
import type { Block } from '../slack/blocks.ts';
import { actingAs, actorOf, byMember, lookOf, placeOf } from './acting.ts';
import { empty } from './carry.ts';
import { askerOf, Click, tellClicker } from './click.ts';
import { openThen, replyModal } from './modals.ts';
import { DOOR_ACTION } from './names.ts';
import type { Shell } from './shell.ts';
import * as views from './views.ts';

function doorsOf(features: readonly Feature[]): Door[] {
  return features.flatMap(({ doors = [] }) => doors);
}

/** The pinned message, to be posted in the channel. */
export function doorsMessage(features: readonly Feature[]): { text: string; blocks: Block[] } {
  return views.doorsMessage(doorsOf(features));
}

export function listenToDoors(app: App, shell: Shell): void {
  app.action(new RegExp(`^${DOOR_ACTION}`), async ({ body, context }) => {
    const click = Click.parse(body);
    const via = await shell.via(context.teamId);
    const door = shell.door(click.actions[0].action_id.slice(DOOR_ACTION.length));
    const channelId = click.channel?.id ?? null;
    const sentence = await openThen(shell, via, askerOf(click), async () => {
      const acting = await actingAs(shell, via, click.user.id);
      const place = await placeOf(shell, acting, channelId);
      const look = byMember(lookOf(shell, via, actorOf(acting, via, channelId, place.member)));
      if (!look) return views.wordsModal(views.said[place.missing ?? 'nowhere']);
      if (!door) return views.wordsModal(views.said.gone);
      const reply = await door.open(look);
      const carry = { ...empty, allianceId: place.allianceId, channelId };
      return replyModal(shell, via, reply, carry, acting.personId);
    });
    tellClicker(shell, click, sentence);
  });
}
