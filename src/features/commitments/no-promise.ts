/** What is said like a promise or a request, and is none that anybody could keep. */
import { mentionsIn } from './slack-text.ts';

const UNTIL_WHEN = '(?=[\\s,.!)]*(?:$|\\b(?:all|from|for|until|till|then|again)\\b))';
const AWAY = new RegExp(
  '^be\\s+(?:(?:away|off|out|back|unavailable)(?:\\s+(?:sick|ill|work|(?:of|from|in|at)\\s+(?:the\\s+)?(?:office|work)))?|' +
    `on\\s+(?:\\p{L}+\\s+)?(?:leave|holidays?|vacation))${UNTIL_WHEN}`,
  'iu',
);

/** "Be on leave": nobody waits for that; there is a command for it. */
export function isAbsence(what: string): boolean {
  return AWAY.test(what.trim());
}

const KNOWS =
  /^(?:hear|remember(?!\s+to\b)|recall|imagine|understand|believe|see\b(?!\s+(?:<@|(?:you|him|her|them|to|about|after)\b)))(?!\p{L})/iu;
const CONFIRMS =
  /^confirm(?!.*\b(?:who|whom|whose|which|whether|if|what|when|where|how)\b)(?:\s*$|\s+(?:that|it's|we're|I'm)\b|\b.*\b(?:is|are|was|were|has|have|had|did|does)\b)/isu;

/** "I can confirm that it was sent", "I can see": what follows "can" is known already. */
export function isKnown(what: string): boolean {
  const words = what.trim().replace(/[\s.!?]+$/u, '');
  return KNOWS.test(words) || CONFIRMS.test(words);
}

/** "Please don't publish it": there is nothing to do. "Don't forget to" is something to do. */
export function isDont(asked: string): boolean {
  return /^(?:please\s+)?(?:don't|do\s+not|not|never)\s+(?!forget\b)/iu.test(asked.trim());
}

const ABOUT_ME = /^(?:remind|help|tell|show|let|teach|ping|nudge|notify|message)\s+me\b/iu;
const OF_THE_BOT =
  /^(?:(?:stop|help)(?:\s*[.!?]*$|\s+(?:it|this|that|us|out|\p{L}+ing)\b)|(?:explain|repeat)\s+(?:how|what|why|this|that)\b|go\s+away\b|(?:be|keep)\s+quiet\b)|\bme\b|\b(?:what|which|who|how|when)\b.*\bI\b/isu;

/** "Can you help me?", "Please stop": asked of the bot itself, as nobody is named. With a day it may be a task. */
export function isForTheBot(asked: string, sentence: string, isDated: boolean): boolean {
  const words = asked.trim();
  return mentionsIn(sentence).length === 0 && (ABOUT_ME.test(words) || (!isDated && OF_THE_BOT.test(words)));
}
