import { html } from 'htm/preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageView } from '../control/shapes.ts';
import { Blocks } from './blocks.ts';
import type { Hands } from './elements.ts';
import { type Given, heldBy, isEmpty, isField, refOf } from './held.ts';
import { Icon } from './icons.ts';
import { isRecord, records, textIn, wordsIn } from './json.ts';
import { plainWords } from './text.ts';

type Act = (act: Record<string, unknown>) => Promise<boolean>;

/** The modal on top, over one person's pane. What is typed stays here until it is handed in. */
export function Modal({ view, act }: { view: PageView; act: Act }) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [drafts, setDrafts] = useState<Record<string, Given>>({});
  const [missing, setMissing] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);

  useLayoutEffect(() => {
    const before = document.activeElement;
    setDrafts({});
    setMissing({});
    (
      box.current?.querySelector<HTMLElement>(
        '.modal-body input, .modal-body select, .modal-body textarea',
      ) ?? box.current
    )?.focus();
    return () => before instanceof HTMLElement && before.isConnected && before.focus();
  }, [view.id]);

  // Before anybody can press a key: what held the keyboard may be gone once the app has changed the form, and without it
  // Escape would reach nobody.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) box.current?.focus();
  }, [view.blocks]);

  const submit = async () => {
    const empty = emptyFields(view, drafts);
    setMissing(empty);
    if (Object.keys(empty).length > 0) {
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setBusy(true);
    try {
      await act({ do: 'submit', values: shownDrafts(view, drafts) });
    } finally {
      setBusy(false);
    }
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      void act({ do: 'close' });
    } else if (event.key === 'Tab') keepInside(box.current, event);
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement && view.submit !== null) {
      event.preventDefault();
      void submit();
    }
  };
  const hands: Hands = {
    state: view.state,
    drafts,
    draft: (ref, given) => setDrafts((all) => ({ ...all, [ref]: given })),
    errors: { ...view.errors, ...missing },
    act: (block, element, given) => {
      const where = { in: 'modal' };
      const value = textIn(element.value);
      return given === undefined
        ? act({
            do: 'click',
            button: refOf(block, element),
            label: wordsIn(element.text),
            ...where,
            ...(value && { value }),
          })
        : act({ do: 'choose', field: refOf(block, element), given, ...where });
    },
  };
  return html`<div class="veil">
    <div class="modal" role="dialog" aria-modal="true" aria-labelledby=${`${id}-title`} tabindex="-1" ref=${box} onKeyDown=${keyed}>
      <header>
        <h2 id=${`${id}-title`}>${plainWords(view.title)}</h2>
        <button type="button" class="plain" aria-label="Close" onClick=${() => act({ do: 'close' })}><${Icon} name="close" /></button>
      </header>
      <div class="modal-body">
        ${view.notices.map((it) => html`<p class="error" role="alert">${it}</p>`)}
        <${Blocks} blocks=${view.blocks} hands=${hands} />
      </div>
      <footer>
        <button type="button" class="button" onClick=${() => act({ do: 'close' })}>${plainWords(view.close)}</button>
        ${view.submit !== null && html`<button type="button" class="button primary" aria-busy=${busy} onClick=${submit}>${plainWords(view.submit)}</button>`}
      </footer>
    </div>
  </div>`;
}

/** Slack itself asks for what is required, before the app hears of anything. */
function emptyFields(view: PageView, drafts: Record<string, Given>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const block of view.blocks) {
    if (block.type !== 'input' || block.optional === true || !isRecord(block.element)) continue;
    const ref = refOf(block, block.element);
    const held = ref in drafts ? (drafts[ref] ?? null) : heldBy(block, block.element, view.state);
    if (isField(block.element) && isEmpty(held))
      out[textIn(block.block_id)] = 'Please complete this required field.';
  }
  return out;
}

/** Drafts of fields that are still there: the app may have put others in their place. */
function shownDrafts(view: PageView, drafts: Record<string, Given>): Record<string, Given> {
  const refs = new Set(
    records(view.blocks).flatMap((block) => (isRecord(block.element) ? [refOf(block, block.element)] : [])),
  );
  return Object.fromEntries(
    Object.entries(drafts)
      .filter(([ref]) => refs.has(ref))
      .map(([ref, given]) => [ref, isEmpty(given) ? null : given]),
  );
}

function keepInside(box: HTMLElement | null, event: KeyboardEvent): void {
  const all = [
    ...(box?.querySelectorAll<HTMLElement>('button, input, select, textarea, a[href], [tabindex="0"]') ?? []),
  ];
  const [first, last] = [all[0], all.at(-1)];
  if (event.shiftKey && (document.activeElement === first || document.activeElement === box)) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first?.focus();
  }
}
