/** A person's own due dates as an iCalendar file (RFC 5545), for the calendar program that they use anyway. */
import ical from 'ical-generator';
import type { Commitment } from './domain.ts';
import type { People } from './words.ts';

/** A day without a time is the owner's whole day; the same commitment keeps its place however often it is fetched. */
export function calendarOf(commitments: readonly Commitment[], people: People): string {
  const calendar = ical({
    name: 'Entente: what I promised',
    prodId: { company: 'Entente', product: 'commitments', language: 'EN' },
  });
  for (const { id, text, forId, dueOn, dueAt, revision, baseAt, permalink } of commitments) {
    if (dueOn === null) continue;
    const whom = forId === null ? undefined : people.get(forId);
    const event = calendar.createEvent({
      id: `${id}@entente`,
      ...(dueAt ? { start: dueAt } : { start: dueOn, allDay: true }),
      summary: text,
      stamp: baseAt,
      sequence: revision,
    });
    if (whom) event.description(`For ${whom.name} (${whom.organisation})`);
    if (permalink) event.url(permalink);
  }
  return calendar.toString();
}
