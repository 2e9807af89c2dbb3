import { postMessage } from '../world/messages.ts';
import type { Scheduled } from '../world/model.ts';
import { visibleTo } from '../world/visibility.ts';
import type { World } from '../world/world.ts';
import type { Subject } from './time.ts';

/** What apps have scheduled is posted when simulated time comes to it. */
export function scheduledPosts(world: World): Subject {
  return {
    nextDue: async () => {
      const [first] = world.scheduled.map((it) => it.postAt).sort((a, b) => a - b);
      return first === undefined ? null : new Date(first * 1000);
    },
    run: async () => {
      const due = world.scheduled.filter((it) => it.postAt * 1000 <= world.clock.now().getTime());
      world.scheduled = world.scheduled.filter((it) => !due.includes(it));
      for (const it of due.sort((a, b) => a.postAt - b.postAt)) post(world, it);
    },
  };
}

/** Whoever may no longer post there by then says nothing, and nobody is told. */
function post(world: World, it: Scheduled): void {
  const installation = world.installation(it.appId, it.teamId);
  const channel = world.channels.get(it.channelId);
  if (installation === undefined || channel === undefined || channel.archived || it.hasMetadata) return;
  const bot = world.user(installation.botUserId);
  if (!visibleTo(channel, bot.teamId, bot.id) || !channel.members.has(bot.id)) return;
  const { text, blocks, threadTs, broadcast } = it;
  postMessage(world, {
    channel,
    author: bot,
    installation,
    text,
    broadcast,
    ...(blocks && { blocks }),
    ...(threadTs && { threadTs }),
  });
}
