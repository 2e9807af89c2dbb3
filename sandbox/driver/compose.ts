import { escapeText } from '../wire/rich-text.ts';
import type { Channel, User } from '../world/model.ts';
import { acquaintance, teamsOf } from '../world/visibility.ts';
import type { World } from '../world/world.ts';
import { firstName } from './find.ts';

const TOKEN = /<(?:[@#!]|https?:|mailto:)[^>]*>/g;
const URL_OR_MAIL = /(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])|([\w.+-]+@[\w-]+\.[\w.]+\w)/g;

/**
 * What a person typed, as Slack stores it: `@ana` becomes `<@U…>`, links get their brackets, and the three
 * special characters are escaped. Tokens that are there already stay.
 */
export function compose(world: World, user: User, channel: Channel, typed: string): string {
  return mapPlain(typed, (plain) =>
    mentions(world, user, channel, links(escapeText(plain)), (it) => `<@${it.id}>`),
  );
}

/** The text of a slash command whose definition says `should_escape`. */
export function escapeCommand(world: World, user: User, channel: Channel, typed: string): string {
  const withName = (it: User) => `<@${it.id}|${it.name}>`;
  const withTokens = typed.replaceAll(/<@([UW][A-Z0-9]+)>/g, (token, id: string) => {
    const known = world.users.get(id);
    return known === undefined ? token : withName(known);
  });
  return mapPlain(withTokens, (plain) =>
    channels(world, user, mentions(world, user, channel, links(plain), withName)),
  );
}

function mapPlain(text: string, change: (plain: string) => string): string {
  let out = '';
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    out += change(text.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  return out + change(text.slice(from));
}

function links(text: string): string {
  return text.replaceAll(URL_OR_MAIL, (found, url?: string) =>
    url ? `<${url}>` : `<mailto:${found}|${found}>`,
  );
}

/** Replaces `@name` where it names somebody whom the writer may know. */
function mentions(
  world: World,
  user: User,
  channel: Channel,
  text: string,
  token: (user: User) => string,
): string {
  // Looking behind rather than matching: the space before one mention may be the end of another.
  return text.replaceAll(/(?<![\w@])@([\p{L}\w][\p{L}\w .'-]*)/gu, (whole, after: string) => {
    const hit = named(world, user, channel, after);
    return hit === undefined ? whole : `${token(hit.it)}${after.slice(hit.length)}`;
  });
}

/** Whom the words after an `@` begin with: the longest name wins, and people in the channel come first. */
function named(
  world: World,
  user: User,
  channel: Channel,
  words: string,
): { it: User; length: number } | undefined {
  const lower = words.toLowerCase();
  const begins = (name: string) =>
    name !== '' && lower.startsWith(name) && !/^[\p{L}\w]/u.test(lower.slice(name.length));
  const rank = (it: User) =>
    (channel.members.has(it.id) ? 0 : 2) + (it.teamId === user.teamId ? 0 : 1) + (it.deleted ? 4 : 0);
  const hits: { it: User; length: number }[] = [];
  for (const it of world.users.values()) {
    const names = [it.realName.toLowerCase(), it.name, firstName(it)].filter(begins);
    if (names.length > 0) hits.push({ it, length: Math.max(...names.map((name) => name.length)) });
  }
  const knows = ({ it }: { it: User }) =>
    channel.members.has(it.id) || ['own', 'partner'].includes(acquaintance(world, user.teamId, it));
  return hits.sort((a, b) => b.length - a.length || rank(a.it) - rank(b.it)).find(knows);
}

function channels(world: World, user: User, text: string): string {
  return text.replaceAll(/(^|\s)#([\w-]+)/g, (whole, before: string, name: string) => {
    const found = [...world.channels.values()].find(
      (it) => it.name === name && teamsOf(it).includes(user.teamId),
    );
    return found === undefined ? whole : `${before}<#${found.id}|${found.name}>`;
  });
}
