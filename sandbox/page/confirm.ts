import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { isRecord, textIn, wordsIn } from './json.ts';
import { TextObject } from './text.ts';

/** Asks before something is done, as a button's `confirm` wants. */
export function Confirm({ ask, yes, no }: { ask: unknown; yes: () => void; no: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  const it = isRecord(ask) ? ask : {};
  const title = wordsIn(it.title) || 'Are you sure?';
  return html`<dialog ref=${box} class="confirm" aria-label=${title} onCancel=${no}>
    <h2>${title}</h2>
    <p><${TextObject} value=${it.text} /></p>
    <p class="row">
      <button type="button" class="button" onClick=${no}>${wordsIn(it.deny) || 'Cancel'}</button>
      <button type="button" class=${`button ${textIn(it.style) || 'primary'}`} onClick=${yes}>${wordsIn(it.confirm) || 'Yes'}</button>
    </p>
  </dialog>`;
}
