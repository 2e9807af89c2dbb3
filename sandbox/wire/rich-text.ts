import type { Json } from '../world/model.ts';

const TOKEN = /<(@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|![^>]+|https?:[^>]+|mailto:[^>]+)(?:\|([^>]*))?>/g;

/** What a person types arrives at apps as a `rich_text` block beside its plain text. */
export function richTextOf(text: string, blockId: string): Json {
  const elements: Json[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from)
      elements.push({ type: 'text', text: unescapeText(text.slice(from, match.index)) });
    elements.push(elementOf(match[1] ?? '', match[2]));
    from = match.index + match[0].length;
  }
  if (from < text.length) elements.push({ type: 'text', text: unescapeText(text.slice(from)) });
  return { type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] };
}

function elementOf(inside: string, label: string | undefined): Json {
  if (inside.startsWith('@')) return { type: 'user', user_id: inside.slice(1) };
  if (inside.startsWith('#')) return { type: 'channel', channel_id: inside.slice(1) };
  if (inside.startsWith('!')) return { type: 'broadcast', range: inside.slice(1) };
  return { type: 'link', url: inside, ...(label === undefined ? {} : { text: label }) };
}

/** Slack escapes three characters in message text, and only those. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
