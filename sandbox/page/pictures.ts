import { html } from 'htm/preact';
import type { Json } from '../control/shapes.ts';
import { isRecord, textIn } from './json.ts';

/** A picture that the sandbox holds; one from elsewhere is only named, as this page asks nobody for anything. */
export function Picture({ image, small = false }: { image: Json; small?: boolean }) {
  const alt = textIn(image.alt_text);
  const src = sourceOf(image);
  if (src === null) return html`<span class="absent">Picture: ${alt || textIn(image.image_url)}</span>`;
  return html`<img class=${small ? 'small' : 'large'} src=${src} alt=${alt} />`;
}

function sourceOf(image: Json): string | null {
  const file = isRecord(image.slack_file) ? image.slack_file : null;
  if (file !== null && textIn(file.id) !== '') return `/files/${textIn(file.id)}`;
  const url = textIn(file?.url) || textIn(image.image_url);
  return URL.canParse(url) && new URL(url).origin === location.origin ? url : null;
}
