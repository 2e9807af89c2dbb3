/** The directory as Slack and the tables `person` and `sighting` give it. */
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Db } from '../db/client.ts';
import type { Clock } from '../kernel/clock.ts';
import { newId, type PersonId } from '../kernel/ids.ts';
import type { Clients } from './client.ts';
import { AbsentError, type Directory, type SeenPerson } from './directory.ts';
import type { Installation } from './installations.ts';
import { patiently } from './patiently.ts';
import { fromSlack, type PersonFromSlack, SlackUser } from './slack-user.ts';

const PAGE = 200;
const AT_ONCE = 8;
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 5_000;
/** A rate limit within a long list of people is waited for. */
const PATIENT = { times: 3, longestS: 35 };
const AT_ONCE_OR_NOT = { times: 0, longestS: 0 };
const NOBODY = new Set(['user_not_found', 'user_not_visible', 'users_not_found']);

export interface DirectoryDeps {
  readonly db: Db;
  /** The domain's clock: a person is first seen in its time. */
  readonly clock: Clock;
  readonly clients: Clients;
}

/** Directories, one an installation: the same user id may look different through another. */
export function directories({
  db,
  clock,
  clients,
}: DirectoryDeps): (installation: Installation) => Directory {
  const known = new Map<string, { token: string; directory: Directory }>();
  return (installation) => {
    const { teamId, token } = installation;
    const before = known.get(teamId);
    if (before?.token === token) return before.directory;
    const directory = slackDirectory(db, clock, clients.of(installation), installation);
    known.set(teamId, { token, directory }); // in place of the one with the token before
    return directory;
  };
}

function slackDirectory(db: Db, clock: Clock, slack: WebClient, installation: Installation): Directory {
  const { teamId: viaTeamId, botUserId } = installation;
  const people = briefMemory<SeenPerson>();
  const teams = briefMemory<string | null>();

  /** Those who have been seen through this installation before. */
  async function seen(userIds: readonly string[]): Promise<SeenPerson[]> {
    const rows = await db.sighting.findMany({
      where: { viaTeamId, userId: { in: [...userIds] } },
      include: { person: true },
    });
    return rows.map(({ userId, person }) => ({ ...asSeen(person), userId }));
  }

  async function ask(userId: string, waits: boolean): Promise<SeenPerson | null> {
    const user = await fetchUser(userId, waits);
    if (!user) return null;
    const { homeTeamId, userId: ownId, ...known } = fromSlack(user);
    const who = { homeTeamId, userId: ownId };
    await keepKnown(db, who, known);
    const person = await db.person.upsert({
      where: { homeTeamId_userId: who },
      create: { id: newId(), createdAt: clock.now(), ...who, ...known },
      update: {},
    });
    await db.sighting.upsert({
      where: { viaTeamId_userId: { viaTeamId, userId } },
      create: { viaTeamId, userId, personId: person.id },
      update: { personId: person.id },
    });
    return { ...asSeen(person), userId };
  }

  async function fetchUser(userId: string, waits: boolean): Promise<SlackUser | null> {
    try {
      const { user } = await patiently(
        () => slack.users.info({ user: userId }),
        waits ? PATIENT : AT_ONCE_OR_NOT,
      );
      return SlackUser.safeParse(user).data ?? null;
    } catch (error) {
      if (error instanceof WebAPIPlatformError && NOBODY.has(error.data.error)) return null;
      throw error;
    }
  }

  async function memberIds(channelId: string): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const at = cursor ? { cursor } : {};
      const page = await patiently(
        () => slack.conversations.members({ channel: channelId, limit: PAGE, ...at }),
        PATIENT,
      );
      ids.push(...(page.members ?? []));
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor);
    // Slack lists a public channel's members to anybody, but nothing said there would reach the bot.
    if (!ids.includes(botUserId)) throw new AbsentError();
    return ids;
  }

  return {
    async person(userId, { isAfresh = false } = {}) {
      const remembered = isAfresh ? undefined : people.get(userId);
      if (remembered) return remembered;
      const [before] = await seen([userId]);
      const person = before ?? (await ask(userId, false));
      if (person) people.set(userId, person);
      return person;
    },
    async channelPeople(channelId) {
      const ids = await memberIds(channelId);
      const before = new Map((await seen(ids)).map((person) => [person.userId, person]));
      const all = await eachOf(ids, AT_ONCE, async (id) => before.get(id) ?? ask(id, true));
      return all.filter((person) => person !== null).filter(({ isBot }) => !isBot);
    },
    channelUserIds: memberIds,
    async teamName(teamId) {
      const remembered = teams.get(teamId);
      if (remembered !== undefined) return remembered;
      const name = await slack.team.info({ team: teamId }).then(
        // Where Slack will not speak of another team it may answer with its own.
        ({ team }) => (team?.id === teamId ? (team.name ?? null) : null),
        () => null,
      );
      teams.set(teamId, name);
      return name;
    },
  };
}

/** What Slack says of somebody known; a name that they chose themselves stays. */
async function keepKnown(
  db: Db,
  who: { readonly homeTeamId: string; readonly userId: string },
  { name, ...known }: Omit<PersonFromSlack, 'homeTeamId' | 'userId'>,
): Promise<void> {
  await db.person.updateMany({ where: who, data: known });
  await db.person.updateMany({ where: { ...who, nameIsOwn: false }, data: { name } });
}

/** Keeps what Slack says has changed about somebody who has been seen; of others nothing is kept. */
export async function refreshPerson(db: Db, user: unknown): Promise<void> {
  const changed = SlackUser.safeParse(user).data;
  if (!changed) return;
  const { homeTeamId, userId, ...known } = fromSlack(changed);
  await keepKnown(db, { homeTeamId, userId }, known);
}

interface PersonRow {
  id: string;
  homeTeamId: string;
  userId: string;
  name: string;
  title: string;
  slackZone: string | null;
  isBot: boolean;
  isGone: boolean;
  isGuest: boolean;
}

function asSeen(row: PersonRow): SeenPerson {
  const { id, homeTeamId, userId, name, title, slackZone, isBot, isGone, isGuest } = row;
  const known = { homeTeamId, userId, name, title, isBot, isGone, isGuest };
  return { personId: id as PersonId, zone: slackZone, ...known };
}

/** What `work` makes of each, in order, a few at a time. */
async function eachOf<T, R>(all: readonly T[], atOnce: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(all.length);
  const queue = all.entries();
  const lane = async () => {
    for (const [index, one] of queue) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, lane));
  return results;
}

/** Answers that hold for a minute (real time): who somebody is hardly changes, but they may be erased. */
function briefMemory<T>(): { get(key: string): T | undefined; set(key: string, value: T): void } {
  const entries = new Map<string, { value: T; until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      return entry && entry.until > performance.now() ? entry.value : undefined;
    },
    set(key, value) {
      if (entries.size >= MOST_REMEMBERED) entries.clear();
      entries.set(key, { value, until: performance.now() + REMEMBERED_MS });
    },
  };
}
