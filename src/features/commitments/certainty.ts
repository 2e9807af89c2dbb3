import { MENTION } from './slack-text.ts';

const NAME = '^\\s*(?!(?:the|our|my|your|this|that|an?)\\s)(?:\\p{L}+|(?:the|our)\\s+(?:\\p{L}+\\s+)?team)';
const SUBJECT = `(?:\\bI|\\bwe|${MENTION}|\\b(?:he|she|they)|${NAME})`;
const ADVERBS = '(?:(?:also|then|both|just|really|definitely|certainly|still|\\p{L}+ly)\\s+)*';
const NOT =
  "won't|will not|shan't|can't|cannot|can not|couldn't|not going to|don't|do not|doesn't|never|no longer|not able to";
const DOUBT = 'might|may|hope|hopes|hoping|try|tries|trying|wish|think|guess|plan|aim|intend|want|expect';

// "Might", "try", "hope", "if" and "won't" are no promise (docs/policy.md), wherever they govern the sentence: a
// list "of who might come" may well be promised, so the words count beside the subject, not inside what is promised.
const UNSURE: readonly RegExp[] = [
  new RegExp(`${SUBJECT}\\s+${ADVERBS}(?:am\\s+|'m\\s+|are\\s+|is\\s+)?(?<word>${DOUBT})\\b`, 'iu'),
  new RegExp(`\\b(?:I|we)(?:'m|'re)\\s+${ADVERBS}(?<word>hoping|trying|planning|thinking|aiming)\\b`, 'iu'),
  new RegExp(`(?:\\bI|\\bwe)\\s+${ADVERBS}(?<word>could|should|would)\\b|\\b(?:I|we)(?<short>'d)\\b`, 'iu'),
  new RegExp(
    `(?:'ll|\\bwill|\\bshall|\\bgoing to|\\bgonna|\\bpromise to|\\bcan)\\s+${ADVERBS}` +
      '(?<word>try|hope|attempt|aim|do (?:my|our) best|see (?:if|whether|what)|think about|consider|not\\b(?! only)|no longer|never|maybe|perhaps|probably|possibly|hopefully)\\b',
    'iu',
  ),
  new RegExp(`${SUBJECT}\\s*(?:'m\\s+|am\\s+|is\\s+|are\\s+)?(?<word>${NOT})\\b`, 'iu'),
  /(?:^|[,;(–—-]\s*)(?<word>maybe|perhaps|possibly|hopefully|probably|fingers crossed|I hope|hoping|no promises)\b/iu,
  /\b(?<word>hopefully|maybe|perhaps|probably|possibly|I hope|I think)[\s.!?)]*$/iu,
];

const IF = /(?<![\p{L}'])(?<word>if|unless|provided that|assuming|as long as|depending on)(?![\p{L}'])/giu;
const WHETHER =
  /\b(?:even|check\w*|ask\w*|confirm\w*|verif\w+|test\w*|find out|clarif\w+|decid\w+|tell\w*|know|sa(?:y|ys)|as)(?:\s+\S+){0,5}\s+$/iu;

/** The word that keeps a sentence from being a promise ("might", "if", "won't"), or null where it is one. */
export function doubtIn(sentence: string): string | null {
  const words = sentence.replaceAll(/"[^"]*"/g, (quoted) => ' '.repeat(quoted.length));
  for (const pattern of UNSURE) {
    const groups = pattern.exec(words)?.groups;
    if (groups) return (groups.word ?? 'would').toLowerCase();
  }
  for (const match of words.matchAll(IF)) {
    // "I'll ask Ben if it works" means whether: a promise without a condition.
    if (!WHETHER.test(words.slice(Math.max(0, match.index - 80), match.index))) return match[0].toLowerCase();
  }
  return null;
}
