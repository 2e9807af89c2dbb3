/** The monthly good-news round-up: planned for each alliance, and posted in its channel where there is news. */
import type { Work } from '../../act.ts';
import { localDateOf, startOfMonth, startOfNextMonth } from '../../kernel/zoned.ts';
import { isNews, toldAt } from './round-up-domain.ts';
import * as store from './round-up-store.ts';
import { roundUp } from './round-up-views.ts';

/** Plans the first round-up of an alliance that has none. */
export async function planFirst({ db, now }: Work, allianceId: string): Promise<void> {
  const alliance = await store.unplanned(db, allianceId);
  if (!alliance) return;
  const month = startOfMonth(localDateOf(now, alliance.calendar.zone));
  await store.saveRoundUps(db, [
    { allianceId: alliance.allianceId, month, nextAt: toldAt(alliance.calendar, month) },
  ]);
}

/** Posts the round-ups that have fallen due: how many alliances were claimed. */
export async function runRoundUps(work: Work, limit: number): Promise<number> {
  const { db, now, outbox } = work;
  const ended = await store.claimEnded(db, now, limit);
  if (ended.length === 0) return 0;
  await store.saveRoundUps(
    db,
    ended.map(({ allianceId, calendar }) => {
      // After a downtime of months only the last one is told.
      const month = startOfMonth(localDateOf(now, calendar.zone));
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
        key: `digests/round-up/${allianceId}/${startOfNextMonth(good.month)}`,
        allianceId,
        ...post,
      });
  }
  return ended.length;
}
