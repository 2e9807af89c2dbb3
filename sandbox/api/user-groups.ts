import type { Json, UserGroup } from '../world/model.ts';
import type { Args } from './args.ts';
import { refused, SlackError } from './errors.ts';
import { type Caller, type Method, TIER_2 } from './methods.ts';

/** Groups of a team's people. A bot makes and changes them where its workspace lets it; this one does. */

function groupsOf({ world, bot }: Caller): UserGroup[] {
  return [...world.userGroups.values()].filter((it) => it.teamId === bot.teamId);
}

function named(caller: Caller, args: Args): UserGroup {
  const id = args.required('usergroup', 'no_such_subteam');
  const found = groupsOf(caller).find((it) => it.id === id);
  if (found === undefined) throw new SlackError('no_such_subteam');
  return found;
}

function shape(group: UserGroup, options: { users?: boolean; count?: boolean } = {}): Json {
  return {
    id: group.id,
    team_id: group.teamId,
    is_usergroup: true,
    is_subteam: true,
    is_external: false,
    name: group.name,
    handle: group.handle,
    description: group.description,
    date_create: group.created,
    date_update: group.updated,
    date_delete: group.deleted,
    created_by: group.createdBy,
    updated_by: group.updatedBy,
    ...(group.deleted > 0 && { deleted_by: group.updatedBy }),
    auto_provision: false,
    enterprise_subteam_id: '',
    prefs: { channels: [...group.channels], groups: [] },
    ...(options.users && { users: [...group.users] }),
    ...(options.count && { user_count: group.users.length }),
  };
}

/** A name and a handle that no other group has; of the handle, no person and no channel either. */
function free(caller: Caller, name: string | undefined, handle: string | undefined, but?: UserGroup): void {
  const { world, bot } = caller;
  const others = groupsOf(caller).filter((it) => it !== but);
  if (name !== undefined && others.some((it) => it.name === name))
    throw new SlackError('name_already_exists');
  if (handle === undefined || handle === '') return;
  const taken = [
    ...others.map((it) => it.handle),
    ...[...world.users.values()].filter((it) => it.teamId === bot.teamId).map((it) => it.name),
    ...[...world.channels.values()].filter((it) => it.teamId === bot.teamId).map((it) => it.name),
  ];
  if (taken.includes(handle)) throw new SlackError('handle_already_exists');
}

function create(caller: Caller, args: Args): Json {
  const { world, bot } = caller;
  const name = args.required('name');
  const handle = args.text('handle') ?? '';
  free(caller, name, handle);
  const now = world.clock.seconds();
  const group: UserGroup = {
    id: world.ids.next('S'),
    teamId: bot.teamId,
    name,
    handle,
    users: [],
    description: args.text('description') ?? '',
    channels: args.list('channels') ?? [],
    created: now,
    createdBy: bot.id,
    updated: now,
    updatedBy: bot.id,
    deleted: 0,
  };
  world.userGroups.set(group.id, group);
  return { usergroup: shape(group, { count: args.flag('include_count') }) };
}

function changed({ world, bot }: Caller, args: Args, group: UserGroup, change: Partial<UserGroup>): Json {
  Object.assign(group, change, { updated: world.clock.seconds(), updatedBy: bot.id });
  return { usergroup: shape(group, { count: args.flag('include_count') }) };
}

function update(caller: Caller, args: Args): Json {
  const group = named(caller, args);
  const [name = group.name, handle = group.handle] = [args.text('name'), args.text('handle')];
  free(caller, name, handle, group);
  return changed(caller, args, group, {
    name,
    handle,
    description: args.text('description') ?? group.description,
  });
}

function disable(caller: Caller, args: Args): Json {
  const group = named(caller, args);
  if (group.deleted > 0) throw new SlackError('already_disabled');
  return changed(caller, args, group, { deleted: caller.world.clock.seconds() });
}

function enable(caller: Caller, args: Args): Json {
  const group = named(caller, args);
  if (group.deleted === 0) throw new SlackError('already_enabled');
  return changed(caller, args, group, { deleted: 0 });
}

function list(caller: Caller, args: Args): Json {
  const options = { users: args.flag('include_users'), count: args.flag('include_count') };
  const all = groupsOf(caller).filter((it) => it.deleted === 0 || args.flag('include_disabled'));
  return { usergroups: all.map((it) => shape(it, options)) };
}

function usersList(caller: Caller, args: Args): Json {
  const group = named(caller, args);
  if (group.deleted > 0 && !args.flag('include_disabled')) throw new SlackError('no_such_subteam');
  return { users: [...group.users] };
}

function usersUpdate(caller: Caller, args: Args): Json {
  const { world, bot } = caller;
  const group = named(caller, args);
  const users = args.list('users') ?? [];
  if (users.length === 0) throw new SlackError('no_users_provided');
  const unknown = users.filter((id) => world.users.get(id)?.teamId !== bot.teamId);
  if (unknown.length > 0)
    throw refused(
      'invalid_users',
      unknown.map((id) => `no such user: ${id}`),
    );
  changed(caller, args, group, { users });
  return { usergroup: shape(group, { users: true, count: args.flag('include_count') }) };
}

const READ = { perMinute: TIER_2, scopes: ['usergroups:read'] };
const WRITE = { perMinute: TIER_2, scopes: ['usergroups:write'] };

export const userGroupMethods: Record<string, Method> = {
  'usergroups.list': { ...READ, run: list },
  'usergroups.users.list': { ...READ, run: usersList },
  'usergroups.create': { ...WRITE, run: create },
  'usergroups.update': { ...WRITE, run: update },
  'usergroups.disable': { ...WRITE, run: disable },
  'usergroups.enable': { ...WRITE, run: enable },
  'usergroups.users.update': { ...WRITE, run: usersUpdate },
};
