/** What a digest's reader could do, and what people did for one another. Pure. */
import type { MemberId } from '../../kernel/ids.ts';

/** Something that the reader was sent and that can be answered. */
export interface ToDo {
  readonly itemId: string;
  readonly text: string;
  /** Whose it is. */
  readonly ownerId: MemberId;
}

/** What waits for the reader, the longest first. */
export interface Acts {
  /** Leaders: somebody of theirs could use some time. */
  readonly offer: readonly ToDo[];
  /** A yes or no of the reader's. */
  readonly decide: readonly string[];
  /** Done for the reader, and not thanked for. */
  readonly thank: readonly ToDo[];
}

export type Suggested = 'offer' | 'decide' | 'thank';

/** The one act that a digest suggests of what waits for the reader: what helps most. Null: nothing waits. */
export function suggested({ offer, decide, thank }: Acts): Suggested | null {
  if (offer.length > 0) return 'offer';
  if (decide.length > 0) return 'decide';
  return thank.length > 0 ? 'thank' : null;
}

/** The items that such an act is about. */
export function itemsOf(acts: Acts, act: Suggested): readonly string[] {
  if (act === 'decide') return acts.decide;
  const [first] = acts[act];
  return first ? [first.itemId] : [];
}

/** Thanks that the reader may read: their own, and what both agreed to share. */
export interface Thanked {
  readonly fromId: MemberId;
  readonly toId: MemberId;
  readonly words: string;
  /** What it was for; null where that is for fewer eyes than the thanks. */
  readonly text: string | null;
}

/** How many people noted a talk in these days: of the reader's organisation, and of the others. */
export interface Talks {
  readonly own: number;
  readonly others: number;
}

const FEWEST_ANSWERS = 5;

/** Figures on answers need five in each group that is shown, and in what is left when one's own is subtracted. */
export function showsTalks({ others }: Talks): boolean {
  return others >= FEWEST_ANSWERS;
}
