import { html } from 'htm/preact';
import type { Json } from '../control/shapes.ts';
import { isRecord, records, textIn } from './json.ts';
import { RichText } from './text.ts';

/** A `table` or `data_table`: its first row is the heading. */
export function Table({ block }: { block: Json }) {
  const rows = (Array.isArray(block.rows) ? block.rows : []).map(records);
  const [head = [], ...body] = rows;
  const caption = textIn(block.caption);
  return html`<div class="grid" tabindex="0" role="group" aria-label=${caption || 'Table'}>
    <table>
      ${caption && html`<caption>${caption}</caption>`}
      <thead><tr>${head.map((it) => html`<th scope="col">${cell(it)}</th>`)}</tr></thead>
      <tbody>${body.map((row) => html`<tr>${row.map((it) => html`<td>${cell(it)}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}

function cell(it: Json) {
  return it.type === 'rich_text' ? html`<${RichText} block=${it} />` : textIn(it.text);
}

/** A chart as bars of its numbers: what kind of chart it is to be on Slack stands beside its title. */
export function Chart({ block }: { block: Json }) {
  const chart = isRecord(block.chart) ? block.chart : {};
  const axis = isRecord(chart.axis_config) ? chart.axis_config : {};
  const names = Array.isArray(axis.categories) ? axis.categories.map(String) : [];
  const parts = records(chart.segments ?? chart.data).map((it) => ({
    name: textIn(it.label),
    value: Number(it.value),
  }));
  const points = records(chart.series).flatMap((series) =>
    (Array.isArray(series.data) ? series.data : []).map((it: unknown, at) => ({
      name: `${textIn(series.name)} ${isRecord(it) ? textIn(it.label) : (names[at] ?? '')}`.trim(),
      value: Number(isRecord(it) ? it.value : it),
    })),
  );
  const all = [...parts, ...points];
  const most = Math.max(1, ...all.map((it) => it.value));
  return html`<figure class="chart">
    <figcaption>${textIn(block.title)} <span class="hint">(${textIn(chart.type)} chart)</span></figcaption>
    <table><tbody>
      ${all.map((it) => html`<tr><th scope="row">${it.name}</th><td><meter min="0" max=${most} value=${it.value} aria-label=${it.name}></meter> ${it.value}</td></tr>`)}
    </tbody></table>
  </figure>`;
}
