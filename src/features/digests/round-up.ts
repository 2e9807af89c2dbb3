/** The monthly good-news round-up: planned for each alliance, and posted in its channel where there is news. */
import type { Work } from '../../act.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { isNews, monthAfter, monthOf, toldAt } from './round-up-domain.ts';
import * as store from './round-up-store.ts';
import { roundUp } from './round-up-views.ts';

/** Plans the first round-up of alliances that have none: with the heartbeat, so that set-up need not wait for it. */
async function planFirst({ db, now }: Work, limit: number): Promise<void> {
  const alliances = await store.unplanned(db, limit);
  if (alliances.length === 0) return;
  const plans = alliances.map(({ allianceId, calendar }) => {
    const month = monthOf(localDateOf(now, calendar.zone));
    return { allianceId, month, nextAt: toldAt(calendar, month) };
  });
  await store.saveRoundUps(db, plans);
}

/** Posts the round-ups that have fallen due: how many alliances were claimed. */
export async function runRoundUps(work: Work, limit: number): Promise<number> {
  const { db, now, outbox } = work;
  await planFirst(work, limit);
  const ended = await store.claimEnded(db, now, limit);
  if (ended.length === 0) return 0;
  await store.saveRoundUps(
    db,
    ended.map(({ allianceId, calendar }) => {
      // After a downtime of months only the last one is told.
      const month = monthOf(localDateOf(now, calendar.zone));
      return { allianceId, month, nextAt: toldAt(calendar, month) };
    }),
  );
  const news = await store.newsOf(
    db,
    ended.filter(({ month }) => isNews(month, now)),
  );
  for (const [allianceId, good] of news) {
    const post = roundUp(good);
    if (post)
      await outbox.post(db, now, {
        key: `digests/round-up/${allianceId}/${monthAfter(good.month)}`,
        allianceId,
        ...post,
      });
  }
  return ended.length;
}
