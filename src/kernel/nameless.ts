/** Words of others without the name of somebody who wishes to be forgotten. Pure. */

const NOBODY = 'somebody';

/**
 * What some are called and everybody writes for something else. Of such a word only its place says that it is a name,
 * so it is taken out where it has a capital that no sentence has given it. Taking it out everywhere would turn "I will"
 * into "I somebody" in what others have promised; it stays where nobody could tell, and names nobody there.
 */
const ORDINARY = new Set(
  (
    'al am an angel art as ash at august autumn bay be bill bob buck bud by can cash chance charity chase chip ' +
    'clay cliff crystal dale dawn day dean do don down drew duke earl eve faith fern for forest frank gay gene ' +
    'general glen go grace grant guy hall he heath hill honor hope hunter in iris is it ivy jack jade jay jet joy june ' +
    'king lake lance lane law lee long major mark mason max may me melody merit miles misty my nick no on or page pat ' +
    'patience pearl penny pierce pine pip pool price prudence ray red reed rich river rob robin rock rose ruby rusty ' +
    'sage sandy say see serene she shell sky skip so sonny star stone storm sue summer sunny swan tab the to ' +
    'trace true up us van vic victor violet wade ward way we west will win winter wood woods wren you young'
  ).split(' '),
);
const MONTHS = new Set(['april', 'august', 'june', 'may']);
const IN_A_MONTH =
  /(?:\b(?:in|by|until|till|since|before|of|early|mid|late|this|next|last|every|each)|\d(?:st|nd|rd|th)?)[\s-]+$/iu;
const OF_A_MONTH = /^[\s-]*\d/u;
/** Nothing before it but what opens a sentence, a line or a quotation. */
const OPENS = /(?:^|[.!?:…\n]\s*|[•*_~>"“‘«([]\s*|(?:^|\s)['’‹–—-]\s*)$/u;

const WORDY = '[\\p{L}\\p{M}\\p{N}]';
/** Scripts that leave no room between words: there a name of two characters or more is one wherever it stands. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * What takes a name out of texts.
 *
 * A name is whole words, written as its bearer does or with capitals: "Mark" is no part of "Market", and "mark" is a
 * verb. `others` are the names of those who stay: "Mark Smith" keeps his, though a Mark goes.
 */
export function namelessly(name: string, others: readonly string[] = []): (text: string) => string {
  const whole = normal(name);
  if (whole === '') return (text) => text;
  const isOrdinary = ORDINARY.has(whole.toLowerCase());
  const forms = isOrdinary ? [capital(whole)] : [whole, capital(whole)];
  const isPartOf = (other: string) => other.toLowerCase().includes(whole.toLowerCase());
  const kept = others.map(normal).filter((other) => other.length > whole.length && isPartOf(other));
  // Whoever's name is longer comes first, so that theirs is read as a whole.
  const any = [...kept, ...forms.flatMap((form) => [form, escaped(form)])]
    .toSorted((a, b) => b.length - a.length)
    .map(pattern);
  const found = new RegExp([...new Set(any)].join('|'), 'gu');
  const stays = new Set(kept);
  return (text) => {
    const normalised = text.normalize('NFC');
    const told = normalised.replace(found, (match: string, at: number) => {
      if (stays.has(normal(match))) return match;
      const before = normalised.slice(0, at);
      const isWord =
        isOrdinary && (OPENS.test(before) || isMonth(match, before, normalised.slice(at + match.length)));
      return isWord ? match : NOBODY;
    });
    return told === normalised ? text : told;
  };
}

/** A text that `namelessly` changes holds one of these. Most that do it leaves as they are. */
export function tracesOf(name: string): string[] {
  const [first = ''] = normal(name).match(/[\p{L}\p{M}\p{N}]+/u) ?? [normal(name)];
  const forms = [first, capital(first)].filter(Boolean);
  return [...new Set(forms.flatMap((form) => [form, form.normalize('NFD')]))];
}

/** The same of ids that Slack gives to users, which are no words: also as mentions. */
export function withoutIds(text: string, userIds: readonly string[]): string {
  return userIds
    .filter(Boolean)
    .reduce(
      (rest, id) =>
        rest.replace(new RegExp(`<@${id}(?:\\|[^<>]*)?>|(?<![A-Z0-9])${id}(?![A-Z0-9])`, 'g'), NOBODY),
      text,
    );
}

/** The keys of what is kept as JSON under which stands what people read or wrote. */
const READ = new Set(['text', 'words', 'alt_text']);

/** JSON without a name in what people read of it; keys, ids and codes stay what they are. */
export function inJson(
  json: unknown,
  take: (text: string, isRead: boolean) => string,
  isRead = false,
): unknown {
  if (typeof json === 'string') return take(json, isRead);
  if (Array.isArray(json)) return json.map((one) => inJson(one, take, isRead));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, one]) => [key, inJson(one, take, READ.has(key))]),
  );
}

function normal(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/gu, ' ');
}

function capital(name: string): string {
  return name.replace(/(?<![\p{L}\p{M}\p{N}'’])\p{Ll}/gu, (letter) => letter.toUpperCase());
}

/** As Slack's markup has it. */
function escaped(name: string): string {
  return name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function isMonth(word: string, before: string, after: string): boolean {
  return MONTHS.has(word.toLowerCase()) && (IN_A_MONTH.test(before) || OF_A_MONTH.test(after));
}

/** A name that begins or ends with a letter or digit is not a part of a longer word there, nor of one with a hyphen. */
function pattern(name: string): string {
  const exact = name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll(' ', '\\s+');
  const isSpaced = (edge: string) =>
    !(UNSPACED.test(edge) && name.length > 1) && /[\p{L}\p{M}\p{N}]/u.test(edge);
  const first = isSpaced(name.slice(0, 1)) ? `(?<!${WORDY}|${WORDY}[-‐‑])` : '';
  const last = isSpaced(name.slice(-1)) ? `(?!${WORDY}|[-‐‑]${WORDY})` : '';
  return `${first}${exact}${last}`;
}
