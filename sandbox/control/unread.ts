import type { Channel, User } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** What somebody has not seen in a place: messages of others, and those among them that mean this person. */
export function unreadIn(world: World, user: User, channel: Channel): { unread: number; mentions: number } {
  const seen = Number(world.reads.get(world.readKey(user.id, channel.id)) ?? 0);
  const messages = world.messagesIn(channel.id);
  let unread = 0;
  let mentions = 0;
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at];
    if (message === undefined || Number(message.ts) <= seen) break;
    if (message.userId === user.id) continue;
    const named = channel.kind === 'im' || message.text.includes(`<@${user.id}`);
    // A thread is read where it is opened; only being named in it counts in the list.
    if (message.threadTs === undefined || named) unread += 1;
    if (named) mentions += 1;
  }
  return { unread, mentions };
}

/** Notes that somebody has seen all that is in a place now. */
export function markRead(world: World, user: User, channel: Channel): boolean {
  const newest = world.messagesIn(channel.id).at(-1)?.ts;
  const key = world.readKey(user.id, channel.id);
  if (newest === undefined || Number(world.reads.get(key) ?? 0) >= Number(newest)) return false;
  world.reads.set(key, newest);
  return true;
}

/** What waits for each person, for the faces at the edge of the page. */
export function waitingFor(world: World): Record<string, { unread: number; modal: boolean }> {
  const people = [...world.users.values()].filter((it) => !it.isBot);
  return Object.fromEntries(
    people.map((user) => {
      const mine = [...world.channels.values()].filter((it) => it.members.has(user.id));
      const counts = mine.map((it) => unreadIn(world, user, it));
      const unread = counts.reduce((sum, it) => sum + it.mentions, 0);
      return [user.id, { unread, modal: (world.modals.get(user.id)?.length ?? 0) > 0 }];
    }),
  );
}
