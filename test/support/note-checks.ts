/** What must hold of every note that is posted, whatever has happened before. */
import type { PrismaClient } from '../../src/db/generated/client.ts';
import { absencesOf } from '../../src/db/people.ts';
import { isAbsent, isWorkingTime } from '../../src/kernel/calendar.ts';
import { type LocalDate, localDateOf, startOfWeek } from '../../src/kernel/zoned.ts';
import { ITEMS_A_NOTE, NOTES_A_WEEK } from '../../src/outbox/limits.ts';
import type { TestMember } from './alliance.ts';
import type { ToyPost } from './toy-slack.ts';

/** An item as it was written, and what has become of it. */
export interface ModelItem {
  readonly ref: string;
  readonly member: TestMember;
  readonly expiresAt: Date | null;
  readonly notBefore: Date;
  ended: 'settled' | 'dropped' | null;
  isTrue: boolean;
  wasShown: boolean;
}

/** A person as the tables have them at this moment. */
export async function personNow(db: PrismaClient, personId: string) {
  const { members: rows, ...person } = await db.person.findUniqueOrThrow({
    where: { id: personId },
    include: { members: { include: { organisation: true }, orderBy: { id: 'asc' } } },
  });
  const active = rows.filter(({ status }) => status === 'active');
  return { ...person, active, place: active[0]?.organisation };
}

interface Life {
  readonly db: PrismaClient;
  readonly clock: () => Date;
  readonly items: ReadonlyMap<string, ModelItem>;
  /** What was posted since the last look; emptied by looking. */
  readonly posted: ToyPost[];
  readonly check: (what: string, holds: boolean, about: string) => void;
}

/** Looks at what was just posted, against what may be posted at this moment. */
export function examiner({ db, clock, items, posted, check }: Life): () => Promise<void> {
  const refOf = new Map<string, string>();
  const noted = new Map<string, LocalDate[]>();
  async function refOfItem(id: string): Promise<string> {
    const { ref } = await db.item.findUniqueOrThrow({ where: { id } });
    refOf.set(id, ref);
    return ref;
  }

  return async () => {
    const now = clock();
    for (const { key, items: shown } of posted.splice(0)) {
      const [, personId = ''] = key.split('/');
      const { place, active, ...person } = await personNow(db, personId);
      check('to somebody who left', place !== undefined, key);
      if (!place) continue;
      const zone = person.zone ?? place.zone;
      const calendar = {
        zone,
        days: place.workDays,
        from: place.workFrom,
        until: place.workUntil,
        country: null,
        region: null,
        absences: absencesOf(person.absences),
      };
      check('outside working time', isWorkingTime(calendar, now), key);
      const today = localDateOf(now, zone);
      check('while away', !isAbsent(calendar, today), key);
      check('while snoozed', !person.snoozedUntil || person.snoozedUntil <= now, key);
      const dates = [...(noted.get(personId) ?? []), today];
      noted.set(personId, dates);
      check('two on a day', dates.filter((date) => date === today).length === 1, key);
      const week = dates.filter((date) => startOfWeek(date) === startOfWeek(today)).length;
      check('too many in a week', week <= NOTES_A_WEEK[person.pace], key);
      check('too long', shown.length <= ITEMS_A_NOTE, key);
      for (const id of shown) {
        const item = items.get(refOf.get(id) ?? (await refOfItem(id)));
        if (!item) throw new Error('an item that nobody wrote');
        check('twice', !item.wasShown, key);
        check('after it ended', item.ended === null, key);
        check('after it expired', !item.expiresAt || item.expiresAt > now, key);
        check('too early', item.notBefore <= now, key);
        check('what is not true', item.isTrue, key);
        check(
          'for a membership that ended',
          active.some((one) => one.id === item.member.id),
          key,
        );
        item.wasShown = true;
      }
    }
  };
}
