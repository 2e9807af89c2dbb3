import { html } from 'htm/preact';
import { useId, useState } from 'preact/hooks';
import type { Json } from '../control/shapes.ts';
import { Confirm } from './confirm.ts';
import { Field } from './fields.ts';
import { type Given, heldBy, isField, refOf } from './held.ts';
import { isRecord, records, textIn, wordsIn } from './json.ts';
import { Picture } from './pictures.ts';
import { plainWords } from './text.ts';
import { Unknown } from './unknown.ts';

/** What one can do with the elements of a surface. */
export interface Hands {
  /** What is chosen and filled in, by block and action. */
  readonly state: Json;
  /** Presses a button, or chooses from something that answers at once. */
  readonly act: (block: Json, element: Json, given?: Given) => Promise<unknown>;
  /** In a form: what is typed but not handed in yet. */
  readonly drafts?: Readonly<Record<string, Given>>;
  readonly draft?: (ref: string, given: Given) => void;
  readonly errors?: Readonly<Record<string, string>>;
}

/** One element of a block, wherever it stands. */
export function Element({ block, element, hands }: { block: Json; element: Json; hands: Hands }) {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return html`<${Button} block=${block} element=${element} hands=${hands} />`;
    case 'overflow':
      return html`<${Overflow} block=${block} element=${element} hands=${hands} />`;
    case 'image':
      return html`<${Picture} image=${element} small />`;
    case 'icon_button':
      return html`<${Button} block=${block} element=${element} hands=${hands} />`;
    case 'feedback_buttons':
      return html`${[element.positive_button, element.negative_button]
        .filter(isRecord)
        .map(
          (it) =>
            html`<${Button} block=${block} element=${{ ...it, action_id: element.action_id }} hands=${hands} />`,
        )}`;
    default:
      return isField(element)
        ? html`<${Choice} block=${block} element=${element} hands=${hands} />`
        : html`<${Unknown} what="element" it=${element} />`;
  }
}

function Button({ block, element, hands }: { block: Json; element: Json; hands: Hands }) {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const press = async () => {
    setAsking(false);
    setBusy(true);
    try {
      await hands.act(block, element);
    } finally {
      setBusy(false);
    }
  };
  const label = plainWords(wordsIn(element.text));
  const name = textIn(element.accessibility_label) || undefined;
  const click = () => (isRecord(element.confirm) ? setAsking(true) : void press());
  const url = textIn(element.url);
  return html`
    ${
      url === ''
        ? html`<button type="button" class=${`button ${textIn(element.style)}`} aria-label=${name} aria-busy=${busy} onClick=${click}>${label}</button>`
        : html`<a class=${`button ${textIn(element.style)}`} href=${url} target="_blank" rel="noreferrer" aria-label=${name} onClick=${click}>${label}</a>`
    }
    ${asking && html`<${Confirm} ask=${element.confirm} yes=${press} no=${() => setAsking(false)} />`}
  `;
}

function Overflow({ block, element, hands }: { block: Json; element: Json; hands: Hands }) {
  const choose = (event: Event) => {
    const menu = event.currentTarget as HTMLSelectElement;
    const value = menu.value;
    menu.value = '';
    if (value !== '') void hands.act(block, element, value);
  };
  return html`<select class="overflow" aria-label="More" onChange=${choose}>
    <option value="">…</option>
    ${records(element.options).map((it) => html`<option value=${textIn(it.value)}>${plainWords(wordsIn(it.text))}</option>`)}
  </select>`;
}

/** A menu or picker outside a form: a choice is an act. */
function Choice({ block, element, hands }: { block: Json; element: Json; hands: Hands }) {
  const id = useId();
  const label = wordsIn(element.placeholder) || wordsIn(block.text) || textIn(element.action_id);
  return html`<span class="choice">
    <label class="unseen" for=${id}>${label}</label>
    <${Field} id=${id} element=${element} name=${label} held=${heldBy(block, element, hands.state)}
      change=${(given: Given) => void hands.act(block, element, given)} />
  </span>`;
}

/** A field of a form, with its label, hint and what is wrong with it. */
export function Input({ block, hands }: { block: Json; hands: Hands }) {
  const id = useId();
  const element = isRecord(block.element) ? block.element : {};
  const ref = refOf(block, element);
  const error = hands.errors?.[textIn(block.block_id)];
  const hint = wordsIn(block.hint);
  const label = plainWords(wordsIn(block.label));
  const held =
    hands.drafts && ref in hands.drafts ? (hands.drafts[ref] ?? null) : heldBy(block, element, hands.state);
  const change = (given: Given) => {
    hands.draft?.(ref, given);
    if (block.dispatch_action === true || !hands.draft) void hands.act(block, element, given);
  };
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return html`<div class=${`input ${error ? 'wrong' : ''}`}>
    <label for=${id} id=${`${id}-label`}>${label}${block.optional === true && html` <span class="optional">(optional)</span>`}</label>
    <${Field} id=${id} element=${element} name=${label} held=${held} change=${change} describedBy=${described}
      wrong=${Boolean(error)} required=${block.optional !== true} />
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${plainWords(hint)}</p>`}
    ${error && html`<p class="error" id=${`${id}-error`} role="alert">${error}</p>`}
  </div>`;
}
