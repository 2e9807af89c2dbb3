import { html } from 'htm/preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Pane } from '../control/shapes.ts';
import { type Suggestion, suggestionsFor } from './completion.ts';
import { useKnown } from './known.ts';

interface ComposerProps {
  readonly pane: Pane;
  readonly label: string;
  /** People who can be mentioned here come first. */
  readonly members: readonly string[];
  readonly send: (text: string) => Promise<boolean>;
}

/** Where one writes: Enter sends, Shift and Enter begin a new line, `@` and `/` offer what may be meant. */
export function Composer({ pane, label, members, send }: ComposerProps) {
  const known = useKnown();
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const moved = useRef<number | null>(null);
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [hidden, setHidden] = useState(false);
  const [busy, setBusy] = useState(false);

  const inside = new Set(members);
  const people = [...known.users.values()]
    .filter((it) => !it.deleted && inside.has(it.id))
    .concat([...known.users.values()].filter((it) => !it.deleted && !inside.has(it.id)));
  const app = pane.apps[0];
  const bot = app ? { name: app.name, hints: app.hints } : null;
  const offers = hidden ? [] : suggestionsFor(text, caret, people, pane.commands, bot);
  const chosen = Math.min(at, offers.length - 1);

  useLayoutEffect(() => {
    if (box.current === null) return;
    box.current.style.height = 'auto';
    box.current.style.height = `${box.current.scrollHeight}px`;
    // At once, or what is typed next would land in the middle.
    if (moved.current !== null) box.current.setSelectionRange(moved.current, moved.current);
    moved.current = null;
  }, [text]);

  const take = (offer: Suggestion) => {
    setText(offer.text);
    setCaret(offer.caret);
    moved.current = offer.caret;
    setAt(0);
    box.current?.focus();
  };
  const submit = async () => {
    if (text.trim() === '' || busy) return;
    setBusy(true);
    try {
      if (await send(text.trim())) {
        setText('');
        setCaret(0);
      }
    } finally {
      setBusy(false);
      box.current?.focus();
    }
  };
  const keyed = (event: KeyboardEvent) => {
    const offer = offers[chosen];
    if (offer !== undefined && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
      event.preventDefault();
      setAt((chosen + (event.key === 'ArrowDown' ? 1 : offers.length - 1)) % offers.length);
    } else if (
      offer !== undefined &&
      (event.key === 'Tab' || (event.key === 'Enter' && !isWhole(text, offer)))
    ) {
      if (event.shiftKey) return;
      event.preventDefault();
      take(offer);
    } else if (event.key === 'Escape' && offers.length > 0) {
      event.stopPropagation();
      setHidden(true);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void submit();
    }
  };
  const typed = (event: Event) => {
    const area = event.currentTarget as HTMLTextAreaElement;
    setText(area.value);
    setCaret(area.selectionStart);
    setHidden(false);
    setAt(0);
  };

  return html`<form class="composer" onSubmit=${(event: Event) => {
    event.preventDefault();
    void submit();
  }}>
    ${
      offers.length > 0 &&
      html`<ul class="offers" id=${`${id}-offers`} role="listbox" aria-label="Suggestions">
      ${offers.map(
        (offer, n) => html`<li id=${`${id}-${n}`} role="option" aria-selected=${n === chosen}
          onMouseDown=${(event: Event) => {
            event.preventDefault();
            take(offer);
          }}><strong>${offer.label}</strong> <span class="hint">${offer.about}</span></li>`,
      )}
    </ul>`
    }
    <textarea ref=${box} rows="1" aria-label=${label} placeholder=${label} value=${text} onInput=${typed} onKeyDown=${keyed}
      onSelect=${(event: Event) => setCaret((event.currentTarget as HTMLTextAreaElement).selectionStart)}
      aria-autocomplete="list" aria-controls=${offers.length > 0 ? `${id}-offers` : undefined}
      aria-activedescendant=${offers.length > 0 ? `${id}-${chosen}` : undefined}></textarea>
    <button type="submit" class="button send" aria-label="Send" aria-busy=${busy} disabled=${text.trim() === ''}>Send</button>
  </form>`;
}

/** Enter sends what is complete already, instead of completing it once more. */
function isWhole(text: string, offer: Suggestion): boolean {
  return text.trim() === offer.text.trim();
}
