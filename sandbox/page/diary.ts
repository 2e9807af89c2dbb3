import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Deed, Overview } from '../control/shapes.ts';
import { get } from './api.ts';
import { type Node, parse } from './mrkdwn.ts';
import { whyWords } from './why.ts';
import { cityOf, dayWords, timeWords } from './zone.ts';

const MOST = 300;
const VERBS: Readonly<Record<Deed['what'], string>> = {
  message: 'wrote to',
  whisper: 'told, unseen by others,',
  update: 'updated a message of',
  modal: 'opened a form for',
  home: 'renewed the Home of',
  pin: 'pinned a message in',
  failed: 'could not reach',
};

/** What the bot did and why, in order. */
export function Diary({
  overview,
  change,
  become,
}: {
  overview: Overview;
  change: number;
  become: (userId: string) => void;
}) {
  const [deeds, setDeeds] = useState<Deed[]>([]);
  const [all, setAll] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const look = useRef(0);
  useEffect(() => {
    look.current += 1;
    const mine = look.current;
    get<{ deeds: Deed[] }>('/deeds')
      .then((answer) => mine === look.current && setDeeds(answer.deeds))
      .catch(() => undefined);
  }, [change]);
  const shown = deeds
    .filter((it) => all || !['update', 'home', 'modal', 'pin'].includes(it.what))
    .slice(-MOST);
  useEffect(() => {
    const box = list.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, [shown.length]);
  let day = '';
  return html`<div class="diary">
    <p class="hint">In order, at each reader’s own time. <label class="box"><input type="checkbox" checked=${all} onChange=${() => setAll(!all)} /> Forms and updates too</label></p>
    ${shown.length === 0 && html`<p class="hint more">Nothing yet.</p>`}
    <ol ref=${list} tabindex="0" aria-label="What Entente did">
      ${shown.map((deed) => {
        const to = overview.users.find((it) => it.id === deed.toId);
        const zone = to?.tz ?? 'UTC';
        const at = new Date(deed.at);
        const words = dayWords(at, zone);
        const head = words === day ? null : words;
        day = words;
        return html`<li key=${deed.number} class=${deed.what === 'failed' ? 'failed' : ''}>
          ${head && html`<p class="diary-day">${head}</p>`}
          <p><time datetime=${deed.at}>${timeWords(at, zone)}</time> <span class="hint">${to ? cityOf(to.tz) : 'UTC'}</span>
            ${` ${VERBS[deed.what]} `}
            ${to ? html`<button type="button" class="link" onClick=${() => become(to.id)}>${to.realName}</button>` : deed.place ? `#${deed.place}` : 'somebody'}${to && deed.place ? ` in #${deed.place}` : ''}
            ${deed.error && html` <strong class="error">${deed.error}</strong>`}</p>
          <p class="diary-words">${flat(parse(deed.text), overview)}</p>
          ${
            (deed.items.length > 0 || deed.key) &&
            html`<details class="why"><summary>Why: ${[...new Set((deed.items.length > 0 ? deed.items : [deed.key ?? '']).map(whyWords))].join(' · ')}</summary>
            ${[deed.key, ...deed.items].filter(Boolean).map((key) => html`<code>${key}</code>`)}</details>`
          }
        </li>`;
      })}
    </ol>
  </div>`;
}

/** Markup as plain words: a list of one-liners has no room for more. */
function flat(nodes: readonly Node[], overview: Overview): string {
  return nodes
    .map((node) => {
      if ('inside' in node) return flat(node.inside, overview);
      if (node.kind === 'user')
        return `@${overview.users.find((it) => it.id === node.id)?.realName ?? node.id}`;
      if (node.kind === 'link') return node.label;
      if (node.kind === 'date') return node.fallback;
      return 'text' in node ? node.text : '';
    })
    .join('');
}
