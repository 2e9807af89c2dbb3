import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import type { Json } from '../control/shapes.ts';
import { Problem, post } from './api.ts';
import type { Given } from './held.ts';
import { Icon } from './icons.ts';
import { useKnown } from './known.ts';

/** How many files a field takes where its app does not say. */
const MOST = 10;

interface FileFieldProps {
  readonly common: Record<string, unknown>;
  readonly element: Json;
  readonly held: Given;
  readonly change: (given: Given) => void;
}

/** Files for a form: each is handed to Slack as soon as it is chosen, and the form carries which ones they are. */
export function FileField({ common, element, held, change }: FileFieldProps) {
  const { me } = useKnown();
  const [names, setNames] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const ids = held === null ? [] : typeof held === 'string' ? [held] : held;
  const most = typeof element.max_files === 'number' ? element.max_files : MOST;
  const types = Array.isArray(element.filetypes) ? element.filetypes.map((it) => `.${String(it)}`) : [];
  const choose = async (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const chosen = [...(input.files ?? [])];
    setProblem(null);
    try {
      if (ids.length + chosen.length > most)
        throw new Problem(`At most ${most} ${most === 1 ? 'file' : 'files'}, please.`);
      const sent = await Promise.all(chosen.map((file) => send(me.id, file)));
      setNames((all) => ({
        ...all,
        ...Object.fromEntries(sent.map((id, at) => [id, chosen[at]?.name ?? ''])),
      }));
      change([...ids, ...sent]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error.message);
    }
    input.value = '';
  };
  const { placeholder: _none, ...rest } = common;
  return html`<div class="files">
    <input ...${rest} type="file" multiple=${most > 1} accept=${types.join(',') || undefined} onChange=${choose} />
    ${problem && html`<p class="error" role="alert">${problem}</p>`}
    ${
      ids.length > 0 &&
      html`<ul>${ids.map(
        (id) => html`<li class="row">${names[id] ?? id}
        <button type="button" class="plain" aria-label=${`Take away ${names[id] ?? id}`} onClick=${() => change(ids.filter((it) => it !== id))}><${Icon} name="close" /></button></li>`,
      )}</ul>`
    }
  </div>`;
}

async function send(as: string, file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return (await post<{ id: string }>('/act', { as, do: 'upload', name: file.name, base64 })).id;
}
