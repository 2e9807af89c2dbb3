/** The picture of a digest: drawn and uploaded by a worker once the digest has arrived, which never waits for it. */
import type { JobLook } from '../../feature.ts';
import { eight } from './picture-domain.ts';
import * as store from './picture-store.ts';
import { pictureAlt } from './views.ts';

export const PICTURE = 'digests.picture';

/** Pixels: twice what is drawn, for sharp screens. */
const WIDTH = 1_280;

export async function drawPicture({ db, now, write, surface }: JobLook, digestId: string): Promise<void> {
  const wanted = await store.undrawn(db, now, digestId);
  if (!wanted) return;
  const weeks = eight(wanted.commitments, wanted.reader, wanted.until);
  const place = weeks && (await surface(wanted.teamId));
  if (!weeks || !place) return;
  // Loaded here: where this machine's drawing library is missing, only pictures are; and most of the week nobody draws.
  const { Resvg } = await import('@resvg/resvg-js');
  const { chartSvg } = await import('./chart.ts');
  const bytes = new Resvg(chartSvg(weeks.weeks), { fitTo: { mode: 'width', value: WIDTH } }).render().asPng();
  const alt = pictureAlt(weeks);
  const fileId = await place.upload({ name: 'eight-weeks.png', title: 'Eight weeks', alt, bytes });
  if (!fileId) return; // its words say the same
  await write(async ({ db: tx, outbox }) => {
    await store.keepPicture(tx, digestId, fileId, alt);
    await outbox.redraw(tx, digestId);
  });
}
