import { html } from 'htm/preact';

/** The page's own few signs, drawn, so that they look the same whatever letters a machine has. */
const PATHS = {
  pin: 'M6 2h4l-.5 4 2.5 2.5V10H8.8L8 15l-.8-5H4V8.5L6.5 6z',
  shared: 'M2 3h8v3h4v7H6v-3H2zM10 6v4H6',
  thread: 'M2 3h12v8H8l-3 3v-3H2z',
  more: 'M3 8h.1M8 8h.1M13 8h.1',
  close: 'M4 4l8 8M12 4l-8 8',
  list: 'M2 4h12M2 8h12M2 12h12',
  form: 'M3 2h10v12H3zM5.5 6h5M5.5 9h5',
  react: 'M8 2a6 6 0 1 0 .1 0M5.5 6.5h.1M10.5 6.5h.1M5.5 9.5q2.5 3 5 0',
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
