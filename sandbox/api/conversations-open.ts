import type { Channel } from '../world/model.ts';
import { acquaintance, dmError, openDm, shareChannel } from '../world/visibility.ts';
import { SlackError } from './errors.ts';
import type { Caller } from './methods.ts';

/**
 * The DM of a bot and a person. A partner's person can be reached while both are in one channel; whom the
 * story made unreachable gets the error that it chose.
 */
export function openDmFor({ world, bot }: Caller, userId: string): Channel {
  const user = world.users.get(userId);
  if (user === undefined) throw new SlackError('user_not_found');
  const known = acquaintance(world, bot.teamId, user);
  if (known === 'none') throw new SlackError('user_not_found');
  const failing = dmError(world, bot, userId);
  if (failing !== undefined) throw new SlackError(failing);
  if (user.isBot) throw new SlackError('cannot_dm_bot');
  if (user.deleted) throw new SlackError('user_disabled');
  if (known !== 'own' && !shareChannel(world, bot.id, userId)) throw new SlackError('user_not_visible');
  return openDm(world, bot, user);
}
