import { MENTION } from './slack-text.ts';

/** As much of a reading as tells whether a part can stand by itself. */
interface Part {
  readonly kind: 'promise' | 'request' | 'who' | 'unsure' | 'away' | 'nothing';
  readonly ownerId?: string;
  readonly what?: string;
  readonly when?: { readonly kind: string };
}

const NAMED_SUBJECT = `${MENTION}(?:\\s+(?:will|can|to|is)\\b|\\s*:)`;
/** Somebody who is said to do something: what follows such a joint stands by itself. */
const NEW_SUBJECT = new RegExp(
  `^(?:I(?:'ll|\\s+will|\\s+can|\\s+promise)\\b|you(?:'ll|\\s+will)\\b|${NAMED_SUBJECT})`,
  'iu',
);
const JOINT = new RegExp(
  '\\s*;\\s*|,?\\s+(?:and|then|and\\s+then|but|while|so)\\s+|' +
    `,\\s+(?=${MENTION}(?:\\s+(?:will|to)\\b|\\s*:)|I(?:'ll|\\s+will)\\b)`,
  'giu',
);
/** Joined so, it is all about one thing, except after "I'll be away". */
const LOOSE = /^(?:,?\s+so\s|,\s+I\b)/iu;
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
    if (first.kind !== 'away' && LOOSE.test(sentence.slice(joint.index))) continue;
    const whole = NEW_SUBJECT.test(after) ? after : continued(first, before, after, speakerId);
    if (whole === null) continue;
    const second = read(whole);
    if (second.kind !== 'promise' && second.kind !== 'request') continue;
    if (whole !== after && (second.when?.kind !== 'day' || isCut(first, second))) continue;
    return [before, ...clausesOf(whole, speakerId, read)];
  }
  return [sentence];
}

/** "I'll give <@B> the keys on Monday and <@C> on Tuesday": the second says nothing of the keys. */
function isCut(first: Part, second: Part): boolean {
  const endsInName = new RegExp(`${MENTION}$`, 'u');
  return endsInName.test(second.what ?? '') && !endsInName.test(first.what ?? '');
}

/** What follows with the subject of what came before; null where that had no date, so that "and" may join words. */
function continued({ ownerId, when }: Part, before: string, words: string, speakerId: string): string | null {
  if (ownerId === undefined || when?.kind !== 'day') return null;
  if (NAMED.test(words)) return inTheirPlace(before, words);
  const does = words.replace(/^(?:will|'ll|to)\s+/iu, '');
  return ownerId === speakerId ? `I will ${does}` : `<@${ownerId}> will ${does}`;
}

const NAMED = new RegExp(`^${MENTION}`, 'u');
const GIVES_TO = new RegExp(
  `^(?<lead>.*?(?:'ll|\\b(?:will|can|to|please|(?:could|can|would|will)\\s+you(?:\\s+please)?))\\s+(?:\\p{L}+ly\\s+)?\\p{L}+\\s+)${MENTION}`,
  'isu',
);
const DOES = new RegExp(`^${MENTION}\\s+(?<does>(?:will|can|to)\\s+\\p{L}+)\\s`, 'iu');

/**
 * "I'll send <@B> the map and <@C> the list", "<@B> will send the map and <@C> the list": who is named stands where
 * somebody stood before. Null where nobody did.
 */
function inTheirPlace(before: string, words: string): string | null {
  const lead = GIVES_TO.exec(before)?.groups?.lead;
  if (lead !== undefined) return lead + words;
  const does = DOES.exec(before)?.groups?.does;
  return does === undefined
    ? null
    : words.replace(new RegExp(`^${MENTION}`, 'u'), (name) => `${name} ${does}`);
}
