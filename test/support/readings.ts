import { type Reading, readPromise, type Said } from '../../src/features/commitments/reading.ts';
import type { WorkingCalendar } from '../../src/kernel/calendar.ts';
import { describeRhythm } from '../../src/kernel/rhythm.ts';
import type { LocalDate } from '../../src/kernel/zoned.ts';
import { office } from './office.ts';

const calendar: WorkingCalendar = {
  ...office,
  country: 'GB',
  region: 'ENG',
  absences: [{ from: '2026-03-24' as LocalDate, until: '2026-03-24' as LocalDate }],
};
export const ANA = 'U0ANA';
export const speaker = { userId: ANA, zone: 'Europe/London', country: 'GB', dayFirst: null, calendar };
export const said: Said = { speaker, now: new Date('2026-03-04T10:00:00Z'), botUserId: 'U0BOT' }; // a Wednesday
export const BEN = '<@U0BEN>';
export const CAI = '<@U0CAI>';

/** A reading in one line: kind owner>for "what" date time flags. */
export function line(reading: Reading): string {
  if (reading.kind === 'nothing' || reading.kind === 'away') return reading.kind;
  if (reading.kind === 'unsure') return `unsure ${reading.word}`;
  const short = (id: string | null) => (id === null ? '' : id.slice(2).toLowerCase());
  const who =
    reading.kind === 'who' ? `[${reading.candidates.map(short).join(' ')}]` : short(reading.ownerId);
  const { when } = reading;
  const time = when.kind === 'day' && when.at ? ` ${when.at.toISOString().slice(11, 16)}Z` : '';
  const day =
    when.kind === 'none'
      ? 'no date'
      : when.kind === 'asap'
        ? `asap, review ${when.reviewOn}`
        : `${when.on}${time}${when.other ? ` or ${when.other.on}` : ''}${when.isPast ? ' past' : ''}${when.off ? ` ${when.off.kind}` : ''}`;
  const again = reading.rhythm ? `, ${describeRhythm(reading.rhythm)}` : '';
  return `${reading.kind} ${who}>${short(reading.forUserId)} "${reading.what}" ${day}${again}`;
}

export const read = (text: string, more: Partial<Said> = {}) => line(readPromise(text, { ...said, ...more }));
