/** The picture of eight weeks, as SVG: bars of what was kept, and on them what was moved in good time. Pure. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { line, stack } from 'd3-shape';
import type { WeekCount } from './picture-domain.ts';

/** Points; drawn at twice the size for sharp screens. */
const WIDTH = 640;
const HEIGHT = 220;
const PAD = { top: 34, right: 24, bottom: 30, left: 24 };
/** A card of its own, so that it reads the same on a light and on a dark page. */
const COLOURS = {
  card: '#ffffff',
  edge: '#c9d1d6',
  ink: '#1d2b33',
  kept: '#1f6f8b',
  moved: '#e0a23b',
  rule: '#8a979e',
};
const KEYS = ['kept', 'moved'] as const;

/** The bars, the number above each, and a mark under the latest week. Slack shows the words beside it. */
export function chartSvg(weeks: readonly WeekCount[]): string {
  const x = scaleBand<number>()
    .domain(weeks.map((_, n) => n))
    .range([PAD.left, WIDTH - PAD.right])
    .padding(0.35);
  const most = Math.max(1, ...weeks.map(({ kept, moved }) => kept + moved));
  const y = scaleLinear()
    .domain([0, most])
    .range([HEIGHT - PAD.bottom, PAD.top]);
  const layers = stack<WeekCount, (typeof KEYS)[number]>().keys(KEYS)([...weeks]);
  const width = x.bandwidth();
  const bars = layers.flatMap((layer) =>
    layer.map(([low, high], n) =>
      high > low
        ? `<rect x="${at(x(n))}" y="${at(y(high))}" width="${at(width)}" height="${at(y(low) - y(high))}" fill="${COLOURS[layer.key]}"/>`
        : '',
    ),
  );
  const numbers = weeks.map(({ kept, moved }, n) => {
    const total = kept + moved;
    return total > 0 ? number(total, (x(n) ?? 0) + width / 2, y(total) - 8) : '';
  });
  const foot = HEIGHT - PAD.bottom;
  const base = line()([[PAD.left, foot], [WIDTH - PAD.right, foot]]) ?? ''; // biome-ignore format: two ends of a line
  const latest = (x(weeks.length - 1) ?? 0) + width / 2;
  const mark = line()([[latest - 7, foot + 16], [latest, foot + 7], [latest + 7, foot + 16]]) ?? ''; // biome-ignore format: the corners of a triangle
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<rect x="1" y="1" width="${WIDTH - 2}" height="${HEIGHT - 2}" rx="12" fill="${COLOURS.card}" stroke="${COLOURS.edge}"/>
${bars.join('')}
<path d="${base}" stroke="${COLOURS.rule}" stroke-width="1.5" fill="none"/>
<path d="${mark}Z" fill="${COLOURS.ink}"/>
${numbers.join('')}
</svg>`;
}

function at(value: number | undefined): string {
  return (value ?? 0).toFixed(1);
}

/**
 * Digits as strokes in a box of 10 by 16. Servers have no fonts to rely on, and digits are all that is written: words
 * are Slack's to show, in the reader's own size and theme.
 */
const DIGITS: readonly string[] = [
  'M5 0C1.5 0 1 4 1 8s.5 8 4 8 4-4 4-8-.5-8-4-8Z',
  'M2 3.5 6 0v16',
  'M1.2 4C1.2 1.500 2.700 0 5 0c2.400 0 3.900 1.500 3.900 3.800C8.900 7.500 1 11 1 16h8',
  'M1.300 2.500C2 .9 3.300 0 5 0c2.300 0 3.800 1.500 3.800 3.700C8.800 6 7.200 7.400 4.500 7.400c2.900 0 4.700 1.700 4.700 4.200C9.200 14.300 7.500 16 5 16c-2 0-3.400-1-4-2.700',
  'M7 16V0L.8 11.200H9.400',
  'M8.300 0H2.200L1.600 7.200C2.400 6.300 3.600 5.800 4.900 5.800c2.500 0 4.200 2 4.200 5S7.400 16 4.800 16C2.900 16 1.500 15 .9 13.300',
  'M8.300 2C7.600.7 6.500 0 5.200 0 2.500 0 1 3.300 1 8.400 1 13.200 2.400 16 5 16c2.400 0 4-2 4-5 0-2.900-1.600-4.900-3.900-4.900C2.700 6.100 1 8.300 1 10.800',
  'M1 0h8L4 16',
  'M5 7.400C2.800 7.400 1.500 5.900 1.500 3.700 1.500 1.500 2.800 0 5 0s3.500 1.500 3.500 3.700S7.200 7.400 5 7.400Zm0 0C2.500 7.400 .9 9.100 .9 11.700S2.500 16 5 16s4.100-1.700 4.100-4.300S7.500 7.400 5 7.400Z',
  'M1.700 14C2.400 15.300 3.500 16 4.800 16 7.500 16 9 12.700 9 7.600 9 2.800 7.600 0 5 0 2.600 0 1 2 1 5c0 2.900 1.600 4.900 3.900 4.900C7.300 9.900 9 7.700 9 5.200',
];
const DIGIT_WIDTH = 13;

/** A number, centred above a point. */
function number(value: number, middle: number, bottom: number): string {
  const digits = [...String(value)];
  const left = middle - (digits.length * DIGIT_WIDTH - 3) / 2;
  return digits
    .map((digit, n) => {
      const place = `translate(${at(left + n * DIGIT_WIDTH)} ${at(bottom - 16)})`;
      return `<path transform="${place}" d="${DIGITS[Number(digit)] ?? ''}" stroke="${COLOURS.ink}" stroke-width="1.900" stroke-linecap="round" stroke-linejoin="round" fill="none"/>`;
    })
    .join('');
}
