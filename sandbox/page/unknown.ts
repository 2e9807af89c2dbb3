import { html } from 'htm/preact';
import type { Json } from '../control/shapes.ts';
import { textIn } from './json.ts';

/** What the sandbox cannot draw is never left out: whoever builds the app has to see that it is there. */
export function Unknown({ what, it }: { what: 'block' | 'element'; it: Json }) {
  return html`<details class="unknown">
    <summary>${what === 'block' ? 'A block' : 'An element'} of type “${textIn(it.type) || 'none'}”, which the sandbox cannot draw</summary>
    <pre tabindex="0">${JSON.stringify(it, null, 2)}</pre>
  </details>`;
}
