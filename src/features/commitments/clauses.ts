import { MENTION } from './slack-text.ts';

/** As much of a reading as tells whether a part can stand by itself. */
interface Part {
  readonly kind: 'promise' | 'request' | 'who' | 'unsure' | 'nothing';
  readonly ownerId?: string;
  readonly when?: { readonly kind: string };
}

const JOINT = /\s*;\s*|,?\s+(?:and|then|and\s+then|but|while)\s+/giu;
/** Somebody who is said to do something: what follows such a joint stands by itself. */
const NEW_SUBJECT = new RegExp(
  `^(?:I(?:'ll|\\s+will|\\s+can|\\s+promise)|${MENTION}\\s+(?:will|can|to|is))\\b`,
  'iu',
);
/** A sentence of more words or joints than these is no list of promises. */
const LONGEST = 600;
const MOST_JOINTS = 6;

/**
 * The parts of a sentence that are promises by themselves: "I'll send the map by Friday and book the hall by Monday",
 * "I'll send the map and <@B> will print it". It is left whole wherever that is in doubt, since "bread and butter" is
 * one thing: what comes after the joint must name who does it, or have a date of its own.
 */
export function clausesOf(
  sentence: string,
  speakerId: string,
  read: (clause: string) => Part,
): readonly string[] {
  if (sentence.length > LONGEST) return [sentence];
  for (const joint of [...sentence.matchAll(JOINT)].slice(0, MOST_JOINTS)) {
    const before = sentence.slice(0, joint.index);
    const after = sentence.slice(joint.index + joint[0].length);
    const first = read(before);
    if (first.kind === 'nothing' || first.kind === 'unsure') continue;
    const whole = NEW_SUBJECT.test(after) ? after : continued(first, after, speakerId);
    if (whole === null) continue;
    const second = read(whole);
    if (second.kind !== 'promise' && second.kind !== 'request') continue;
    if (whole !== after && second.when?.kind !== 'day') continue;
    return [before, ...clausesOf(whole, speakerId, read)];
  }
  return [sentence];
}

/** What follows with the subject of what came before; null where that had no date, so that "and" may join words. */
function continued({ ownerId, when }: Part, words: string, speakerId: string): string | null {
  if (ownerId === undefined || when?.kind !== 'day') return null;
  return ownerId === speakerId ? `I will ${words}` : `<@${ownerId}> will ${words}`;
}
