/** Words typed at the bot, before they mean anything. */

// Never across another "<", or a text full of them would take time by its square.
const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g;

// What no keyboard types: a database refuses the first, and an override turns the words after it around.
const UNTYPED = /[\p{Cc}\u202A-\u202E]/gu;
const LINES = new Set(['\n', '\t']);
/** Joiners and marks that show something only between or after other characters. */
const UNSEEN = /[\s\p{Cf}\p{Mn}]/gu;

/** What somebody wrote, without what can be neither read nor kept; nothing at all where nothing of it would be seen. */
export function legible(text: string): string {
  const kept = text.toWellFormed().replace(UNTYPED, (one) => (LINES.has(one) ? one : ''));
  return kept.replace(UNSEEN, '') === '' ? '' : kept;
}

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
