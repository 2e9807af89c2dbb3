import { SandboxServer } from './server.ts';
import { install } from './world/installing.ts';
import { connectTeam, join } from './world/membership.ts';
import { postMessage } from './world/messages.ts';
import type { Channel, Team, User } from './world/model.ts';
import { World, type WorldOptions } from './world/world.ts';

/** Thursday, ten in the morning in London. */
export const START = new Date('2026-01-08T10:00:00Z');

const SCOPES = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'im:write',
  'im:history',
  'channels:read',
  'groups:read',
  'users:read',
  'team:read',
  'files:write',
  'pins:write',
] as const;

export const EVENTS = [
  'app_mention',
  'message.im',
  'app_home_opened',
  'member_joined_channel',
  'member_left_channel',
  'channel_archive',
  'channel_unarchive',
  'channel_id_changed',
  'group_archive',
  'group_unarchive',
  'channel_shared',
  'channel_unshared',
  'app_uninstalled',
  'tokens_revoked',
  'channel_left',
  'group_left',
  'user_change',
] as const;

export interface ExampleOptions {
  /** How the app is reached. Over HTTP it needs its request URL, which may also be set later. */
  readonly transport?: 'socket' | 'http';
  readonly requestUrl?: string;
  readonly port?: number;
  /** Lets simulated time flow at the speed of real time; else only the driver moves it. */
  readonly flows?: boolean;
  readonly world?: Partial<WorldOptions>;
  readonly start?: Date;
}

export type Example = Awaited<ReturnType<typeof startExample>>;

/**
 * Three organisations that share a flood plain, nine people on three levels, one channel between them.
 * Only Riverbank Trust has the app.
 */
export async function startExample(options: ExampleOptions = {}) {
  const world = new World(options.start ?? START, { ...options.world, flows: options.flows ?? false });
  const server = new SandboxServer(world);
  await server.listen(options.port ?? 0);
  const teams = {
    riverbank: world.addTeam('Riverbank Trust', 'riverbank'),
    northwind: world.addTeam('Northwind Energy', 'northwind'),
    aldermoor: world.addTeam('City of Aldermoor', 'aldermoor'),
  };
  const people = addPeople(world, teams);
  const app = world.addApp({
    name: 'Entente',
    scopes: SCOPES,
    events: EVENTS,
    commands: [{ command: '/alliance', shouldEscape: true }],
    shortcuts: [{ callbackId: 'commitments.record', name: 'Record a commitment', type: 'message' }],
    transport: options.transport ?? 'socket',
  });
  const setRequestUrl = (url: string) => {
    app.requestUrls = { events: url, interactivity: url, commands: url };
  };
  setRequestUrl(options.requestUrl ?? '');
  const installation = install(world, app, teams.riverbank.id);
  const bot = world.user(installation.botUserId);
  const channels = addChannels(world, teams, people, bot);
  return {
    server,
    driver: server.driver,
    world,
    teams,
    people,
    channels,
    app,
    installation,
    bot,
    tokens: { bot: installation.token, app: app.appToken },
    signingSecret: app.signingSecret,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    apiUrl: server.apiUrl,
    setRequestUrl,
    close: () => server.close(),
  };
}

type Teams = Record<'riverbank' | 'northwind' | 'aldermoor', Team>;
type People = ReturnType<typeof addPeople>;

function addPeople(world: World, { riverbank, northwind, aldermoor }: Teams) {
  const from = (team: Team, tz: string, locale: string) => (realName: string, title: string) =>
    world.addUser({
      teamId: team.id,
      name: realName.toLowerCase().replace(' ', '.'),
      realName,
      tz,
      locale,
      title,
    });
  const london = from(riverbank, 'Europe/London', 'en-GB');
  const newYork = from(northwind, 'America/New_York', 'en-US');
  const kolkata = from(aldermoor, 'Asia/Kolkata', 'en-IN');
  return {
    ana: london('Ana Reyes', 'Alliance coordinator'),
    ben: london('Ben Okafor', 'Director'),
    cleo: london('Cleo Marsh', 'River warden'),
    dana: newYork('Dana Whitfield', 'Vice President'),
    eli: newYork('Eli Novak', 'Grid operations manager'),
    fay: newYork('Fay Lindqvist', 'Field engineer'),
    gita: kolkata('Gita Rao', 'Deputy mayor'),
    hari: kolkata('Hari Menon', 'Head of civil protection'),
    isha: kolkata('Isha Patel', 'Neighbourhood officer'),
  };
}

function addChannels(world: World, teams: Teams, people: People, bot: User) {
  const { ana, ben, cleo, dana, eli, fay, gita, hari, isha } = people;
  const general = (team: Team, members: User[]) =>
    filled(world, { name: 'general', teamId: team.id, isGeneral: true }, members);
  const channels = {
    alliance: filled(world, { name: 'flood-alliance', teamId: teams.riverbank.id }, [ana, ben, cleo]),
    riverbankGeneral: general(teams.riverbank, [ana, ben, cleo]),
    northwindGeneral: general(teams.northwind, [dana, eli, fay]),
    aldermoorGeneral: general(teams.aldermoor, [gita, hari, isha]),
  };
  const { alliance } = channels;
  for (const team of [teams.northwind, teams.aldermoor]) connectTeam(world, alliance, team.id);
  for (const user of [dana, eli, fay, gita, hari, isha]) join(world, alliance, user, ana);
  say(world, alliance, ana, 'Welcome, all. Here we keep the flood plan together.');
  say(world, alliance, eli, 'Good to be here. I will bring the list of substations.');
  say(world, alliance, hari, 'And I the map of the wards.');
  say(world, channels.riverbankGeneral, ben, 'Happy new year, everybody.');
  say(world, channels.northwindGeneral, fay, 'Crew two is back on Monday.');
  say(world, channels.aldermoorGeneral, isha, 'The ward office is open until six today.');
  // The bot comes last, so nothing that was here before reaches it, as on Slack.
  alliance.members.set(bot.id, world.ids.count('membership'));
  return channels;
}

function filled(
  world: World,
  it: Pick<Channel, 'name' | 'teamId'> & Partial<Channel>,
  members: readonly User[],
): Channel {
  const channel = world.addChannel({ creator: members[0]?.id ?? '', ...it });
  for (const user of members) channel.members.set(user.id, world.ids.count('membership'));
  return channel;
}

function say(world: World, channel: Channel, author: User, text: string): void {
  postMessage(world, { channel, author, text });
}
