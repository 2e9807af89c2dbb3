/** `snooze`: for a while, nothing. */
import type { Act, By, Work } from '../../act.ts';
import type { Reply } from '../../item.ts';
import type { PersonId } from '../../kernel/ids.ts';
import { readDate } from '../../kernel/read-date.ts';
import { isSnoozeDay, snoozeDay, snoozeEnd } from '../../kernel/snooze.ts';
import { type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import * as store from './settings-store.ts';
import { snoozeEnded, snoozeUsage, snoozing } from './settings-views.ts';

/** "3 days", "next week", "until Friday": the day on which notes come again; null where none is meant. */
function dayOf(words: string, today: LocalDate, read: (text: string) => LocalDate | null): LocalDate | null {
  const text = words
    .trim()
    .toLowerCase()
    .replace(/^(for|until|till|til)\s+/, '');
  if (/^(1 day|a day|one day|today)$/.test(text)) return snoozeDay('1-day', today);
  if (/^(3|three) days$/.test(text)) return snoozeDay('3-days', today);
  if (/^next week$/.test(text)) return snoozeDay('next-week', today);
  return read(text);
}

export async function snooze(act: By<Act>, words: string): Promise<Reply> {
  const { db, now, actor, tell } = act;
  const { calendar, dayFirst } = await store.cardOf(db, actor.member.id);
  const { zone, country } = calendar;
  if (/^(off|back|stop|end)$/i.test(words.trim())) {
    await tell({ kind: 'snooze-wish', personId: actor.personId, until: null });
    return { say: snoozeEnded };
  }
  const today = localDateOf(now, zone);
  const reader = { zone, country, dayFirst, calendar };
  const on = dayOf(words, today, (text) => readDate(text, reader, now)?.on ?? null);
  if (!on || !isSnoozeDay(on, today)) return { say: snoozeUsage };
  await tell({ kind: 'snooze-wish', personId: actor.personId, until: snoozeEnd(on, zone) });
  return { say: snoozing(on, now) };
}

/** Keeps a wish to hear nothing, by whichever door it came; what was planned meanwhile is planned anew. */
export async function keepSnooze(work: Work, personId: PersonId, until: Date | null): Promise<void> {
  const { db, now, outbox, tell } = work;
  // That it has ended is kept too: whoever has just come back is given a day before anybody else is asked.
  await store.setSnooze(db, personId, until ?? now);
  await outbox.lookAgain(db, now, [personId]);
  for (const id of await store.activeMembers(db, personId)) await tell({ kind: 'member', id });
}
