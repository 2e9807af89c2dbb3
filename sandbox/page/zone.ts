/** Local times of people in other zones. Pure. */

const DAY_MS = 86_400_000;

/** The local date, `2026-01-08`. */
export function dayIn(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
}

/** The instant of a local time; in the hour that the clocks skip, the first one after it. */
export function instantOf(day: string, time: string, zone: string): Date {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const offsetAt = (at: number) => {
    const parts = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    return Date.parse(`${parts.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
  };
  const guess = wall - offsetAt(wall);
  return new Date(wall - offsetAt(guess));
}

/** Nine in the morning of the next Monday to Friday, in somebody's zone. */
export function nextWorkingMorning(now: Date, zone: string): Date {
  return nextNine(now, zone, (weekday) => weekday !== 0 && weekday !== 6);
}

export function nextMonday(now: Date, zone: string): Date {
  return nextNine(now, zone, (weekday) => weekday === 1);
}

function nextNine(now: Date, zone: string, fits: (weekday: number) => boolean): Date {
  const today = Date.parse(`${dayIn(now, zone)}T00:00:00Z`);
  for (let ahead = 0; ; ahead += 1) {
    const day = new Date(today + ahead * DAY_MS);
    const nine = instantOf(day.toISOString().slice(0, 10), '09:00', zone);
    if (nine > now && fits(day.getUTCDay())) return nine;
  }
}

/** "Fri 23 January, 09:00", in somebody's zone. */
export function momentWords(at: Date, zone: string): string {
  return `${dayWords(at, zone)}, ${timeWords(at, zone)}`;
}

export function dayWords(at: Date, zone: string): string {
  const format = { timeZone: zone, weekday: 'short', day: 'numeric', month: 'long' } as const;
  return new Intl.DateTimeFormat('en-GB', format).format(at).replace(',', '');
}

export function timeWords(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
}

/** "Kolkata", for "Asia/Kolkata". */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
