/**
 * What clocks show, read minute by minute from Intl: an oracle for the project's own calendar, with which it shares
 * neither code nor library. It is slow and simple on purpose.
 */

export const MINUTE = 60_000;
export const DAY = 86_400_000;
const DAY_MINUTES = 1_440;
/** How far around a change it looks: two local days and a bit on either side. */
const REACH_MINUTES = 50 * 60;

/** An instant (epoch milliseconds) at which a zone's offset (milliseconds ahead of UTC) changes. */
export interface Change {
  readonly zone: string;
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** No zone's clocks change twice within so many days; looking once a day finds the same changes in five times the time. */
const LOOK_DAYS = 5;

/** The changes of a zone from one instant to another, found by looking every few days and then halving. */
export function changesOf(zone: string, from: number, until: number): Change[] {
  const offsetAt = offsets(zone);
  const found: Change[] = [];
  for (let look = from, before = offsetAt(look); look < until; look += LOOK_DAYS * DAY) {
    let [low, high] = [look, look + LOOK_DAYS * DAY];
    const after = offsetAt(high);
    if (after === before) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    found.push({ zone, at: high, before, after });
    before = after;
  }
  return found;
}

function offsets(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (ms) => {
    const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
      /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(ms)) ?? [];
    return (sign === '-' ? -1_000 : 1_000) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds));
  };
}

/** The minutes around a change, one by one. Days are counted from 1970-01-01. */
export class Around {
  readonly #start: number;
  /** What the wall shows at each minute, in minutes since 1970-01-01. */
  readonly #wall = new Int32Array(2 * REACH_MINUTES);

  constructor({ at, before, after }: Change) {
    this.#start = at - REACH_MINUTES * MINUTE;
    for (let n = 0; n < this.#wall.length; n += 1) {
      const instant = this.#start + n * MINUTE;
      this.#wall[n] = (instant + (instant < at ? before : after)) / MINUTE;
    }
  }

  /** The local day and minute of the day at an instant. */
  shown(at: number): { day: number; minute: number } {
    const wall = this.#wall[(at - this.#start) / MINUTE];
    if (wall === undefined) throw new RangeError('too far from the change');
    const day = Math.floor(wall / DAY_MINUTES);
    return { day, minute: wall - day * DAY_MINUTES };
  }

  /** The first minute that shows this; where none does, the first after the gap in which it would lie. */
  instantOf(day: number, minute: number): number {
    const wanted = day * DAY_MINUTES + minute;
    const exact = this.#wall.indexOf(wanted);
    return this.#at(exact >= 0 ? exact : this.#wall.findIndex((wall) => wall > wanted));
  }

  /**
   * When something daily happens on this day: as above if that is on the day itself, else on the day's last minute;
   * null where the zone has no such day.
   */
  occurrenceOn(day: number, minute: number): number | null {
    const at = this.instantOf(day, minute);
    if (this.shown(at).day === day) return at;
    const last = this.#wall.findLastIndex((wall) => Math.floor(wall / DAY_MINUTES) === day);
    return last < 0 ? null : this.#at(last);
  }

  #at(n: number): number {
    if (n < 0) throw new RangeError('too far from the change');
    return this.#start + n * MINUTE;
  }
}

/** The gap or the fold itself, its ends, and a minute either side, as minutes of the day. */
export function minutesAt({ at, before, after }: Change): number[] {
  const [from, until] = [(at + Math.min(before, after)) / MINUTE, (at + Math.max(before, after)) / MINUTE];
  const inside = Math.floor((from + until) / 2);
  const edges = [from - 1, from, from + 1, inside, until - 1, until, until + 1];
  const inDay = (wall: number) => ((wall % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  return [...new Set([...edges.map(inDay), 0, DAY_MINUTES - 1, 540])];
}
