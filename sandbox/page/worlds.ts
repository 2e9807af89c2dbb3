import { html } from 'htm/preact';
import { useRef } from 'preact/hooks';
import { get, Problem, post } from './api.ts';

type Tried = (work: () => Promise<unknown>) => Promise<void>;

/** The world as a whole: back to the example, begun anew, saved and loaded as a file. */
export function Worlds({ tried }: { tried: Tried }) {
  const file = useRef<HTMLInputElement>(null);
  const begin = (at: 'example' | 'empty') => () => tried(() => post('/whole', { at }));
  const save = () =>
    tried(async () => {
      const world = await get('/file');
      const url = URL.createObjectURL(new Blob([JSON.stringify(world)], { type: 'application/json' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = 'entente-world.json';
      link.click();
      URL.revokeObjectURL(url);
    });
  const load = () =>
    tried(async () => {
      const chosen = file.current?.files?.[0];
      if (chosen === undefined) return;
      const text = await chosen.text();
      if (file.current) file.current.value = '';
      await post('/file', json(text));
    });
  return html`<div class="worlds">
    <ul class="choices">
      <li><button type="button" class="button wide" onClick=${begin('example')}><strong>Back to the example</strong><span class="hint">two weeks in, nine people, promises under way</span></button></li>
      <li><button type="button" class="button wide" onClick=${begin('empty')}><strong>Start from an empty alliance</strong><span class="hint">the same people and channel; nothing is set up</span></button></li>
      <li><button type="button" class="button wide" onClick=${save}><strong>Save this world</strong><span class="hint">as a file, with what the bot remembers</span></button></li>
      <li><label class="button wide"><strong>Load a world</strong><span class="hint">in place of this one</span>
        <input type="file" accept="application/json,.json" ref=${file} onChange=${load} /></label></li>
    </ul>
  </div>`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('This is no file that the sandbox has saved');
  }
}
