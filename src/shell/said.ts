/** What people type, as Slack sends it, turned into what they meant. */
import { legible } from '../kernel/words.ts';

// Never across another "<", or a text full of them would take time by its square.
const MARKUP = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;

/**
 * Words as they were typed: links and channels as text, entities undone. People stay as `<@U…>`, since features look
 * for them. Like a form's values, the result must be escaped before it is shown.
 */
export function asTyped(text: string): string {
  return legible(text)
    .replace(MARKUP, (whole, sign: string, id: string, label?: string) => {
      if (sign === '@') return `<@${id}>`;
      if (sign === '#') return `#${label || id}`;
      if (sign === '!')
        return id.startsWith('subteam') || id.startsWith('date') ? (label ?? whole) : `@${id}`;
      return label || id.replace(/^mailto:/, '');
    })
    .replaceAll(/&lt;(?=[@#!])/g, '‹') // a typed "<@U1>" is no mention and must not become one
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

/** A sentence without the mention of the bot; `isFirst` where it began with it, as a command does. */
export function withoutMention(
  text: string,
  botUserIds: readonly string[],
): { readonly text: string; readonly isFirst: boolean } {
  const mention = new RegExp(`<@(?:${botUserIds.join('|')})(?:\\|[^<>]*)?>[,:]?`, 'g');
  const isFirst = text.trimStart().search(mention) === 0;
  return {
    text: text
      .replace(mention, ' ')
      .replace(/[^\S\n]+/g, ' ')
      .trim(),
    isFirst,
  };
}
