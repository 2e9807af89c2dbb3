import { html } from 'htm/preact';
import type { OpenPlace, PageApp, Pane } from '../control/shapes.ts';
import { Blocks } from './blocks.ts';
import { Composer } from './composer.ts';
import type { Hands } from './elements.ts';
import { refOf } from './held.ts';
import { Icon } from './icons.ts';
import { textIn, wordsIn } from './json.ts';
import { useKnown } from './known.ts';
import { Message, type MessageActs } from './message.ts';
import { MessageList } from './message-list.ts';
import type { Spot } from './places.ts';

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
      spot.home && app
        ? html`<${Home} app=${app} act=${act} />`
        : html`<${MessageList} key=${`${pane.meId}/${place.id}`} place=${place} acts=${acts} goTo=${goTo} />`
    }
    ${[...pane.notices, ...place.notices].map((it) => html`<p class="notice" role="alert">${it}</p>`)}
    ${problem && html`<p class="notice" role="alert">${problem} <button type="button" class="plain" aria-label="Dismiss" onClick=${forget}><${Icon} name="close" /></button></p>`}
    ${
      !spot.home &&
      (place.archived
        ? html`<p class="notice">#${place.name} is archived.</p>`
        : html`<${Composer} key=${place.id} pane=${pane} members=${place.members} label=${`Message ${name}`} send=${send} />`)
    }
  </div>`;
}

function AppTabs({
  app,
  spot,
  go,
  act,
}: {
  app: PageApp;
  spot: Spot;
  go: RoomProps['go'];
  act: RoomProps['act'];
}) {
  const tab = (home: boolean) => () => {
    go({ ...spot, home, thread: null });
    void act({ do: 'openHome', tab: home ? 'home' : 'messages' });
  };
  return html`<div class="tabs" role="group" aria-label=${`${app.name}’s tabs`}>
    <button type="button" aria-pressed=${!spot.home} onClick=${tab(false)}>Messages</button>
    <button type="button" aria-pressed=${spot.home} onClick=${tab(true)}>Home</button>
  </div>`;
}

function Home({ app, act }: { app: PageApp; act: RoomProps['act'] }) {
  if (app.home === null) {
    return html`<div class="home"><p class="hint more">${
      app.own
        ? 'The app has put nothing here yet.'
        : `${app.name} is not installed in your organisation: Slack shows its Home to its own people only.`
    }</p></div>`;
  }
  const hands: Hands = {
    state: app.home.state,
    act: (block, element, given) => {
      const value = textIn(element.value);
      return given === undefined
        ? act({
            do: 'click',
            button: refOf(block, element),
            label: wordsIn(element.text),
            in: 'home',
            ...(value && { value }),
          })
        : act({ do: 'choose', field: refOf(block, element), given, in: 'home' });
    },
  };
  return html`<div class="home" tabindex="0" role="region" aria-label=${`Home of ${app.name}`}>
    ${app.home.notices.map((it) => html`<p class="error" role="alert">${it}</p>`)}
    <${Blocks} blocks=${app.home.blocks} hands=${hands} /></div>`;
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
