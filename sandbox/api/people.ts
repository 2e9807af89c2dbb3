import { teamShape, userShape } from '../wire/shapes.ts';
import type { Json } from '../world/model.ts';
import { acquaintance } from '../world/visibility.ts';
import { type Args, page } from './args.ts';
import { SlackError } from './errors.ts';
import { type Caller, type Method, TIER_2, TIER_3, TIER_4 } from './methods.ts';

function usersInfo({ world, bot }: Caller, args: Args): Json {
  const user = world.users.get(args.required('user', 'user_not_found'));
  if (user === undefined || acquaintance(world, bot.teamId, user) === 'none')
    throw new SlackError('user_not_found');
  return { user: userShape(world, user, bot.teamId, { locale: args.flag('include_locale') }) };
}

/** A team's own people and bots; partners are never among them. */
function usersList({ world, bot }: Caller, args: Args): Json {
  const own = [...world.users.values()].filter((user) => user.teamId === bot.teamId);
  const { page: some, next } = page(own, args.limit(1000), args.text('cursor'));
  return {
    members: some.map((user) => userShape(world, user, bot.teamId, { locale: args.flag('include_locale') })),
    cache_ts: world.clock.seconds(),
    response_metadata: { next_cursor: next },
  };
}

function teamInfo({ world, installation }: Caller, args: Args): Json {
  const wanted = args.text('team') ?? installation.teamId;
  const team = world.teams.get(wanted);
  const partner = [...world.channels.values()].some(
    (it) =>
      [it.teamId, ...it.connectedTeamIds].includes(wanted) &&
      [it.teamId, ...it.connectedTeamIds].includes(installation.teamId),
  );
  if (team === undefined || (wanted !== installation.teamId && !partner))
    throw new SlackError('team_not_found');
  return { team: teamShape(world, team) };
}

function authTest({ world, installation, bot }: Caller): Json {
  const team = world.team(installation.teamId);
  return {
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.id,
    bot_id: installation.botId,
    is_enterprise_install: false,
  };
}

export const peopleMethods: Record<string, Method> = {
  'users.info': { perMinute: TIER_4, scopes: ['users:read'], run: usersInfo },
  'users.list': { perMinute: TIER_2, scopes: ['users:read'], run: usersList },
  'team.info': { perMinute: TIER_3, scopes: ['team:read'], run: teamInfo },
  'auth.test': { perMinute: 600, scopes: [], run: authTest },
};
