/** The table of words behind `/alliance WORD …` and `@entente WORD …`. */
import type { Act, Look } from '../act.ts';
import type { Command, Source } from '../feature.ts';
import type { Reply } from '../item.ts';
import { reach } from '../kernel/permissions.ts';
import { takeWord } from '../kernel/words.ts';
import { byMember, type Place } from './acting.ts';
import * as views from './views.ts';

export type Found =
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly word: string; readonly nearest: string | null }
  | { readonly kind: 'command'; readonly command: Command; readonly words: string };

/** What is meant by words; none at all ask for help. */
export function find(commands: readonly Command[], words: string): Found {
  const { word, rest } = takeWord(words);
  if (word === '' || word === 'help') return { kind: 'help' };
  const command = commands.find((candidate) => candidate.word === word);
  if (command) return { kind: 'command', command, words: rest };
  return { kind: 'unknown', word, nearest: nearest(word, ['help', ...commands.map((known) => known.word)]) };
}

/** Whether these words lead to a modal. */
export function opensModal(command: Command, words: string): boolean {
  if (!command.open) return false;
  return command.opens ? command.opens(words) : !command.run;
}

/** Runs a command for whoever may; everybody else gets a sentence. */
export async function run(
  command: Command,
  act: Act,
  place: Place,
  words: string,
  prefix: string,
  source?: Source,
): Promise<Reply> {
  const refusal = refuse(command.who, place);
  if (refusal) return { say: refusal };
  if (!command.run) return { say: views.usage(command, prefix) };
  if (command.who === 'anyone') return command.run(act, words, source);
  const by = byMember(act);
  return by ? command.run(by, words, source) : { say: views.said.nowhere };
}

/** Opens a command's modal for whoever may; everybody else gets a sentence. */
export async function open(
  command: Command,
  look: Look,
  place: Place,
  words: string,
  prefix: string,
): Promise<Reply> {
  const refusal = refuse(command.who, place);
  if (refusal) return { say: refusal };
  if (!command.open) return { say: views.usage(command, prefix) };
  if (command.who === 'anyone') return command.open(look, words);
  const by = byMember(look);
  return by ? command.open(by, words) : { say: views.said.nowhere };
}

/** Why somebody may not, in kind words; null where they may. */
export function refuse(who: Command['who'], { member, missing }: Place): string | null {
  if (who === 'anyone') return null;
  if (!member) return views.said[missing ?? 'nowhere'];
  if (reach(who, member.role) !== 'no') return null;
  return reach(who, 'leader') === 'no' ? views.said.coordinatorsOnly : views.said.leadsOnly;
}

/** The known word that was probably meant; null where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const most = word.length <= 3 ? 1 : 2;
  const [best] = known
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .filter((found) => found.distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate ?? null;
}

/** How many letters must be typed, left out or changed to make one word of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
