/** A check-in answered in words, in the bot's direct messages: "yes, on Tuesday, going well". */
import type { Answer } from './domain.ts';

/** What was read: an answer, and what was said beside it. */
export interface Written {
  readonly answer: Answer;
  readonly remark: string;
}

/** Promises are for commitments, questions for nobody here. */
const ELSEWHERE = /\b(?:I|we|he|she|they)(?:['’]ll| will| shall| can)\b|\bpromis|\?\s*$/iu;
const GREETING = /^(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there)?[\s,.!:–—-]+/iu;
const TALKED = '(?:spoke|talked|met|chatted|caught up|had (?:a|our) (?:word|call|chat|talk|meeting))';

const READINGS: readonly (readonly [Answer, RegExp])[] = [
  [
    'need_a_hand',
    /^(?:(?:no|yes)[\s,.!–—-]+)?I (?:need|could use|would like|['’]d like) (?:a hand|(?:some )?help)\b/iu,
  ],
  [
    'spoke',
    new RegExp(
      `^(?:(?:yes|yep|yeah|yup|aye)[\\s,.!:;–—-]*)?(?:(?:we|I)(?: (?:have|just|did|already))* )?${TALKED}\\b`,
      'iu',
    ),
  ],
  [
    'not_this_time',
    /^(?:no|nope|nah)?[\s,.!–—-]*(?:(?:we|I) )?(?:not (?:this (?:time|week|month)|yet|now)|did(?:n['’]t| not)(?: (?:speak|talk|meet|manage))?|have(?:n['’]t| not)(?: (?:spoken|talked|met))?(?: yet)?|no time|too busy|maybe next (?:time|week|month))\b/iu,
  ],
  ['spoke', /^(?:yes|yep|yeah|yup|aye|we did)\b(?! (?:please|thanks|thank you)\b)/iu],
  ['not_this_time', /^(?:no|nope|nah)\b/iu],
];

/** What a written answer says; null where it is none. A bare "no, …" or "yes, …" counts, since a round is open. */
export function readWritten(text: string): Written | null {
  const words = text.replace(/\s+/gu, ' ').trim().replace(GREETING, '');
  if (ELSEWHERE.test(words)) return null;
  for (const [answer, pattern] of READINGS) {
    const found = pattern.exec(words);
    if (found) return { answer, remark: tidy(words.slice(found[0].length)) };
  }
  return null;
}

/** What is left of the sentence, without the marks that joined it to the answer, and without a bare thanks. */
function tidy(rest: string): string {
  const remark = rest.replace(/^[\s,.;:!–—-]+/u, '').trim();
  return /^(?:thanks|thank you|cheers)[\s.!]*$/iu.test(remark) ? '' : remark;
}

/** Which of several it is about, by a name in it; null where none or several are named. */
export function meantBy<T extends { readonly name: string }>(text: string, others: readonly T[]): T | null {
  const words = text.toLocaleLowerCase('en').split(/[^\p{L}\p{N}'’-]+/u);
  const named = others.filter(({ name }) => {
    const first = name.toLocaleLowerCase('en').split(/\s+/u)[0] ?? '';
    return words.includes(first);
  });
  const [only, another] = named;
  return only && !another ? only : null;
}
