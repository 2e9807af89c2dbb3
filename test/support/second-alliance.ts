/** Another alliance beside the example's, in a channel of its own: Zoe of Riverbank Trust, and Yan of Northwind Energy. */
import { connectTeam, join } from '../../sandbox/world/membership.ts';
import type { Bot } from './bot.ts';

export const WEIR = '#weir-watch';

export async function secondAlliance({ slack, driver, settle }: Bot) {
  const { world, teams, bot } = slack;
  const person = (realName: string, teamId: string, title: string) =>
    world.addUser({
      teamId,
      name: realName.toLowerCase().replace(' ', '.'),
      realName,
      tz: 'Europe/London',
      title,
    });
  const zoe = person('Zoe Hart', teams.riverbank.id, 'Weir keeper');
  const yan = person('Yan Larsen', teams.northwind.id, 'Director');
  const channel = world.addChannel({ name: 'weir-watch', teamId: teams.riverbank.id, creator: zoe.id });
  connectTeam(world, channel, teams.northwind.id);
  for (const user of [zoe, yan]) join(world, channel, user, zoe);
  channel.members.set(bot.id, world.ids.count('membership'));

  await driver.slash('Zoe', WEIR, '/alliance', 'setup');
  await settle();
  await driver.submit('Zoe', { name: 'Weir watch', purpose: 'A weir that holds.' });
  await settle();
  await driver.close('Zoe', { all: true });
  return { zoe, yan, channel };
}
