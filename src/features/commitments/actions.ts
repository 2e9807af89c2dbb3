/** `actions`: what is open, in lists that the reader may see, with what they may do about each. */
import type { By, Look } from '../../act.ts';
import type { Command } from '../../feature.ts';
import type { ItemKind, PagePart, Reply } from '../../item.ts';
import { MemberId } from '../../kernel/ids.ts';
import {
  LISTS,
  type List,
  MOST_THINGS,
  PER_PAGE,
  pagesFor,
  type Wanted,
  wantedBy,
  wordsFor,
} from './actions-domain.ts';
import {
  ENDED_LATELY,
  furtherPages,
  heading,
  LIST_CHOICES,
  listsView,
  OTHERS_LIST,
  TITLE,
} from './actions-views.ts';
import { AFTER_DAYS } from './domain.ts';
import { organisationsOf, visibleTo } from './store.ts';

const WORD = 'actions';
const LISTS_KIND = 'commitments.lists';

const DAY_MS = 86_400_000;

type Viewer = Pick<Look, 'db' | 'now'> & { readonly viewerId: MemberId };

export const actionsCommand: Command = {
  word: WORD,
  usage: '[mine | owed | open | our | a word] [page]',
  about: 'What is with you, what is on its way to you, and what else you may see',
  who: 'member',
  open: async (look, words): Promise<Reply> => {
    const { id, allianceId, organisationId } = look.actor.member;
    const wanted = wantedBy(words, await organisationsOf(look.db, allianceId, organisationId));
    if (wanted === 'others') return { say: OTHERS_LIST };
    return page(look, id, wanted);
  },
};

async function page(
  { db, now, actor }: By<Look>,
  viewerId: MemberId,
  wanted: readonly Wanted[],
): Promise<Reply> {
  const { allianceId } = actor.member;
  const thing = (ref: string): PagePart => {
    return { kind: 'thing', thing: { kind: 'commitments.mine', ref, allianceId, memberId: viewerId } };
  };
  const parts: PagePart[] = [];
  let room = MOST_THINGS;
  for (const one of wanted) {
    const { ids, count } = await listed({ db, now, viewerId }, one);
    room -= ids.length;
    const pages = pagesFor(count);
    parts.push(heading(one, count, pages));
    parts.push(...ids.map((ref) => thing(ref)));
    if (one.kind === 'word' && one.page < pages) parts.push(furtherPages(one));
  }
  // The list that one gets without asking for any: what can still be undone, thanked for or sent back is in it.
  if (wanted.length > 1) {
    const endedSince = new Date(now.getTime() - AFTER_DAYS * DAY_MS);
    const few = { skip: 0, take: room };
    const mine = await visibleTo(db, viewerId, now, { endedSince, ownerId: viewerId }, few);
    const owed = await visibleTo(db, viewerId, now, { endedSince, forId: viewerId }, few);
    const ids = [...mine.ids, ...owed.ids].slice(0, room);
    if (ids.length > 0) parts.push(ENDED_LATELY, ...ids.map((ref) => thing(ref)));
  }
  const lists = { kind: LISTS_KIND, ref: viewerId, allianceId, memberId: viewerId };
  parts.push({ kind: 'divider' }, { kind: 'thing', thing: lists });
  return { page: { title: TITLE, again: `${WORD} ${wordsFor(wanted)}`, parts } };
}

/** A page of a list; the last one where there are fewer. */
async function listed({ db, now, viewerId }: Viewer, wanted: Wanted) {
  const filter = filterOf(wanted, viewerId);
  const stretch = (n: number) => ({ skip: (n - 1) * PER_PAGE, take: PER_PAGE });
  const found = await visibleTo(db, viewerId, now, filter, stretch(wanted.page));
  if (found.count > 0 || wanted.page === 1) return found;
  // Past the end: the first page says how many there are, and the last is shown.
  const { count } = await visibleTo(db, viewerId, now, filter, stretch(1));
  return visibleTo(db, viewerId, now, filter, stretch(pagesFor(count)));
}

function filterOf(wanted: Wanted, viewerId: MemberId) {
  const isOpen = true;
  if (wanted.kind === 'word') return { isOpen, word: wanted.word };
  switch (wanted.list) {
    case 'mine':
      return { isOpen, ownerId: viewerId };
    case 'owed':
      return { isOpen, forId: viewerId };
    case 'open':
      return { isOpen };
    case 'our':
      return { isOpen, isOurs: true };
  }
}

/** The lists that a member may turn to; a thing of its own, so that it stands in a modal and on a Home alike. */
export const listsKind: ItemKind = {
  standing: true,
  render: async ({ db, now }, items) =>
    Promise.all(
      items.map(async ({ ref, memberId }) => {
        const viewerId = MemberId.safeParse(memberId).data;
        if (!viewerId || ref !== viewerId) return null;
        const counts = await Promise.all(
          LISTS.map(async (list) => {
            const filter = filterOf({ kind: 'list', list, page: 1 }, viewerId);
            const { count } = await visibleTo(db, viewerId, now, filter, { skip: 0, take: 1 });
            return [list, { count, pages: pagesFor(count) }] as const;
          }),
        );
        return listsView(Object.fromEntries(counts) as Record<List, { count: number; pages: number }>);
      }),
    ),
  opens: LIST_CHOICES,
  open: async (look, _item, choice) => {
    const [, name, number] = choice.split(':');
    const list = LISTS.find((one) => one === name) ?? 'mine';
    return page(look, look.actor.member.id, [{ kind: 'list', list, page: Number(number) }]);
  },
};
