/** The map as a PNG, drawn by a worker and given to whoever asked, in their direct messages. */
import { fileURLToPath } from 'node:url';
import type { JobLook } from '../../feature.ts';
import { mapSvg } from './map-chart.ts';
import { pairMap } from './map-domain.ts';
import * as views from './map-views.ts';
import * as store from './store.ts';

export const PICTURE = 'opposite-numbers.picture';

/** Servers need not have fonts, so one comes with the app; for scripts that it lacks, the server's are tried. */
const FONT = fileURLToPath(new URL('../../fonts/DejaVuSans.ttf', import.meta.url));
const UNCOVERED = /[\u0590-\u05FF\u0700-\u1DFF\u2C00-\uFFFF]/;

/** Where no direct message reaches somebody, the text that they have been given says the same. */
export async function givePicture({ db, surface }: JobLook, memberId: string): Promise<void> {
  const reader = await store.readerOf(db, memberId);
  if (!reader) return;
  const sides = await store.sidesOf(db, reader.allianceId);
  const map = pairMap(sides, await store.openPairs(db, reader.allianceId));
  const svg = mapSvg(map, [...new Set(sides.map(({ organisation }) => organisation))]);
  if (!svg) return;
  const title = views.pictureTitle;
  const file = { name: 'pairs.png', title, alt: views.pictureAlt(map), bytes: await pngOf(svg) };
  for (const teamId of reader.teamIds) {
    const place = await surface(teamId);
    if (place && (await place.give(reader.userId, file, views.pictureWords))) return;
  }
}

/** Twice the size, for sharp screens; drawn outside of the event loop. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  // Loaded here, as few processes ever draw one.
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles: [FONT], loadSystemFonts: UNCOVERED.test(svg), defaultFontFamily: 'DejaVu Sans' },
  });
  return image.asPng();
}
