/** A commitment as it stands on somebody's Home or in a list: not sent, and with what they may do about it now. */
import type { Choice, ItemKind, ItemRow, ItemView } from '../../item.ts';
import { MemberId } from '../../kernel/ids.ts';
import { peopleOf } from './act.ts';
import { endingIn, mayReopen } from './afterwards.ts';
import { type Commitment, type Ending, endedLately } from './domain.ts';
import { choose, OPENS, open } from './item-acts.ts';
import { commitmentsById, historyOf, visibleTo } from './store.ts';
import { CHOICES, offered } from './views.ts';
import { bare, dueWords, forWhom, nameOf, type Scene } from './words.ts';

export const standingKind: ItemKind = {
  standing: true,
  async render({ db, now }, items) {
    const found = await commitmentsById(
      db,
      items.map(({ ref }) => ref),
    );
    const people = await peopleOf(db, [...found.values()]);
    const ended = [...found.values()].filter(({ endedAt }) => endedAt !== null).map(({ id }) => id);
    const histories = Map.groupBy(await historyOf(db, ended), ({ commitmentId }) => commitmentId);
    const seen = new Map<string, ReadonlySet<string>>();
    for (const reader of new Set(items.flatMap(({ memberId }) => memberId ?? []))) {
      const filter = { ids: [...found.keys()] };
      const all = { skip: 0, take: items.length };
      const { ids } = await visibleTo(db, MemberId.parse(reader), now, filter, all);
      seen.set(reader, new Set(ids));
    }
    return items.map((item) => {
      const commitment = found.get(item.ref);
      if (!commitment || !seen.get(item.memberId ?? '')?.has(item.ref)) return null;
      const ending = endingIn(histories.get(commitment.id) ?? []);
      return standingView(commitment, item, { people, reader: item.memberId, now }, ending);
    });
  },
  opens: OPENS,
  open,
  choose,
};

/** Null where it is over and nothing is left to do about it. */
function standingView(
  commitment: Commitment,
  { allianceId }: ItemRow,
  scene: Scene,
  ending: Ending | null,
): ItemView | null {
  if (commitment.allianceId !== allianceId) return null;
  const { reader } = scene;
  const { ownerId, forId, status } = commitment;
  const choices = choicesFor(commitment, scene, ending);
  const isOpen = status === 'proposed' || status === 'accepted';
  if (!isOpen && choices.length === 0) return null;
  const what = `*${bare(commitment.text)}*`;
  const whose =
    ownerId === reader
      ? forWhom(forId, scene)
      : `, from ${nameOf(scene.people, ownerId)}${forId === reader ? '' : forWhom(forId, scene)}`;
  const small = ownerId === reader ? offered(commitment, scene) : '';
  return {
    text: `${what}${whose}${stateWords(commitment, scene)}`,
    ...(small ? { context: small } : {}),
    choices: [...choices, CHOICES.history],
  };
}

function stateWords(commitment: Commitment, scene: Scene): string {
  const due = dueWords(commitment, scene, ' · ') || ' · without a day yet';
  switch (commitment.status) {
    case 'proposed':
      return `${due} · not accepted yet`;
    case 'accepted':
      return due; // lateness is said in notes, to its owner first
    case 'done':
      return ' · done';
    case 'let_go':
    case 'declined':
      return ' · off the list';
  }
}

function choicesFor(commitment: Commitment, { reader, now }: Scene, ending: Ending | null): Choice[] {
  const { ownerId, forId, writtenById, status, recurrence } = commitment;
  const isOwner = ownerId === reader;
  switch (status) {
    case 'proposed':
      if (isOwner) return [CHOICES.accept, CHOICES.date, CHOICES.handOver, CHOICES.decline];
      return writtenById === reader ? [CHOICES.reassign, CHOICES.withdraw] : [];
    case 'accepted':
      if (isOwner) {
        return [
          CHOICES.done,
          CHOICES.date,
          ...(recurrence ? [CHOICES.skip] : []),
          CHOICES.handOver,
          CHOICES.needHand,
          CHOICES.blocked,
          CHOICES.letGo,
        ];
      }
      return forId === reader ? [CHOICES.release] : [];
    case 'done':
      if (!endedLately(commitment, now)) return [];
      if (isOwner) return [CHOICES.reopen];
      return forId === reader ? [CHOICES.thanks, CHOICES.notQuite] : [];
    case 'let_go': {
      const may =
        reader !== null && endedLately(commitment, now) && mayReopen(commitment, { id: reader }, ending);
      return may ? [isOwner ? CHOICES.reopen : CHOICES.stillNeeded] : [];
    }
    case 'declined':
      return [];
  }
}
