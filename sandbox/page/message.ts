import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { PageMessage, Pane } from '../control/shapes.ts';
import { Avatar } from './avatar.ts';
import { Blocks } from './blocks.ts';
import type { Hands } from './elements.ts';
import { glyphOf, REACTIONS } from './emoji.ts';
import type { Given } from './held.ts';
import { refOf } from './held.ts';
import { Icon } from './icons.ts';
import { textIn, wordsIn } from './json.ts';
import { type Known, useKnown } from './known.ts';
import { Mrkdwn } from './text.ts';
import { momentWords, timeWords } from './zone.ts';

/** What one can do with a message, beyond what it offers itself. */
export interface MessageActs {
  readonly act: (act: Record<string, unknown>) => Promise<boolean>;
  readonly openThread?: ((ts: string) => void) | undefined;
  readonly shortcuts: Pane['shortcuts'];
}

interface MessageProps {
  readonly message: PageMessage;
  readonly place: string;
  /** Said by the same person just before: the name need not be repeated. */
  readonly follows?: boolean;
  readonly acts: MessageActs;
}

export function Message({ message, place, follows = false, acts }: MessageProps) {
  const known = useKnown();
  const author = known.users.get(message.userId);
  const at = new Date(Number(message.ts) * 1000);
  const hands: Hands = {
    state: message.state,
    act: (block, element, given?: Given) => acts.act(actOn(message, place, block, element, given)),
  };
  const team = author && author.teamId !== known.me.teamId ? known.teams.get(author.teamId)?.name : undefined;
  return html`<article class=${`message ${message.ephemeral ? 'whisper' : ''} ${follows ? 'follows' : ''}`}
    data-ts=${message.ts} aria-label=${`${author?.realName ?? 'Somebody'}, ${momentWords(at, known.me.tz)}`}>
    <div class="gutter">${author && !follows && html`<${Avatar} known=${known} user=${author} />`}</div>
    <div class="body">
      ${
        message.ephemeral &&
        html`<p class="only">Only visible to you
        <button type="button" class="plain" onClick=${() => acts.act({ do: 'dismiss', in: place, message: message.ts })}>Dismiss</button></p>`
      }
      ${message.pinned && html`<p class="only"><${Icon} name="pin" /> Pinned</p>`}
      ${
        !follows &&
        html`<p class="by"><strong>${author?.realName ?? message.userId}</strong>
        ${message.isApp && html`<span class="app">APP</span>`}
        ${team && !message.isApp && html`<span class="from">${team}</span>`}
        <time datetime=${at.toISOString()} title=${momentWords(at, known.me.tz)}>${timeWords(at, known.me.tz)}</time></p>`
      }
      ${
        message.blocks.length > 0
          ? html`<${Blocks} blocks=${message.blocks} hands=${hands} />`
          : html`<${Mrkdwn} source=${message.text} />`
      }
      ${message.edited && html`<span class="hint">(edited)</span>`}
      ${message.files.map((file) =>
        file.isImage
          ? html`<img class="large" src=${`/files/${file.id}`} alt=${file.name} />`
          : html`<a href=${`/files/${file.id}`} download=${file.name}>${file.name}</a>`,
      )}
      <${Reactions} message=${message} place=${place} acts=${acts} known=${known} />
      ${
        message.replies > 0 &&
        acts.openThread &&
        html`<button type="button" class="replies" onClick=${() => acts.openThread?.(message.ts)}>
        ${message.replies} ${message.replies === 1 ? 'reply' : 'replies'}${message.lastReply && ` · last ${momentWords(new Date(Number(message.lastReply) * 1000), known.me.tz)}`}
      </button>`
      }
    </div>
    ${!message.ephemeral && html`<${Tools} message=${message} place=${place} acts=${acts} mine=${message.userId === known.me.id} />`}
  </article>`;
}

/** A press or a choice, as the sandbox's driver takes it. */
function actOn(
  message: PageMessage,
  place: string,
  block: Record<string, unknown>,
  element: Record<string, unknown>,
  given: Given | undefined,
): Record<string, unknown> {
  const at = { in: place, message: message.ts };
  if (given !== undefined) return { do: 'choose', field: refOf(block, element), given, ...at };
  const label = wordsIn(element.text);
  const value = textIn(element.value);
  return { do: 'click', button: refOf(block, element), label, ...at, ...(value && { value }) };
}

function Reactions({
  message,
  place,
  acts,
  known,
}: {
  message: PageMessage;
  place: string;
  acts: MessageActs;
  known: Known;
}) {
  if (message.reactions.length === 0) return null;
  return html`<p class="reactions">${message.reactions.map(({ name, users }) => {
    const mine = users.includes(known.me.id);
    const who = users.map((id) => known.users.get(id)?.realName ?? id).join(', ');
    const act = { do: mine ? 'unreact' : 'react', in: place, message: message.ts, emoji: name };
    return html`<button type="button" class=${mine ? 'mine' : ''} aria-pressed=${mine} title=${who}
      aria-label=${`${name}, ${users.length}: ${who}`} onClick=${() => acts.act(act)}>${glyphOf(name)} ${users.length}</button>`;
  })}</p>`;
}

/** What stands at a message's edge while it is pointed at, or has the keyboard. */
function Tools({
  message,
  place,
  acts,
  mine,
}: {
  message: PageMessage;
  place: string;
  acts: MessageActs;
  mine: boolean;
}) {
  const [open, setOpen] = useState(false);
  const at = { in: place, message: message.ts };
  const choose = (act: Record<string, unknown>) => {
    setOpen(false);
    void acts.act(act);
  };
  const shortcuts = acts.shortcuts.filter((it) => it.type === 'message');
  const edit = () => {
    const text = window.prompt('Change your message', message.text);
    if (text !== null && text.trim() !== '') choose({ do: 'edit', ...at, text });
  };
  return html`<div class=${`tools ${open ? 'open' : ''}`} role="group" aria-label="Message actions"
    onKeyDown=${(event: KeyboardEvent) => event.key === 'Escape' && setOpen(false)}>
    ${acts.openThread && html`<button type="button" title="Reply in a thread" aria-label="Reply in a thread" onClick=${() => acts.openThread?.(message.ts)}><${Icon} name="thread" /></button>`}
    <button type="button" title="More" aria-label="More message actions" aria-expanded=${open} onClick=${() => setOpen(!open)}><${Icon} name="more" /></button>
    ${
      open &&
      html`<div class="menu">
      <div class="row">${REACTIONS.map((name) => html`<button type="button" aria-label=${`React with ${name}`} onClick=${() => choose({ do: 'react', ...at, emoji: name })}>${glyphOf(name)}</button>`)}</div>
      <button type="button" onClick=${() => choose({ do: message.pinned ? 'unpin' : 'pin', ...at })}>${message.pinned ? 'Unpin' : 'Pin to the channel'}</button>
      ${mine && html`<button type="button" onClick=${edit}>Edit</button>`}
      ${shortcuts.map((it) => html`<button type="button" onClick=${() => choose({ do: 'shortcut', callbackId: it.callbackId, ...at })}>${it.name} <span class="hint">shortcut</span></button>`)}
    </div>`
    }
  </div>`;
}
