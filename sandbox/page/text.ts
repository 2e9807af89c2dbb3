import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { Json } from '../control/shapes.ts';
import { formatDate } from '../driver/dates.ts';
import { glyphOf } from './emoji.ts';
import { isRecord, records, textIn } from './json.ts';
import { type Known, useKnown } from './known.ts';
import { type Node, parse } from './mrkdwn.ts';

/** Slack's markup, as its reader sees it. */
export function Mrkdwn({ source }: { source: string }) {
  const known = useKnown();
  return html`<span class="words">${parse(source).map((node) => drawn(known, node))}</span>`;
}

/** A `plain_text` or `mrkdwn` object. */
export function TextObject({ value }: { value: unknown }) {
  if (!isRecord(value)) return null;
  const source = String(value.text ?? '');
  if (value.type === 'mrkdwn') return html`<${Mrkdwn} source=${source} />`;
  return html`<span class="words">${plainWords(source)}</span>`;
}

/** Plain text has no markup but emoji. */
export function plainWords(source: string): string {
  return source.replaceAll(/:([a-z0-9_+-]+):/g, (whole, name: string) => {
    const glyph = glyphOf(name);
    return glyph === `:${name}:` ? whole : glyph;
  });
}

function drawn(known: Known, node: Node): ComponentChildren {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'bold':
      return html`<strong>${node.inside.map((it) => drawn(known, it))}</strong>`;
    case 'italic':
      return html`<em>${node.inside.map((it) => drawn(known, it))}</em>`;
    case 'strike':
      return html`<s>${node.inside.map((it) => drawn(known, it))}</s>`;
    case 'quote':
      return html`<span class="quote">${node.inside.map((it) => drawn(known, it))}</span>`;
    case 'code':
      return html`<code>${node.text}</code>`;
    case 'pre':
      return html`<pre tabindex="0">${node.text}</pre>`;
    case 'user':
      return mention(known, node.id, node.label);
    case 'channel':
      return html`<span class="mention">#${known.channels.get(node.id) ?? node.label ?? node.id}</span>`;
    case 'broadcast':
      return html`<span class="mention">@${node.id}</span>`;
    case 'link':
      return html`<a href=${node.url} target="_blank" rel="noreferrer">${node.label}</a>`;
    case 'date':
      return dated(known, node.at, node.format, node.fallback);
    case 'emoji':
      return glyphOf(node.name);
  }
}

function mention(known: Known, id: string, label: string | null) {
  const name = known.users.get(id)?.realName ?? label ?? id;
  return html`<span class=${`mention ${id === known.me.id ? 'mine' : ''}`}>@${name}</span>`;
}

function dated(known: Known, at: number, format: string, fallback: string) {
  if (!Number.isFinite(at) || format === '') return fallback;
  const instant = new Date(at * 1000);
  return html`<time datetime=${instant.toISOString()}>${formatDate(format, instant, known.now, known.me.tz)}</time>`;
}

/** A `rich_text` block: what people typed, or what an app wrote in that form. */
export function RichText({ block }: { block: Json }) {
  const known = useKnown();
  return html`<div class="rich">${records(block.elements).map((part) => richPart(known, part))}</div>`;
}

function richPart(known: Known, part: Json): ComponentChildren {
  const inside = records(part.elements);
  if (part.type === 'rich_text_list') {
    const items = inside.map(
      (item) => html`<li>${records(item.elements).map((it) => richLeaf(known, it))}</li>`,
    );
    return part.style === 'ordered' ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
  }
  const leaves = inside.map((it) => richLeaf(known, it));
  if (part.type === 'rich_text_quote') return html`<span class="quote">${leaves}</span>`;
  if (part.type === 'rich_text_preformatted') return html`<pre tabindex="0">${leaves}</pre>`;
  return html`<span class="words">${leaves}</span>`;
}

function richLeaf(known: Known, it: Json): ComponentChildren {
  switch (it.type) {
    case 'text':
      return styled(textIn(it.text), it.style);
    case 'user':
      return mention(known, textIn(it.user_id), null);
    case 'channel':
      return html`<span class="mention">#${known.channels.get(textIn(it.channel_id)) ?? textIn(it.channel_id)}</span>`;
    case 'broadcast':
      return html`<span class="mention">@${textIn(it.range)}</span>`;
    case 'emoji':
      return glyphOf(textIn(it.name));
    case 'link':
      return html`<a href=${textIn(it.url)} target="_blank" rel="noreferrer">${textIn(it.text) || textIn(it.url)}</a>`;
    case 'date':
      return dated(known, Number(it.timestamp), textIn(it.format), textIn(it.fallback));
    default:
      return html`<span class="unknown">[${textIn(it.type)}]</span>`;
  }
}

function styled(words: string, style: unknown): ComponentChildren {
  if (!isRecord(style)) return words;
  let drawing: ComponentChildren = words;
  if (style.code) drawing = html`<code>${drawing}</code>`;
  if (style.bold) drawing = html`<strong>${drawing}</strong>`;
  if (style.italic) drawing = html`<em>${drawing}</em>`;
  return style.strike ? html`<s>${drawing}</s>` : drawing;
}
