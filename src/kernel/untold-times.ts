/** Times of day that name no moment: "between 3pm and 5pm", "after 5pm", "5pm their time". They stay in the words. */
const CLOCK =
  "(?:\\d{1,2}(?:[:.]\\d\\d)?\\s*[ap]\\.?m\\b\\.?|\\d{1,2}:\\d\\d|\\d{1,2}\\s+o'clock|noon|midday|midnight)";
const HOUR = '\\d{1,2}(?![\\w:./])(?!\\s*(?:st|nd|rd|th)\\b)';
const UNTOLD = new RegExp(
  [
    `(?<!\\p{L})between\\s+(?:${CLOCK}\\s+and\\s+(?:${CLOCK}|${HOUR})|${HOUR}\\s+and\\s+${CLOCK})`,
    `(?<!\\p{L})(?:after|(?:not|no)\\s+(?:before|earlier\\s+than))\\s+(?:${CLOCK}|lunch(?:time)?(?!\\p{L}))`,
    `(?<![\\p{L}\\p{N}])(?:${CLOCK}|${HOUR})\\s+(?:their|your|his|her|(?!(?:minute|hour|day|week|fortnight|month|year)['’])[\\p{L}<>]+['’]s)\\s+time(?!\\p{L})`,
  ].join('|'),
  'giu',
);

/** Where they stand, so that a day beside them is read without them. */
export function untoldTimes(text: string): { readonly from: number; readonly until: number }[] {
  return [...text.matchAll(UNTOLD)].map(({ 0: words, index }) => ({
    from: index,
    until: index + words.length,
  }));
}
