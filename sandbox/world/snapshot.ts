import type { z } from 'zod';
import type { Call, Post } from './calls.ts';
import type { Channel } from './model.ts';
import * as is from './snapshot-schema.ts';
import type { World } from './world.ts';

/** A world as JSON: what a file holds, and what comes back from it. */
export type Snapshot = z.infer<typeof is.Snapshot>;

/** Everything in a world but what lives by real time: open connections, triggers, response URLs, faults. */
export function snapshotOf(world: World): Snapshot {
  const channels = [...world.channels.values()];
  return structuredClone({
    now: world.clock.now().toISOString(),
    ids: world.ids.state(),
    teams: [...world.teams.values()],
    users: [...world.users.values()],
    channels: channels.map((it) => ({
      ...it,
      members: [...it.members],
      messages: world.messagesIn(it.id),
      pins: world.pins.get(it.id) ?? [],
    })),
    dms: [...world.dms].map(([key, channel]): [string, string] => [key, channel.id]),
    dmErrors: [...world.dmErrors],
    ephemerals: world.ephemerals,
    modals: [...world.modals],
    homes: [...world.homes],
    messageStates: [...world.messageStates],
    files: [...world.files.values()].map(({ bytes, ...it }) => ({
      ...it,
      ...(bytes && { bytes: bytes.toString('base64') }),
    })),
    scheduled: world.scheduled,
    userGroups: [...world.userGroups.values()],
    apps: [...world.apps.values()],
    installations: world.installations,
    notices: world.notices,
    reads: [...world.reads],
    calls: world.calls.map((it) => ({ ...it, simulatedAt: it.simulatedAt.toISOString() })),
    posts: world.posts().map((it) => ({ ...it, simulatedAt: it.simulatedAt.toISOString() })),
  });
}

/**
 * Reads a snapshot from a file's JSON.
 *
 * @throws z.ZodError with the first things that are wrong; names that lead nowhere count as wrong
 */
export function readSnapshot(value: unknown): Snapshot {
  return is.Snapshot.parse(value);
}

/** Makes a world what it was. It cannot fail: what could be wrong was found by `readSnapshot`. */
export function restore(world: World, snapshot: Snapshot): void {
  const it = structuredClone(snapshot);
  world.clock.set(new Date(it.now));
  world.ids.restore(it.ids);
  refill(
    world.teams,
    it.teams.map((team) => [team.id, team]),
  );
  refill(
    world.users,
    it.users.map((user) => [user.id, user]),
  );
  const channels = it.channels.map(
    ({ messages: _messages, pins: _pins, members, ...rest }): Channel => ({
      ...rest,
      members: new Map(members),
    }),
  );
  refill(
    world.channels,
    channels.map((channel) => [channel.id, channel]),
  );
  refill(
    world.messages,
    it.channels.map(({ id, messages }) => [id, messages]),
  );
  refill(
    world.pins,
    it.channels.map(({ id, pins }) => [id, pins]),
  );
  refill(
    world.dms,
    it.dms.map(([key, id]) => [key, world.channel(id)]),
  );
  refill(world.dmErrors, it.dmErrors);
  refill(world.modals, it.modals);
  refill(world.homes, it.homes);
  refill(world.messageStates, it.messageStates);
  refill(
    world.files,
    it.files.map(({ bytes, ...file }) => [
      file.id,
      { ...file, ...(bytes !== undefined && { bytes: Buffer.from(bytes, 'base64') }) },
    ]),
  );
  refill(
    world.userGroups,
    it.userGroups.map((group) => [group.id, group]),
  );
  refill(
    world.apps,
    it.apps.map((app) => [app.id, app]),
  );
  refill(world.reads, it.reads);
  world.grants.clear();
  world.installations.splice(0, world.installations.length, ...it.installations);
  world.ephemerals = it.ephemerals;
  world.notices = it.notices;
  world.scheduled = it.scheduled;
  world.faults.clear();
  world.log.restore(it.calls.map(dated<Call>), it.posts.map(dated<Post>));
  world.changes.touch();
}

function dated<T extends { simulatedAt: Date }>(it: Omit<T, 'simulatedAt'> & { simulatedAt: string }): T {
  return { ...it, simulatedAt: new Date(it.simulatedAt) } as T;
}

function refill<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
