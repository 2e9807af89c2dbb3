/** The words around the lists behind `actions`. What stands in them is shown as on Home, with what may be done. */
import type { Choice, ItemView, PagePart } from '../../item.ts';
import { escapeText } from '../../slack/blocks.ts';
import { LISTS, type List, MOST_PAGES, type Wanted } from './actions-domain.ts';

export const TITLE = 'What is open';

const HEADINGS: Record<List, string> = {
  mine: 'With you',
  owed: 'On its way to you',
  open: 'Open, as far as you may see it',
  our: 'Of your organisation, and for it',
};
const NOTHING: Record<List, string> = {
  mine: 'Nothing is with you. To note something: `@Entente commit`.',
  owed: 'Nothing that I know of is on its way to you.',
  open: 'Nothing is open that you may see.',
  our: 'Nothing of your organisation is open that you may see.',
};

/** What stands over a list; people's words in it are escaped. */
export function heading(wanted: Wanted, count: number, pages: number): PagePart {
  const title = wanted.kind === 'word' ? `With “${escapeText(wanted.word)}”` : HEADINGS[wanted.list];
  const page = pages > 1 ? ` · page ${Math.min(wanted.page, pages)} of ${pages}` : '';
  const none =
    wanted.kind === 'word' ? 'Nothing open that you may see has that in it.' : NOTHING[wanted.list];
  return { kind: 'text', text: count === 0 ? `*${title}*\n${none}` : `*${title}* (${count})${page}` };
}

/** Over what may still be undone. */
export const ENDED_LATELY: PagePart = { kind: 'text', text: '*Ended in the last seven days*' };

/** Which command shows the next page of a search. */
export function furtherPages({ page, word }: { page: number; word: string }): PagePart {
  return { kind: 'text', text: `The next ones: \`@Entente actions ${escapeText(word)} ${page + 1}\`` };
}

/** The choice that opens a page of a list. */
function listChoice(list: List, page: number): string {
  return `list:${list}:${page}`;
}

/** All such choices. */
export const LIST_CHOICES: readonly string[] = LISTS.flatMap((list) =>
  Array.from({ length: MOST_PAGES }, (_, n) => listChoice(list, n + 1)),
);

/** The other lists, with how much is in them. */
export function listsView(pagesOf: Readonly<Record<List, { count: number; pages: number }>>): ItemView {
  const choices = LISTS.flatMap((list): Choice[] => {
    const { count, pages } = pagesOf[list];
    return Array.from({ length: Math.min(pages, MOST_PAGES) }, (_, n) => ({
      id: listChoice(list, n + 1),
      label: n === 0 ? `${HEADINGS[list]} (${count})` : `${HEADINGS[list]}, page ${n + 1}`,
    }));
  });
  return {
    text: '*Other lists*. By a word in it or a name: `@Entente actions flood`. As a file: `@Entente export`.',
    choices,
  };
}

/** To somebody who asks for another organisation's list. */
export const OTHERS_LIST =
  "That list is theirs. `@Entente actions our` shows your own organisation's, `@Entente actions open` all you may see.";
