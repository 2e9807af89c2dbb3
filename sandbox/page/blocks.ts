import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { Json } from '../control/shapes.ts';
import { Element, type Hands, Input } from './elements.ts';
import { isRecord, records, textIn, wordsIn } from './json.ts';
import { fromMarkdown } from './mrkdwn.ts';
import { Picture } from './pictures.ts';
import { Chart, Table } from './tables.ts';
import { Mrkdwn, plainWords, RichText, TextObject } from './text.ts';
import { Unknown } from './unknown.ts';

/** Blocks as their reader sees them. */
export function Blocks({ blocks, hands }: { blocks: readonly Json[]; hands: Hands }) {
  return html`${blocks.map((block, at) => html`<${Block} key=${textIn(block.block_id) || at} block=${block} hands=${hands} />`)}`;
}

function Block({ block, hands }: { block: Json; hands: Hands }): ComponentChildren {
  const elements = records(block.elements).map(
    (element) => html`<${Element} block=${block} element=${element} hands=${hands} />`,
  );
  switch (block.type) {
    case 'section':
      return html`<${Section} block=${block} hands=${hands} />`;
    case 'header':
      return html`<p class="header-block" role="heading" aria-level="4">${plainWords(wordsIn(block.text))}</p>`;
    case 'divider':
      return html`<hr />`;
    case 'context':
      return html`<div class="context">${records(block.elements).map((it) =>
        it.type === 'image' ? html`<${Picture} image=${it} small />` : html`<${TextObject} value=${it} />`,
      )}</div>`;
    case 'actions':
    case 'context_actions':
      return html`<div class="actions">${elements}</div>`;
    case 'input':
      return html`<${Input} block=${block} hands=${hands} />`;
    case 'image':
      return html`<figure>${isRecord(block.title) && html`<figcaption>${wordsIn(block.title)}</figcaption>`}<${Picture} image=${block} /></figure>`;
    case 'rich_text':
      return html`<${RichText} block=${block} />`;
    case 'markdown':
      return html`<div class="section"><${Mrkdwn} source=${fromMarkdown(textIn(block.text))} /></div>`;
    case 'table':
    case 'data_table':
      return html`<${Table} block=${block} />`;
    case 'data_visualization':
      return html`<${Chart} block=${block} />`;
    case 'alert':
      return html`<div class=${`alert ${textIn(block.level) || 'default'}`} role="note"><${TextObject} value=${block.text} /></div>`;
    case 'card':
      return html`<${Card} block=${block} hands=${hands} />`;
    case 'carousel':
      return html`<div class="carousel" tabindex="0" role="group" aria-label="Cards">
        ${records(block.elements).map((it) => html`<${Block} block=${it} hands=${hands} />`)}
      </div>`;
    case 'container':
      return html`<${Container} block=${block} hands=${hands} />`;
    case 'video':
      return html`<${Video} block=${block} />`;
    default:
      return html`<${Unknown} what="block" it=${block} />`;
  }
}

function Section({ block, hands }: { block: Json; hands: Hands }) {
  const fields = records(block.fields);
  return html`<div class="section">
    <div class="section-words">
      ${isRecord(block.text) && html`<${TextObject} value=${block.text} />`}
      ${fields.length > 0 && html`<div class="fields">${fields.map((it) => html`<div><${TextObject} value=${it} /></div>`)}</div>`}
    </div>
    ${isRecord(block.accessory) && html`<div class="accessory"><${Element} block=${block} element=${block.accessory} hands=${hands} /></div>`}
  </div>`;
}

/** The picture that stands for a film, and where it is: this page loads nothing from elsewhere. */
function Video({ block }: { block: Json }) {
  const title = plainWords(wordsIn(block.title));
  const to = textIn(block.title_url) || textIn(block.video_url);
  return html`<figure class="card">
    <figcaption><a href=${to} target="_blank" rel="noreferrer"><strong>${title}</strong></a>
    ${isRecord(block.description) && html`<p class="hint"><${TextObject} value=${block.description} /></p>`}</figcaption>
    <${Picture} image=${{ image_url: block.thumbnail_url, alt_text: block.alt_text }} />
  </figure>`;
}

function Card({ block, hands }: { block: Json; hands: Hands }) {
  return html`<div class="card">
    ${isRecord(block.hero_image) && html`<${Picture} image=${block.hero_image} />`}
    ${isRecord(block.title) && html`<p><strong><${TextObject} value=${block.title} /></strong></p>`}
    ${isRecord(block.subtitle) && html`<p class="hint"><${TextObject} value=${block.subtitle} /></p>`}
    ${isRecord(block.body) && html`<p><${TextObject} value=${block.body} /></p>`}
    <div class="actions">${records(block.actions).map((it) => html`<${Element} block=${block} element=${it} hands=${hands} />`)}</div>
  </div>`;
}

function Container({ block, hands }: { block: Json; hands: Hands }) {
  const inside = html`<${Blocks} blocks=${records(block.child_blocks)} hands=${hands} />`;
  const title = html`<strong><${TextObject} value=${block.title} /></strong>`;
  if (block.is_collapsible !== true)
    return html`<div class="card">${isRecord(block.title) && html`<p>${title}</p>`}${inside}</div>`;
  return html`<details class="card" open=${block.default_collapsed !== true}><summary>${title}</summary>${inside}</details>`;
}
