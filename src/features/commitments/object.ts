import { MENTION } from './slack-text.ts';

const LONGEST_WHAT = 300; // characters: what fits a line of a note
const GIVING =
  'send|give|show|tell|email|mail|get|bring|hand|pass|write|forward|share|pay|lend|offer|owe|call|text|ping|deliver';

interface Roles {
  readonly ownerId: string | null;
  readonly speakerId: string;
  /** Whom the sentence was said to, if anybody: the "you" in it. */
  readonly addressed: string | null;
}

/** Whom it is for ("to <@B>", "for <@B>", "send <@B> …", "you" to whom it is said), and the rest of the words. */
export function addresseeOf(text: string, roles: Roles): { userId: string | null; rest: string } {
  const { ownerId, speakerId, addressed } = roles;
  let rest = ` ${text} `;
  if (addressed !== null) {
    const says = /\byou\b/iu.test(rest);
    rest = rest.replace(/\byou\b(?!')/giu, `<@${addressed}>`);
    rest = rest.replace(new RegExp(`[,\\s]+<@${addressed}>[\\s.!?]*$`, 'u'), (end, at: number) =>
      // A name at the end is a call, not an object: "…by Friday, <@B>".
      /\b(?:to|for|with|from|of|about)\s*$/iu.test(rest.slice(0, at)) || !(end.includes(',') || says)
        ? end
        : ' ',
    );
  }
  if (ownerId !== null && ownerId !== speakerId) rest = rest.replace(/\bme\b/giu, `<@${speakerId}>`);
  for (const pattern of [
    new RegExp(`(?<before>\\s)for\\s+(?<id>${MENTION})(?!\\s*(?:and|&|,)\\s*<@|'s)`, 'iu'),
    new RegExp(`(?<before>\\s)to\\s+(?<id>${MENTION})(?!\\s*(?:and|&|,)\\s*<@|'s)`, 'iu'),
    new RegExp(`^(?<before>\\s)\\s*(?<id>${MENTION})(?=\\s+\\S)`, 'iu'), // "I owe <@B> the map"
    new RegExp(
      `(?<before>\\s(?:${GIVING})\\s)\\s*(?<id>${MENTION})(?=\\s+(?!(?:about|that|how|when|what|why|where|to|by|on|in)\\b)\\S)`,
      'iu',
    ),
  ]) {
    const { groups } = pattern.exec(rest) ?? {};
    const userId = /[UW][A-Z0-9]+/.exec(groups?.id ?? '')?.[0];
    if (userId === undefined) continue;
    const without = rest.replace(pattern, '$<before>');
    // "Talk to <@B>" without its object would say nothing.
    const words = tidy(without).split(/\s+/).length;
    return { userId, rest: words > 1 ? without : rest };
  }
  // Two people it is for: one reminder line names the first, and the words keep both.
  const several = /\s(?:to|for)\s+<@(?<id>[UW][A-Z0-9]+)>/iu.exec(rest)?.groups?.id;
  return { userId: several ?? addressed, rest };
}

/** What is promised, as it will stand in a list: no stray marks, no pleasantries, at most 300 characters. */
export function tidy(text: string): string {
  let what = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\([\s,;]*\)/g, '')
    .replaceAll(/\s+(?=[,.;:!?])/g, '')
    .trim();
  for (let before = ''; before !== what; ) {
    before = what;
    what = what
      .replace(/^(?:[\s,;:.!?|–—-]|\/(?!\S)|(?:and|then|also|just|please|that|to|be able to)\b(?=\s))+/iu, '')
      .replace(/[\s,;:.!?|–—-]+$/u, '')
      .replace(
        /[\s,]+(?:please|pls|thanks|thank you|thx|ok|okay|promise|I promise|cheers|right|yes|by|on|at|before|until|due)$/iu,
        '',
      );
  }
  what = what.replaceAll(/,(?:\s*,)+/g, ',');
  const characters = [...what];
  return characters.length <= LONGEST_WHAT
    ? what
    : `${characters
        .slice(0, LONGEST_WHAT - 1)
        .join('')
        .trimEnd()}…`;
}
