/** Numbers, places in a row and weekdays as people write them. */
export const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
};

export const ORDINALS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4 };

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export const DAY_NAME =
  'mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?';
export const MONTH_NAME =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';

/** 1 (Monday) to 7. */
export const dayNumberOfName = (name: string): number => DAYS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
/** From 0. */
export const monthNumber = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase());

const COUNTS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  'couple of': 2,
  'a couple of': 2,
  few: 3,
  'a few': 3,
  ...NUMBERS,
};
export const COUNT = `\\d{1,3}|${Object.keys(COUNTS)
  .toSorted((one, two) => two.length - one.length)
  .join('|')}`;
export const countOf = (word: string): number => COUNTS[word.toLowerCase()] ?? Number(word);
