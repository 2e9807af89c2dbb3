import { unescapeText } from '../wire/rich-text.ts';
import { isRecord, record, records, text } from '../world/json.ts';
import type { Json } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { formatDate } from './dates.ts';

/** For whom something is rendered: names and dates depend on the reader. */
export interface Reader {
  readonly world: World;
  readonly zone: string;
}

/** Slack's message text as a person reads it: names for ids, dates in the reader's zone. */
export function renderText(reader: Reader, source: string): string {
  const { world, zone } = reader;
  const readable = source.replaceAll(/<([^<>]+)>/g, (whole, inside: string) => {
    const [body = '', label] = split(inside);
    if (/^@[UW]/.test(body)) return `@${world.users.get(body.slice(1))?.realName ?? label ?? body.slice(1)}`;
    if (/^#[CG]/.test(body)) return `#${world.channels.get(body.slice(1))?.name ?? label ?? body.slice(1)}`;
    if (body.startsWith('!date^')) return dateToken(world, body, label ?? '', zone);
    if (body.startsWith('!')) return `@${body.slice(1)}`;
    if (body.startsWith('mailto:')) return label ?? body.slice('mailto:'.length);
    if (/^[a-z]+:/.test(body)) return label === undefined || label === body ? body : `${label} (${body})`;
    return whole;
  });
  return unescapeText(readable);
}

function split(inside: string): [string, string | undefined] {
  const at = inside.indexOf('|');
  return at < 0 ? [inside, undefined] : [inside.slice(0, at), inside.slice(at + 1)];
}

function dateToken(world: World, body: string, fallback: string, zone: string): string {
  const [, unix = '', format = ''] = body.split('^');
  const at = Number(unix);
  if (!Number.isInteger(at) || format === '') return fallback;
  return formatDate(format, new Date(at * 1000), world.clock.now(), zone);
}

/** A text object; plain text has no markup, so it is shown as it stands. */
export function renderTextObject(reader: Reader, value: unknown): string {
  const { type, text: source } = record(value);
  if (typeof source !== 'string') return '';
  return type === 'mrkdwn' ? renderText(reader, source) : source;
}

/** A `rich_text` block as plain words. */
export function renderRichText(reader: Reader, block: Json): string {
  return records(block.elements)
    .map((part) =>
      part.type === 'rich_text_list'
        ? records(part.elements)
            .map((item) => `• ${inline(reader, item)}`)
            .join('\n')
        : inline(reader, part),
    )
    .join('\n');
}

function inline(reader: Reader, part: Json): string {
  return records(part.elements)
    .map((it) => {
      if (it.type === 'user') return renderText(reader, `<@${String(it.user_id)}>`);
      if (it.type === 'channel') return renderText(reader, `<#${String(it.channel_id)}>`);
      if (it.type === 'link') return text(it.text) ?? String(it.url);
      if (it.type === 'emoji') return `:${String(it.name)}:`;
      if (it.type === 'broadcast') return `@${String(it.range)}`;
      if (it.type === 'date') {
        return renderText(
          reader,
          `<!date^${String(it.timestamp)}^${String(it.format)}|${text(it.fallback) ?? ''}>`,
        );
      }
      return text(it.text) ?? (isRecord(it.elements) ? inline(reader, it) : '');
    })
    .join('');
}
