/** Rhythms, working time and what is due next, at every clock change of ten years in every zone. */
import { expect, test } from '@jest/globals';
import { nextSlot as nextRound } from '../src/features/check-ins/schedule.ts';
import { nextSlot as nextDigest } from '../src/features/digests/schedule.ts';
import {
  isWorkingTime,
  nextWorkingInstant,
  startOfWorkingDay,
  type WorkingCalendar,
} from '../src/kernel/calendar.ts';
import { nextAt, Rhythm } from '../src/kernel/rhythm.ts';
import { instantOf, type LocalDate, localDateOf, minuteOfDayOf, occurrenceOn } from '../src/kernel/zoned.ts';
import { Around, type Change, changesOf, DAY, MINUTE, minutesAt } from './support/zone-oracle.ts';

const zones = Intl.supportedValuesOf('timeZone');
const changes = zones.flatMap((zone) => changesOf(zone, Date.UTC(2026, 0, 1), Date.UTC(2036, 0, 1)));
const figures = { checks: 0, moments: 0 };

/** What was found to differ; many thousands of comparisons make one assertion. */
let wrong: string[] = [];
const same = (what: string, change: Change, found: unknown, wanted: unknown, more: unknown = '') => {
  figures.checks += 1;
  if (found !== wanted && wrong.length < 20)
    wrong.push(
      `${what} ${change.zone} ${new Date(change.at).toISOString()} ${more}: ${found}, not ${wanted}`,
    );
};
const eachChange = (check: (change: Change, around: Around) => void) => {
  wrong = [];
  for (const change of changes) check(change, new Around(change));
  expect(wrong).toEqual([]);
};

const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10) as LocalDate;
/** The day before the change, those that it touches, and the day after. */
const daysAt = ({ at }: Change, around: Around): number[] => {
  const first = around.shown(at - MINUTE).day - 1;
  const last = around.shown(at).day + 1;
  return Array.from({ length: Math.max(first + 2, last) - first + 1 }, (_, n) => first + n);
};
const always = (zone: string): WorkingCalendar => ({
  zone,
  days: [1, 2, 3, 4, 5, 6, 7],
  from: 0,
  until: 1440,
  country: null,
  region: null,
  absences: [],
});

test('there are as many zones and changes as are known to be', () => {
  expect(zones.length).toBeGreaterThan(400);
  expect(changes.length).toBeGreaterThan(2_400);
  expect(changes.filter(({ at }) => at % MINUTE !== 0)).toEqual([]); // so minutes are fine enough
});

test('an instant reads as Intl reads it, and a local time is the instant that Intl shows at first', () => {
  eachChange((change, around) => {
    const { zone, at } = change;
    for (const instant of [at - DAY, at - MINUTE, at, at + MINUTE, at + DAY]) {
      const { day, minute } = around.shown(instant);
      same('date', change, localDateOf(new Date(instant), zone), dateOf(day));
      same('minute', change, minuteOfDayOf(new Date(instant), zone), minute);
    }
    for (const day of daysAt(change, around)) {
      for (const minute of minutesAt(change)) {
        const found = instantOf(dateOf(day), minute, zone).getTime();
        same('instant', change, found, around.instantOf(day, minute), minute);
        const occurrence = occurrenceOn(dateOf(day), minute, zone)?.getTime() ?? null;
        same('occurrence', change, occurrence, around.occurrenceOn(day, minute), minute);
      }
    }
  });
});

test('a daily rhythm happens exactly once a local day', () => {
  eachChange((change, around) => {
    const { zone } = change;
    const days = daysAt(change, around);
    const anchor = dateOf((days[0] ?? 0) - 30);
    for (const minuteOfDay of minutesAt(change)) {
      const moments = days.flatMap((day) => around.occurrenceOn(day, minuteOfDay) ?? []);
      same('days', change, new Set(moments.map((at) => around.shown(at).day)).size, moments.length);
      let [rhythm, round] = [new Date((moments[0] ?? 0) - MINUTE), dateOf((days[0] ?? 0) - 1)];
      const sides = [{ calendar: always(zone), noteMinute: minuteOfDay }];
      for (const moment of moments) {
        rhythm = nextAt({ kind: 'daily' }, rhythm, { anchor, zone, minuteOfDay });
        same('daily', change, rhythm.getTime(), moment, minuteOfDay);
        // A millisecond earlier it is still to come; at its own instant it is not.
        const again = nextAt({ kind: 'daily' }, new Date(moment - 1), { anchor, zone, minuteOfDay });
        same('daily again', change, again.getTime(), moment, minuteOfDay);
        const slot = nextRound({ rhythm: { kind: 'daily' }, anchor, sides }, round);
        same('round', change, slot?.at.getTime(), moment, minuteOfDay);
        round = slot?.on ?? round;
        figures.moments += 1;
      }
    }
  });
});

test('weekly, fortnightly and monthly rhythms and digests keep the day and the hour', () => {
  eachChange((change, around) => {
    const { zone, at } = change;
    for (const day of new Set([around.shown(at - MINUTE).day, around.shown(at).day])) {
      const date = new Date(day * DAY);
      const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay();
      const nth = Math.ceil(date.getUTCDate() / 7);
      const rhythms = [
        { kind: 'weekly', every: 1, weekday },
        { kind: 'weekly', every: 2, weekday },
        { kind: 'monthly', nth: nth === 5 ? -1 : nth, weekday },
      ];
      for (const minuteOfDay of minutesAt(change)) {
        const wanted = around.occurrenceOn(day, minuteOfDay);
        if (wanted === null) continue;
        for (const rhythm of rhythms) {
          const place = { anchor: dateOf(day - 15), zone, minuteOfDay };
          const found = nextAt(Rhythm.parse(rhythm), new Date(wanted - DAY), place);
          same(rhythm.kind, change, found.getTime(), wanted, minuteOfDay);
          const next = nextAt(Rhythm.parse(rhythm), found, place);
          same('not twice', change, next.getTime() - found.getTime() > 6 * DAY, true, minuteOfDay);
        }
        if (weekday !== 1) continue;
        const digest = nextDigest({ calendar: always(zone), noteMinute: minuteOfDay }, dateOf(day - 3));
        same('digest', change, digest?.at.getTime(), wanted, minuteOfDay);
      }
    }
  });
});

test('working time: any hours, days and absence around a change, as read from the wall', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((seed / 0x80000000) * below);
  };
  eachChange((change, around) => {
    const { zone, at } = change;
    const days = daysAt(change, around);
    const edges = minutesAt(change);
    const pick = () => (random(2) === 0 ? (edges[random(edges.length)] ?? 0) : random(1440));
    for (let n = 0; n < 6; n += 1) {
      const [a, b, chosen] = [pick(), pick(), pick()];
      const away = dateOf((days[0] ?? 0) + random(days.length));
      const calendar: WorkingCalendar = {
        ...always(zone),
        days: [1, 2, 3, 4, 5, 6, 7].filter(() => random(4) > 0),
        from: Math.min(a, b),
        until: Math.max(a, b) + 1,
        absences: random(3) === 0 ? [{ from: away, until: away }] : [],
      };
      const works = (day: number) =>
        calendar.days.includes(((day + 3) % 7) + 1) &&
        !calendar.absences.some(({ from }) => from === dateOf(day));
      const clamped = Math.max(calendar.from, Math.min(chosen, calendar.until - 1));
      const startOf = (day: number) => (works(day) ? around.occurrenceOn(day, clamped) : null);
      for (const now of [at - MINUTE, at, at + MINUTE, around.instantOf(days[1] ?? 0, pick())]) {
        const { day, minute } = around.shown(now);
        const isOpen = works(day) && calendar.from <= minute && minute < calendar.until;
        same('open', change, isWorkingTime(calendar, new Date(now)), isOpen, n);
        const start = startOf(day);
        const later = days.filter((one) => one > day).flatMap((one) => startOf(one) ?? [])[0];
        const wanted = start !== null && start >= now ? start : start !== null && isOpen ? now : later;
        if (wanted === undefined) continue; // further away than the oracle looks
        same('next', change, nextWorkingInstant(calendar, new Date(now), chosen).getTime(), wanted, n);
        if (later !== undefined) {
          const found = startOfWorkingDay(calendar, dateOf(day + 1), chosen).getTime();
          same('start', change, found, later, n);
        }
      }
    }
  });
});

test('what was looked at', () => {
  const { checks, moments } = figures;
  process.stdout.write(
    `calendar: ${zones.length} zones, ${changes.length} changes of clocks from 2026 to 2035, ` +
      `${moments} moments of daily rhythms, ${checks} comparisons (tz ${process.versions.tz})\n`,
  );
  expect(checks).toBeGreaterThan(500_000);
});
