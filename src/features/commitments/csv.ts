/** Commitments as a table for a spreadsheet. */
import { stringify } from 'csv-stringify/sync';
import { describeRhythm } from '../../kernel/rhythm.ts';
import type { Commitment } from './domain.ts';
import type { People } from './words.ts';

const STATES: Record<Commitment['status'], string> = {
  proposed: 'not accepted yet',
  accepted: 'open',
  done: 'done',
  let_go: 'let go',
  declined: 'not taken up',
};

/** UTF-8 with its mark, as spreadsheets expect; what would be a formula there becomes plain text. */
export function csvOf(commitments: readonly Commitment[], people: People): string {
  const person = (id: string | null) => (id === null ? undefined : people.get(id));
  const rows = commitments.map((one) => ({
    What: one.text,
    Owner: person(one.ownerId)?.name ?? '',
    "Owner's organisation": person(one.ownerId)?.organisation ?? '',
    For: person(one.forId)?.name ?? '',
    'Their organisation': person(one.forId)?.organisation ?? '',
    Day: one.dueOn ?? '',
    Time: one.dueAt?.toISOString() ?? '',
    'How often': one.recurrence ? describeRhythm(one.recurrence.rhythm) : '',
    State: STATES[one.status],
    'Written down by': person(one.writtenById)?.name ?? '',
    'Written down': one.createdAt.toISOString(),
    Ended: one.endedAt?.toISOString() ?? '',
    'Where it was said': one.permalink ?? '',
  }));
  return stringify(rows, { header: true, columns: COLUMNS, bom: true, escape_formulas: true });
}

const COLUMNS = [
  'What',
  'Owner',
  "Owner's organisation",
  'For',
  'Their organisation',
  'Day',
  'Time',
  'How often',
  'State',
  'Written down by',
  'Written down',
  'Ended',
  'Where it was said',
];
