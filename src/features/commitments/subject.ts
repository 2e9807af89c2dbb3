import { isKnown } from './no-promise.ts';
import { MENTION, mentionsBy, mentionsIn } from './slack-text.ts';

/** Who is to do it, and what remains of the sentence without saying so. */
export type Subject =
  | {
      readonly kind: 'one';
      readonly userId: string;
      readonly rest: string;
      readonly addressed: string | null;
    }
  | { readonly kind: 'asked'; readonly userId: string; readonly rest: string }
  | { readonly kind: 'unclear'; readonly userIds: readonly string[]; readonly rest: string };

const POLITE = '(?:please|pls|plz|kindly|maybe|perhaps|possibly|also|just)';
const AUXILIARY =
  "'ll|\\bwill|\\bshall|(?:\\b(?:am|is|are)|'m|'re|'s)\\s+(?:going\\s+to|gonna)|\\bgonna" +
  '|\\b(?:has\\s+|have\\s+)?(?:(?:promise[sd]?|commit(?:s|ted)?|pledge[sd]?)(?:\\s+to)?(?!\\s*,)|agree[sd]?\\s+to)|\\bcan|\\bowes?';

const REQUESTS: readonly RegExp[] = [
  // "<@B> could you …", "could you … <@B>?", "can <@B> …", "would you mind sending …"
  new RegExp(
    `^(?<before>.*?)\\b(?:could|can|would|will)\\s+(?<you>you(?:\\s+(?:both|all|two|guys))?|${mentionsBy(',|and|&|or')})` +
      `(?:\\s+${POLITE})*\\s+(?:be\\s+able\\s+to\\s+|mind\\s+)?(?<rest>.+)$`,
    'isu',
  ),
  // "<@B> please …", "please <@B> …"
  new RegExp(`^(?<before>.*?${MENTION})\\s*[,:–—-]?\\s*${POLITE}\\s+(?<rest>.+)$`, 'isu'),
  new RegExp(`^(?:.*?[,.!]\\s*)?please,?\\s+(?<you>${mentionsBy(',|and|&|or')})[,:]?\\s*(?<rest>.+)$`, 'isu'),
  // "I need <@B> to …", "ask <@B> to …"; "I'll ask <@B> to …" is a promise to ask.
  new RegExp(
    `^(?:.*?\\b(?:I|we)(?:'d|\\s+would)?\\s+(?:need|want|like|ask|expect)|(?:.*[,.!]\\s*)?(?:please\\s+)?(?:ask|remind|get|tell))\\s+(?<you>${mentionsBy(',|and|&')})\\s*to\\s+(?<rest>.+)$`,
    'isu',
  ),
  // "<@B>: send …"
  new RegExp(`^(?<before>${MENTION})\\s*:\\s*(?<rest>.+)$`, 'isu'),
  // "<@B> should …"
  new RegExp(
    `^(?<before>.*?${MENTION})\\s+(?:should|must|needs?\\s+to|has\\s+to|ought\\s+to)\\s+(?<rest>.+)$`,
    'isu',
  ),
  // "<@B>, send … please"
  new RegExp(`^(?<before>${MENTION})[,:]?\\s+(?<rest>.+?)[,\\s]+(?:please|pls|plz)[\\s.!?]*$`, 'isu'),
  /^(?:.*?[,.!]\s*)?please\s+(?<rest>.+)$/isu,
];

/** A request is somebody's to accept ("could you …?", "<@B> please …"), so nobody is signed up by being asked. */
export function requestIn(sentence: string): Subject | null {
  for (const pattern of REQUESTS) {
    const groups = pattern.exec(sentence)?.groups;
    if (!groups) continue;
    const { before = '', you = '', rest = '' } = groups;
    // "I'll ask you something: could …" is beyond this reader; what follows the first person is a promise.
    if (/\bI(?:'ll|\s+will|\s+can)\b/i.test(before)) continue;
    const named = mentionsIn(you);
    const addressed = named.length > 0 ? named : mentionsIn(before);
    const asked = addressed.length > 0 ? addressed : trailing(rest);
    const [userId] = asked;
    const isSeveral = asked.length > 1 || /^you\s+(?:both|all|two|guys)/i.test(you);
    if (userId === undefined || isSeveral) return { kind: 'unclear', userIds: asked, rest };
    return {
      kind: 'asked',
      userId,
      rest: named.length + mentionsIn(before).length > 0 ? rest : withoutTrailing(rest),
    };
  }
  return null;
}

const TRAILING = new RegExp(`,\\s*(${MENTION})[\\s?!.]*$`, 'iu');
const trailing = (text: string) => mentionsIn(TRAILING.exec(text)?.[1] ?? '');
/** Whom a sentence is said to by a name at its end: "…, <@B>", or without the comma where it says "you". */
const calledIn = (text: string) =>
  /\byou\b/iu.test(text)
    ? mentionsIn(new RegExp(`${MENTION}[\\s?!.]*$`, 'u').exec(text)?.[0] ?? '')
    : trailing(text);
const withoutTrailing = (text: string) => text.replace(TRAILING, '');

const QUESTION = new RegExp(
  `^(?:${MENTION}[\\s,:]*)?(?:what|how|why|where|when|who)(?:\\s+else)?\\s+(?:can|could|will|would|shall|should|do|does|did|am|are|is)\\b`,
  'iu',
);

/** "What can you do?", "<@B> when will you send it?": somebody wants to know, and asks for nothing to be done. */
export function isQuestion(sentence: string): boolean {
  return QUESTION.test(sentence.trim().replace(LEAD, ''));
}

const STATEMENT = new RegExp(`^(?<subject>.{0,300}?)(?<says>${AUXILIARY})(?![\\p{L}'])(?<rest>.*)$`, 'isu');
const TO_DO = new RegExp(
  `^(?<subject>${mentionsBy(',|and|&')})\\s*(?:is\\s+|are\\s+)?to\\s+(?<rest>.+)$`,
  'isu',
);
const LEAD =
  /^(?:(?:ok(?:ay)?|yes|yep|yeah|sure|hi|hello|hey|thanks|thank you|great|right|well|so|and|then|also|but|fine|agreed|noted|no problem|of course|all ?right|good (?:morning|afternoon)|(?:everyone|everybody|all|team)(?=\s*[,.!:–—-]))(?![\p{L}])[\s,.!:–—-]*)+/iu;
const REPEATED = /^[\s,]*(?:you\s+)?(?:that\s+)?(?:(?:I|we|he|she|they)(?:'ll|\s+will|\s+shall)\s+|to\s+)/iu;
const ADVERB = /^[\s,]*(?:(?:also|then|both|definitely|certainly|gladly|happily|personally)\s+)+/iu;
const SETTING =
  /^(?:after|before|once|when|as soon as|during|at|in|following|with|for|on|about|regarding|re)\b/iu;

/**
 * Who says that they, or somebody, will do it: "I'll …", "<@B> will …". Teams, "we", two names and names that are
 * no mention are unclear. Null where nobody promises anything.
 */
export function promiserIn(sentence: string, speakerId: string): Subject | null {
  const text = sentence.replace(LEAD, '');
  if (/^(?:shall|should|will|can|may|could)\s+I\b/iu.test(text)) return null;
  // "Will send it on Friday": said of oneself, unless it asks.
  const bare = /^will\s+(?!(?:it|that|this|there|the|a|an|we|he|she|they|you)\b)(?<rest>[^?]+)$/isu.exec(text)
    ?.groups?.rest;
  if (bare) return { kind: 'one', userId: speakerId, rest: bare, addressed: null };
  const groups = (TO_DO.exec(text) ?? STATEMENT.exec(text))?.groups;
  if (!groups) return null;
  const { subject = '', says = '', rest: raw = '' } = groups;
  if (says.toLowerCase() === 'can' && isKnown(raw)) return null;
  const rest = raw.replace(REPEATED, ' ').replace(ADVERB, '').trim();
  const named = mentionsIn(subject);
  const unclear = (userIds: readonly string[], what = rest): Subject => ({
    kind: 'unclear',
    userIds,
    rest: what,
  });

  if (/\b(?:and|or)\s+I\s*$|&\s*I\s*$|\bI\s+(?:and|&|or)\b/iu.test(subject)) {
    return unclear([speakerId, ...named.filter((id) => id !== speakerId)]);
  }
  const own = /(?:^|[^\p{L}'])I(?:\s+(?:myself|hereby|also|then|still|\p{L}+ly))*\s*$/iu.exec(subject);
  if (own) {
    const before = subject.slice(0, own.index + 1).replace(/I$/iu, '');
    return {
      kind: 'one',
      userId: speakerId,
      rest: withSetting(rest, before),
      addressed: single(named) ?? single(calledIn(rest)),
    };
  }
  if (/(?:^|[^\p{L}'])(?:we|us)(?:\s+(?:all|both|two))?\s*$|\blet$/iu.test(subject)) {
    return unclear([speakerId, ...named.filter((id) => id !== speakerId)]);
  }
  const last = new RegExp(`(?<userId>${MENTION})[\\s,]*(?:also|then|\\p{L}+ly)?\\s*$`, 'iu').exec(subject);
  const userId = single(mentionsIn(last?.groups?.userId ?? ''));
  if (userId !== null) {
    const isSeveral = new RegExp(
      `(?:${MENTION}|\\p{L})\\s*(?:,|and|&|\\+|or|/)?\\s*${MENTION}\\s*$`,
      'iu',
    ).test(subject.trim());
    const others = named.filter((id) => id !== userId);
    if (isSeveral && (others.length > 0 || /\b(?:and|or)\s+<|[&+/]\s*</iu.test(subject)))
      return unclear(named);
    return { kind: 'one', userId, rest, addressed: null };
  }
  return unnamed(subject, rest, text, speakerId, unclear);
}

const PROMISES = new RegExp(
  `(?:[,;]|\\s[–—-]\\s)(?:[^,;]*?\\s)?(?=(?:I|we|${MENTION})(?:'ll|\\s+(?:will|shall|can))\\b)|` +
    `\\s(?:but|so)\\s+(?=(?:(?:I|we|${MENTION})\\s*)?(?:'ll|\\b(?:will|shall))\\b)`,
  'iu',
);

/** Where the part of a sentence begins that promises something; 0 where its first part does. */
export function promisesFrom(sentence: string): number {
  const joint = PROMISES.exec(sentence);
  return joint && !STATEMENT.test(sentence.slice(0, joint.index)) ? joint.index : 0;
}

function unnamed(
  subject: string,
  rest: string,
  text: string,
  speakerId: string,
  unclear: (userIds: readonly string[], what?: string) => Subject,
): Subject | null {
  const noun = (/[\p{L}\p{N}' ]*$/u.exec(subject)?.[0] ?? '').trim();
  const named = mentionsIn(subject);
  if (/\byou$/iu.test(noun)) {
    const promised = given(text, rest, { addressed: single(named) ?? single(calledIn(text)), speakerId });
    if (promised) return promised;
    const [userId] = named;
    return userId !== undefined && named.length === 1 ? { kind: 'asked', userId, rest } : unclear(named);
  }
  // "It'll be fine", "who will …", "that will do": nobody promises anything.
  if (
    noun === '' ||
    /^(?:it|that|this|these|those|there|here|who|what|which|whoever|nobody|no one)$/iu.test(noun)
  )
    return null;
  const isPeople =
    /\b(?:team|group|office|people|folks|colleagues?|everybody|everyone|somebody|someone|they|he|she|one of us)$/iu.test(
      noun,
    ) || /^\p{Lu}[\p{L}'-]+(?:(?:\s+(?:and\s+)?)\p{Lu}[\p{L}'-]+)*$/u.test(noun.replace(/^The /, ''));
  // "The map will be ready" names nobody, so all of it is what is promised.
  return unclear([speakerId], isPeople ? rest : text);
}

const GIVEN =
  /^(?:have|get|receive)\s+(?!(?:to|back|on|in|up|out|off|along|going|started|rid|me|us)\b|a\s+(?:look|think|go|chat|word)\b|<@)(?<what>.+)$/isu;
/** "Have it ready", "get it to me", "get it from the council": it is not the speaker who brings that. */
const NOT_FROM_ME =
  /\b(?:ready|done|sent|written|\p{L}{2,}ed)\s*$|\bto\s+(?:me|us|<@)|\bfrom\s+(?!(?:me|us|my|our)\b)/iu;

/** "You'll have the map": who says so owes it to whom they say it to. */
function given(
  text: string,
  rest: string,
  { addressed, speakerId }: { addressed: string | null; speakerId: string },
): Subject | null {
  if (!/\byou(?:'ll|\s+(?:will|shall))\b/iu.test(text)) return null;
  const what = GIVEN.exec(rest)?.groups?.what?.replace(new RegExp(`[,\\s]+${MENTION}[\\s?!.]*$`, 'u'), ' ');
  if (what === undefined || NOT_FROM_ME.test(what)) return null;
  const thing = what.replace(/\s+from\s+(?:me|us)\b/iu, '');
  const isBare = /^(?:it|them|th(?:at|is|ese|ose))\b/iu.test(thing);
  return { kind: 'one', userId: speakerId, rest: isBare ? `get ${thing}` : thing, addressed };
}

function single(userIds: readonly string[]): string | null {
  return userIds.length === 1 ? (userIds[0] ?? null) : null;
}

/** "After the call I'll send notes" is still about after the call; greetings and names before it are dropped. */
function withSetting(rest: string, before: string): string {
  const words = before
    .replaceAll(new RegExp(MENTION, 'gu'), ' ')
    .replaceAll(/[\s,:;.–—-]+/gu, ' ')
    .trim()
    .replace(LEAD, '');
  return SETTING.test(words) && words.includes(' ') && words.length <= 80
    ? `${rest.replace(/[\s.!]+$/u, '')}, ${words.charAt(0).toLowerCase()}${words.slice(1)}`
    : rest;
}
