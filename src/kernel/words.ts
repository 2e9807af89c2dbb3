/** Words typed at the bot, before they mean anything. */

const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g;

/** The user ids mentioned, in order (each once), and the words around them with single spaces. */
export function takeMentions(words: string): { readonly userIds: string[]; readonly rest: string } {
  const userIds = [...words.matchAll(MENTION)].flatMap(([, id]) => (id ? [id] : []));
  return { userIds: [...new Set(userIds)], rest: words.replace(MENTION, ' ').replace(/\s+/g, ' ').trim() };
}

/** The first word, in lower case, and what follows it. */
export function takeWord(words: string): { readonly word: string; readonly rest: string } {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
  return { word: word.toLowerCase(), rest: rest.trim() };
}
