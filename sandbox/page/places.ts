import { html } from 'htm/preact';
import type { PageApp, PagePlace, Pane } from '../control/shapes.ts';
import { AddApp } from './app-tabs.ts';
import { useKnown } from './known.ts';
import type { Spot } from './spot.ts';

/** The list at a pane's left: channels, direct messages, apps. */
export function Places({ pane, spot, go }: { pane: Pane; spot: Spot; go: (spot: Spot) => void }) {
  const known = useKnown();
  const open = (place: string) => () => go({ place, thread: null, tab: 'messages' });
  const channels = pane.places.filter((it) => it.kind !== 'im');
  const bots = new Set(pane.apps.map((it) => it.botId));
  const dms = pane.places.filter((it) => it.kind === 'im' && !bots.has(it.peerId ?? ''));
  const row = (it: PagePlace, sign: string) => {
    const current = pane.place?.id === it.id && spot.tab === 'messages';
    return html`<li><button type="button" class=${`place ${it.unread > 0 ? 'unread' : ''}`} aria-current=${current ? 'page' : undefined} onClick=${open(it.id)}>
      <span aria-hidden="true">${sign}</span> <span class="place-name" title=${it.name}>${it.name}</span>
      ${it.mentions > 0 ? html`<span class="badge">${it.mentions}<span class="unseen"> unread</span></span>` : it.unread > 0 && html`<span class="unseen">${it.unread} unread</span>`}
    </button></li>`;
  };
  const app = (it: PageApp) => {
    const dm = pane.places.find((place) => place.peerId === it.botId);
    const unread = dm?.mentions ?? 0;
    // Where it has not written, there are no messages to open: only what it is.
    const about = () => go({ ...spot, thread: null, tab: 'about' });
    const current = pane.place?.peerId === it.botId || (spot.tab === 'about' && dm === undefined);
    return html`<li><button type="button" class=${`place ${unread > 0 ? 'unread' : ''}`} aria-current=${current ? 'page' : undefined} onClick=${dm || it.own ? open(dm?.id ?? `@${it.name}`) : about}>
      <span aria-hidden="true">◎</span> <span class="place-name">${it.name}</span>
      ${unread > 0 && html`<span class="badge">${unread}<span class="unseen"> unread</span></span>`}
    </button></li>`;
  };
  const write = (event: Event) => {
    const menu = event.currentTarget as HTMLSelectElement;
    if (menu.value !== '') go({ place: `@${menu.value}`, thread: null, tab: 'messages' });
    menu.value = '';
  };
  const others = [...known.users.values()].filter((it) => !it.isBot && !it.deleted && it.id !== known.me.id);
  return html`<nav class="places" aria-label=${`Channels and messages of ${known.me.realName}`}>
    <h3>Apps</h3><ul>${pane.apps.map(app)}<li><${AddApp} /></li></ul>
    <h3>Channels</h3><ul>${channels.map((it) => row(it, '#'))}</ul>
    <h3>Direct messages</h3><ul>${dms.map((it) => row(it, '●'))}</ul>
    <label class="write"><span class="unseen">Write to somebody</span>
      <select onChange=${write}><option value="">+ Write to…</option>
        ${others.map((it) => html`<option value=${it.realName}>${it.realName}</option>`)}
      </select></label>
  </nav>`;
}
