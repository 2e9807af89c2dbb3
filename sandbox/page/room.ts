import { html } from 'htm/preact';
import type { OpenPlace, Pane } from '../control/shapes.ts';
import { About, AppTabs, Home } from './app-tabs.ts';
import { Composer } from './composer.ts';
import { Icon } from './icons.ts';
import { useKnown } from './known.ts';
import { Message, type MessageActs } from './message.ts';
import { MessageList } from './message-list.ts';
import type { Spot } from './spot.ts';

interface RoomProps {
  readonly pane: Pane;
  readonly spot: Spot;
  readonly go: (spot: Spot) => void;
  readonly acts: MessageActs;
  readonly act: (act: Record<string, unknown>) => Promise<boolean>;
  readonly goTo: (first: number | null) => void;
  readonly problem: string | null;
  readonly forget: () => void;
}

/** The middle: a place with its messages, or an app's Home. */
export function Room({ pane, spot, go, acts, act, goTo, problem, forget }: RoomProps) {
  const known = useKnown();
  const { place } = pane;
  if (place === null) return html`<div class="room"><p class="hint more">Choose a channel.</p></div>`;
  const app = pane.apps.find((it) => it.botId === place.peerId);
  const [stranger] = pane.apps;
  if (spot.tab === 'about' && app === undefined && stranger !== undefined) {
    return html`<div class="room"><header class="room-head"><h3>${stranger.name}</h3></header>
      <${About} app=${stranger} messages=${() => go({ ...spot, tab: 'messages' })} silent /></div>`;
  }
  const name = place.kind === 'im' ? place.name : `#${place.name}`;
  const send = (text: string) => say(act, place, null, text);
  const people = place.members.flatMap((id) => known.users.get(id) ?? []).filter((it) => !it.isBot);
  return html`<div class="room">
    <header class="room-head">
      <h3>${name}</h3>
      ${place.kind !== 'im' && html`<p class="hint">${place.teamIds.map((id) => known.teams.get(id)?.name).join(' · ')} <span title=${people.map((it) => it.realName).join(', ')}>· ${people.length} people</span></p>`}
      ${app && html`<${AppTabs} app=${app} spot=${spot} go=${go} act=${act} />`}
      ${
        place.pins.length > 0 &&
        html`<details class="pins"><summary><${Icon} name="pin" /> ${place.pins.length} pinned</summary>
        <div class="pinned">${place.pins.map((it) => html`<${Message} key=${it.ts} message=${it} place=${place.id} acts=${acts} />`)}</div></details>`
      }
    </header>
    ${
      app && spot.tab === 'about'
        ? html`<${About} app=${app} messages=${() => go({ ...spot, tab: 'messages' })} />`
        : app && spot.tab === 'home'
          ? html`<${Home} app=${app} act=${act} />`
          : html`<${MessageList} key=${`${pane.meId}/${place.id}`} place=${place} acts=${acts} goTo=${goTo} />`
    }
    ${[...pane.notices, ...place.notices].map((it) => html`<p class="notice" role="alert">${it}</p>`)}
    ${problem && html`<p class="notice" role="alert">${problem} <button type="button" class="plain" aria-label="Dismiss" onClick=${forget}><${Icon} name="close" /></button></p>`}
    ${
      spot.tab === 'messages' &&
      (place.archived
        ? html`<p class="notice">#${place.name} is archived.</p>`
        : html`<${Composer} key=${place.id} pane=${pane} members=${place.members} label=${`Message ${name}`} send=${send} />`)
    }
  </div>`;
}

interface ThreadProps {
  readonly pane: Pane;
  readonly place: OpenPlace;
  readonly acts: MessageActs;
  readonly act: RoomProps['act'];
  readonly close: () => void;
}

export function Thread({ pane, place, acts, act, close }: ThreadProps) {
  const messages = pane.thread ?? [];
  const root = messages[0]?.ts ?? null;
  return html`<section class="thread" aria-label="Thread">
    <header class="room-head"><h3>Thread</h3><button type="button" class="plain" aria-label="Close the thread" onClick=${close}><${Icon} name="close" /></button></header>
    <div class="messages" tabindex="0" role="log" aria-label="Messages of the thread">
      ${messages.map((it) => html`<${Message} key=${it.ts} message=${it} place=${place.id} acts=${{ ...acts, openThread: undefined }} />`)}
    </div>
    <${Composer} key=${root} pane=${{ ...pane, commands: [] }} members=${place.members} label="Reply in the thread" send=${(text: string) => say(act, place, root, text)} />
  </section>`;
}

/** Says something, or runs a command; whether it was taken, so that the composer may be emptied. */
function say(act: RoomProps['act'], place: OpenPlace, thread: string | null, text: string): Promise<boolean> {
  const [command = '', ...rest] = text.split(' ');
  const isCommand = thread === null && /^\/\w/.test(command);
  return act(
    isCommand
      ? { do: 'slash', in: place.id, command, text: rest.join(' ') }
      : { do: 'say', in: place.id, text, ...(thread && { thread }) },
  );
}
