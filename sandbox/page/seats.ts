import type { PageUser } from '../control/shapes.ts';
import type { Spot } from './spot.ts';

/** Whom one is, and where: one seat for each pane. */
export interface Seat {
  readonly userId: string;
  readonly spot: Spot;
}

/** Reads the address, such as `#ana.reyes/C000000001+dana.whitfield`; who is not there is left out. */
export function fromHash(hash: string, people: readonly PageUser[]): Seat[] {
  const seats = decodeURIComponent(hash.replace(/^#/, ''))
    .split('+')
    .slice(0, 2)
    .flatMap((part): Seat[] => {
      const [name = '', place] = part.split('/');
      const user = people.find((it) => it.name === name);
      return user ? [{ userId: user.id, spot: { place: place ?? null, thread: null, tab: 'messages' } }] : [];
    });
  const [first] = people;
  return seats.length > 0 || first === undefined
    ? seats
    : [{ userId: first.id, spot: { place: null, thread: null, tab: 'messages' } }];
}

export function toHash(seats: readonly Seat[], people: readonly PageUser[]): string {
  const parts = seats.map(({ userId, spot }) => {
    const name = people.find((it) => it.id === userId)?.name ?? '';
    return spot.place === null ? name : `${name}/${spot.place}`;
  });
  return `#${parts.join('+')}`;
}
