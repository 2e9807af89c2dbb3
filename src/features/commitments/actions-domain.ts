/** Which list is meant by the words behind `actions`. Pure. */
import { takeWord } from '../../kernel/words.ts';

export const LISTS = ['mine', 'owed', 'open', 'our'] as const;
export type List = (typeof LISTS)[number];

/** As many as are shown at once, and as many pages as can be chosen. */
export const PER_PAGE = 12;
export const MOST_PAGES = 20;
/** What a window holds in all: a hundred blocks, of which each takes three at most. */
export const MOST_THINGS = 30;

export type Wanted =
  | { readonly kind: 'list'; readonly list: List; readonly page: number }
  | { readonly kind: 'word'; readonly word: string; readonly page: number };

const NAMES: Readonly<Record<string, List>> = {
  mine: 'mine',
  me: 'mine',
  owed: 'owed',
  open: 'open',
  all: 'open',
  our: 'our',
  ours: 'our',
  us: 'our',
};
const LONGEST_WORD = 60;

/** Lists to show, one under the other; `others`: another organisation's was asked for. */
export function wantedBy(
  words: string,
  organisations: { readonly own: string; readonly others: readonly string[] },
): readonly Wanted[] | 'others' {
  const [, text = '', digits] = /^(.*?)(?:(?:^|\s)(\d{1,3}))?$/s.exec(words.trim()) ?? [];
  const page = Math.max(1, Number(digits ?? 1));
  const wanted = text.trim();
  if (wanted === '') {
    return [
      { kind: 'list', list: 'mine', page },
      { kind: 'list', list: 'owed', page },
    ];
  }
  const { word, rest } = takeWord(wanted);
  const list = rest === '' && Object.hasOwn(NAMES, word) ? NAMES[word] : undefined;
  if (list) return [{ kind: 'list', list, page }];
  const isNamed = (name: string) => name.toLowerCase() === wanted.toLowerCase();
  if (isNamed(organisations.own)) return [{ kind: 'list', list: 'our', page }];
  if (organisations.others.some(isNamed)) return 'others';
  return [{ kind: 'word', word: wanted.slice(0, LONGEST_WORD), page }];
}

/** The words that bring these lists again. */
export function wordsFor(wanted: readonly Wanted[]): string {
  const [one, another] = wanted;
  if (!one || another) return '';
  return `${one.kind === 'list' ? one.list : one.word} ${one.page}`;
}

/** How many pages so many make. */
export function pagesFor(count: number): number {
  return Math.max(1, Math.ceil(count / PER_PAGE));
}
