const LONGEST = 3_000;
export const MENTION = '<@[UW][A-Z0-9]+>';

/**
 * One mention or several, side by side or with one of `joints` between them. Each blank can be read in one way only: with
 * two, as many mentions as a channel has people would take for ever.
 */
export function mentionsBy(joints: string): string {
  return `(?:${MENTION}(?:\\s*(?:${joints})\\s*|\\s+|))+`;
}

/** The user ids mentioned, in order, each once. */
export function mentionsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)>/g)].flatMap(([, id]) => id ?? []))];
}

/**
 * What was written, as words: Slack's markup undone, the bot's own mention gone, and `<@U…>` the only markup left.
 * A typed "<@U1>" is no mention and cannot become one. Lines are kept.
 */
export function plainText(text: string, botUserId: string | null): string {
  return text
    .slice(0, LONGEST)
    .toWellFormed()
    .replaceAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => (id === botUserId ? ' ' : `<@${id}>`))
    .replaceAll(/<!subteam\^[A-Z0-9]+(?:\|@?([^>]*))?>/g, (_, name?: string) => `the ${name ?? ''} team`)
    .replaceAll(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<![^>]*>/g, ' ')
    .replaceAll(/<#[A-Z0-9]+(?:\|([^>]*))?>/g, (_, name?: string) => (name ? `#${name}` : 'the channel'))
    .replaceAll(/<(?:https?:|mailto:|tel:)[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<(?:mailto:|tel:)?((?:https?:)?[^@#!|>\s][^|>\s]*)>/g, '$1')
    .replaceAll(/&lt;(?=[@#!])/g, '‹')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[‘’ʼ]/g, "'")
    .replaceAll(/[“”„]/g, '"')
    .replaceAll(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
    .replaceAll(/(?<![\w:]):[a-z][a-z0-9_+-]*:(?!\w)/g, ' ') // :pray:
    .replaceAll('```', ' ')
    .replaceAll(/(?<=^|[\s(])~(?=\S)[^\n]*?\S~(?=$|[\s.,;:!?)])/gm, ' ') // struck through: said no more
    .replaceAll(/(?<=^|[\s(])([*_`])(?=\S)([^\n]*?\S)\1(?=$|[\s.,;:!?)])/gm, '$2')
    .replaceAll(/[^\S\n]+/g, ' ');
}

const TICKED = /^[^\p{L}\p{N}<]*(?:\d{1,2}[.)]\s+)?\[[xX✓✔]\]/u;

/** The lines of a list, without their bullets; empty ones and those ticked off left out. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !TICKED.test(line))
    .map((line) => line.replace(/^\s*(?:>\s*)?(?:(?:[-*•◦▪–—]|\d{1,2}[.)]|\[ ?\])\s+)*/u, '').trim())
    .filter((line) => line !== '');
}

/** Whether a text looks like a list of who does what: of several lines, two at least begin with a bullet or a name. */
export function isList(text: string): boolean {
  const listed = text
    .split('\n')
    .filter((line) => new RegExp(`^\\s*(?:(?:[-*•◦▪–—]|\\d{1,2}[.)])\\s+|${MENTION})`, 'u').test(line));
  return listed.length > 1;
}

/** The sentences of a text, in order. A full stop after a digit or an abbreviation ends none. */
export function sentencesOf(text: string): string[] {
  return linesOf(text).flatMap((line) =>
    line
      .split(/(?<=[.!?…](?<!\d\.)(?<!\b(?:e\.g|i\.e|approx|etc|mr|mrs|ms|dr|no|st)\.)["')\]]?)\s+/iu)
      .filter((sentence) => sentence !== ''),
  );
}
