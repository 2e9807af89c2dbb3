import type { WorkingCalendar } from '../../src/kernel/calendar.ts';

/** Monday to Friday, nine to five, in London: no holidays, nobody away. */
export const office: WorkingCalendar = {
  zone: 'Europe/London',
  days: [1, 2, 3, 4, 5],
  from: 540,
  until: 1020,
  country: null,
  region: null,
  absences: [],
};
