/** Small wordings that all of a digest shares. */
import type { MemberId } from '../../kernel/ids.ts';
import { cut, escapeText } from '../../slack/blocks.ts';
import type { Facts } from './facts-domain.ts';

/** A member by name, harmless; "you" to themselves. */
export function nameOf({ people, reader }: Facts, id: MemberId): string {
  return id === reader.id ? 'you' : escapeText(cut(people.get(id)?.name ?? 'somebody who has left', 40));
}

/** What was promised, in one line and harmless. */
export function title(text: string): string {
  return escapeText(cut(text.replace(/\s+/g, ' '), 80));
}

/** The reader's date as `dayWords` wants it, to leave out this year's number. */
export function dateOf({ today }: Facts): Date {
  return new Date(`${today}T00:00:00Z`);
}

export function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

export function numberWord(n: number): string {
  return NUMBERS[n] ?? String(n);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
