import { html } from 'htm/preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { OpenPlace, PageMessage } from '../control/shapes.ts';
import { useKnown } from './known.ts';
import { Message, type MessageActs } from './message.ts';
import { dayWords } from './zone.ts';

/** How many messages are drawn at once, and by how many that stretch moves. */
export const STRETCH = 120;
const STEP = 60;
const NEAR_EDGE_PX = 400;
const AT_END_PX = 40;
const SAME_BREATH_S = 300;

interface ListProps {
  readonly place: OpenPlace;
  readonly acts: MessageActs;
  /** Asks for another stretch: the number of its first message; null: the newest ones. */
  readonly goTo: (first: number | null) => void;
}

/** A channel's messages: a stretch of them, however many there are, that moves as one scrolls. */
export function MessageList({ place, acts, goTo }: ListProps) {
  const { me } = useKnown();
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<{ ts: string; top: number } | null>(null);
  const atEnd = useRef(true);
  const asked = useRef<number | null>(null);
  const leap = useRef<'start' | 'end' | null>(null);
  const [hasNewer, setHasNewer] = useState(false);
  const [lastRead] = useState(place.lastRead);
  const end = place.first + place.messages.length;
  const isNewest = end >= place.total;

  // What was at the top of the window stays where it is, though others came in above it.
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    asked.current = null;
    if (leap.current === 'start' && place.first === 0) {
      leap.current = null;
      element.scrollTop = 0;
      setHasNewer(true);
      return;
    }
    if (leap.current === 'end' && isNewest) {
      leap.current = null;
      atEnd.current = true;
    }
    if (atEnd.current && isNewest) {
      element.scrollTop = element.scrollHeight;
      setHasNewer(false);
      return;
    }
    setHasNewer(true);
    const kept = anchor.current && element.querySelector(`[data-ts="${anchor.current.ts}"]`);
    if (kept && anchor.current) element.scrollTop += kept.getBoundingClientRect().top - anchor.current.top;
  }, [place.messages]);

  // Pictures and the like make it taller afterwards.
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  const scrolled = () => {
    const element = box.current;
    if (element === null || leap.current !== null) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    atEnd.current = below < AT_END_PX && isNewest;
    if (atEnd.current) setHasNewer(false);
    anchor.current = firstSeen(element);
    if (asked.current !== null) return;
    const next =
      element.scrollTop < NEAR_EDGE_PX && place.first > 0
        ? Math.max(0, place.first - STEP)
        : below < NEAR_EDGE_PX && !isNewest
          ? Math.min(place.first + STEP, Math.max(0, place.total - STRETCH))
          : null;
    if (next === null || next === place.first) return;
    asked.current = next;
    goTo(next + STRETCH >= place.total ? null : next);
  };
  const toStart = () => {
    leap.current = 'start';
    atEnd.current = false;
    goTo(0);
  };
  const toEnd = () => {
    if (isNewest && box.current) box.current.scrollTop = box.current.scrollHeight;
    else {
      leap.current = 'end';
      goTo(null);
    }
  };

  return html`<div class="list">
    <div class="messages" ref=${box} onScroll=${scrolled} tabindex="0" role="log" aria-label="Messages" aria-live="polite">
      ${place.first > 0 && html`<p class="hint more">${place.first} earlier ${place.first === 1 ? 'message' : 'messages'} <button type="button" class="link" onClick=${toStart}>Go to the first</button></p>`}
      ${place.total === 0 && html`<p class="hint more">Nothing has been said here yet.</p>`}
      ${rows(place.messages, lastRead, me.id, me.tz).map((row) =>
        row.kind === 'day'
          ? html`<div class="day" key=${row.key}><span>${row.words}</span></div>`
          : row.kind === 'new'
            ? html`<div class="new-line" key="new"><span>New</span></div>`
            : html`<${Message} key=${row.message.ts} message=${row.message} follows=${row.follows} place=${place.id} acts=${acts} />`,
      )}
    </div>
    ${hasNewer && html`<button type="button" class="to-end" onClick=${toEnd}>Newest ↓</button>`}
  </div>`;
}

type Row =
  | { kind: 'day'; key: string; words: string }
  | { kind: 'new' }
  | { kind: 'message'; message: PageMessage; follows: boolean };

/** The messages with a line wherever a day begins, and one above what is new to its reader. */
function rows(messages: readonly PageMessage[], lastRead: string | null, meId: string, zone: string): Row[] {
  const out: Row[] = [];
  let day = '';
  let before: PageMessage | undefined;
  let marked = lastRead === null;
  for (const message of messages) {
    const words = dayWords(new Date(Number(message.ts) * 1000), zone);
    const newDay = words !== day;
    if (newDay) out.push({ kind: 'day', key: `day ${words}`, words });
    const isNew = !marked && message.userId !== meId && Number(message.ts) > Number(lastRead);
    if (isNew) out.push({ kind: 'new' });
    marked ||= isNew;
    const follows =
      !newDay &&
      !isNew &&
      before?.userId === message.userId &&
      before.ephemeral === message.ephemeral &&
      Number(message.ts) - Number(before.ts) < SAME_BREATH_S &&
      !message.isApp;
    out.push({ kind: 'message', message, follows });
    day = words;
    before = message;
  }
  return out;
}

function firstSeen(box: HTMLElement): { ts: string; top: number } | null {
  const edge = box.getBoundingClientRect().top;
  for (const row of box.querySelectorAll<HTMLElement>('[data-ts]')) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > edge) return { ts: row.dataset.ts ?? '', top };
  }
  return null;
}
