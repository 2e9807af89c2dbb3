/** The map as a picture: organisations across, levels down, and the links between them. Pure. */
import { levelWords } from '../../kernel/roles.ts';
import type { PairMap } from './map-domain.ts';

/** Points; drawn at twice the size for sharp screens. */
const LEFT = 120;
const COLUMN = 170;
const TOP = 64;
const ROW = 96;
const FOOT = 46;
const NODE = 9;
/** So many organisations fit; more are told in words alone. */
const MOST = 10;
const LONGEST_NAME = 19;
/** The legend needs as much. */
const NARROWEST = 520;

/** A card of its own, so that it reads the same on a light and on a dark page. */
const COLOURS = {
  card: '#ffffff',
  edge: '#c9d1d6',
  ink: '#1d2b33',
  soft: '#5d6b73',
  link: '#1f6f8b',
  waits: '#b4761f',
  missing: '#8a979e',
};

type State = 'link' | 'waits' | 'missing';

interface Arc {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly state: State;
  readonly count: number;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function escaped(text: string): string {
  const short = text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text;
  // What XML does not allow would spoil the whole picture.
  const allowed = [...short].filter((one) => one >= ' ' && !/[\uD800-\uDFFF\uFFFE\uFFFF]/.test(one)).join('');
  return allowed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Null where there is nothing to draw, or more than a picture holds. */
export function mapSvg(map: PairMap, organisations: readonly string[]): string | null {
  const levels = map.levels.filter(({ links }) => links.length > 0);
  if (levels.length === 0 || organisations.length > MOST) return null;
  const width = Math.max(NARROWEST, LEFT + organisations.length * COLUMN);
  const rows = map.across.length > 0 ? map.levels : levels;
  const height = TOP + rows.length * ROW + FOOT;
  const x = (name: string) => LEFT + (organisations.indexOf(name) + 0.5) * COLUMN;
  const y = (level: string) => TOP + (rows.findIndex((row) => row.level === level) + 0.6) * ROW;

  const within = levels.flatMap(({ level, links }) =>
    links.map(({ organisations: [a, b], pairs }): Arc => {
      const live = pairs.filter(({ status }) => status !== 'proposed');
      const state = live.length > 0 ? 'link' : pairs.length > 0 ? 'waits' : 'missing';
      return { from: { x: x(a), y: y(level) }, to: { x: x(b), y: y(level) }, state, count: live.length };
    }),
  );
  const across = map.across.map(
    ({ a, b, status }): Arc => ({
      from: { x: x(a.organisation), y: y(a.level) },
      to: { x: x(b.organisation), y: y(b.level) },
      state: status === 'proposed' ? 'waits' : 'link',
      count: 1,
    }),
  );
  const arcs = [...within, ...across];
  const touched = new Set(arcs.flatMap(({ from, to }) => [`${from.x} ${from.y}`, `${to.x} ${to.y}`]));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans" font-size="13">`,
    `<rect x="1" y="1" width="${width - 2}" height="${height - 2}" rx="12" fill="${COLOURS.card}" stroke="${COLOURS.edge}"/>`,
    ...organisations.map(
      (name) =>
        `<text x="${x(name)}" y="34" text-anchor="middle" fill="${COLOURS.ink}">${escaped(name)}</text>`,
    ),
    ...rows.map(
      ({ level }) =>
        `<text x="20" y="${y(level) + 5}" fill="${COLOURS.soft}">${capital(levelWords(level))}</text>`,
    ),
    ...arcs.map(arc),
    ...[...touched].map((at) => {
      const [cx, cy] = at.split(' ');
      return `<circle cx="${cx}" cy="${cy}" r="${NODE}" fill="${COLOURS.card}" stroke="${COLOURS.ink}" stroke-width="2"/>`;
    }),
    ...legend(height - 22),
    '</svg>',
  ].join('\n');
}

const STROKES: Record<State, string> = {
  link: `stroke="${COLOURS.link}" stroke-width="3"`,
  waits: `stroke="${COLOURS.waits}" stroke-width="3" stroke-dasharray="2 6" stroke-linecap="round"`,
  missing: `stroke="${COLOURS.missing}" stroke-width="1.5" stroke-dasharray="7 6"`,
};

/** Neighbours are joined almost straight; the further apart, the higher the arc, so that it passes over the rest. */
function arc({ from, to, state, count }: Arc): string {
  const columns = Math.abs(to.x - from.x) / COLUMN;
  const lift = from.y === to.y ? Math.min(ROW * 0.9, 36 * (columns - 1)) : 0;
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - lift };
  const path = `<path d="M${from.x} ${from.y}Q${middle.x} ${middle.y} ${to.x} ${to.y}" fill="none" ${STROKES[state]}/>`;
  if (count < 2) return path;
  const label = { x: middle.x, y: (from.y + to.y) / 2 - lift / 2 + 18 };
  return `${path}<text x="${label.x}" y="${label.y}" text-anchor="middle" fill="${COLOURS.link}">${count}</text>`;
}

function legend(y: number): string[] {
  const entries = [
    ['link', 'opposite numbers'],
    ['waits', 'suggested, waits for a yes'],
    ['missing', 'no link yet'],
  ] as const;
  return entries.map(([state, words], n) => {
    const x = 20 + n * 165 + (n > 1 ? 40 : 0);
    return `<path d="M${x} ${y}h28" fill="none" ${STROKES[state]}/><text x="${x + 36}" y="${y + 4}" font-size="11" fill="${COLOURS.soft}">${words}</text>`;
  });
}
