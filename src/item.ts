/** Items: one thing that the bot has for a person, how it reads and how it is answered; and the pages that show them. */
import type { Act, By, Look } from './act.ts';
import type { Db } from './db/client.ts';
import type { AllianceId, ItemId, MemberId, PersonId } from './kernel/ids.ts';
import type { Form } from './slack/blocks.ts';

/** An item as its feature sees it. */
export interface ItemRow {
  readonly id: ItemId;
  readonly kind: string;
  readonly ref: string;
  readonly data: unknown;
  readonly allianceId: AllianceId | null;
  readonly personId: PersonId;
  readonly memberId: MemberId | null;
  readonly status: 'open' | 'settled' | 'dropped' | 'expired';
  /** When it was shown to somebody; null: nobody has seen it. */
  readonly deliveredAt: Date | null;
}

/** One way to answer an item: a button in a note, an option of a menu in a modal. */
export interface Choice {
  /**
   * What the kind's `choose` or `open` is told; `door:FEATURE.NAME` or
   * `door:FEATURE.NAME/MEMBER` opens that door instead, in the latter case about that member.
   */
  readonly id: string;
  readonly label: string;
  readonly style?: 'primary' | 'danger';
}

/** An item as it reads now. */
export interface ItemView {
  /** mrkdwn, escaped; two lines at best. */
  readonly text: string;
  /** Small print. */
  readonly context?: string;
  /** A picture that was uploaded through the installation that sends this; the text says the same without it. */
  readonly picture?: Picture;
  readonly choices: readonly Choice[];
}

export interface Picture {
  readonly fileId: string;
  /** What its marks stand for, above it. */
  readonly title: string;
  /** What it shows, in words. */
  readonly alt: string;
}

export interface ItemKind {
  /**
   * True where it may stand on a page without having been sent. Whose it is then rests on nothing but `memberId`, who
   * is whoever acts: `render` gives null, and `choose` and `open` refuse, where the row is none of theirs.
   */
  readonly standing?: boolean;
  /**
   * The items as current rows have them, in the order given; null where one is no longer true and was never shown
   * (it is dropped). A settled one still reads as a line in the note that carried it, with the choices that remain
   * (to change an answer, say). A choice is good exactly as long as `render` offers it, whatever the status.
   */
  readonly render: (look: { db: Db; now: Date }, items: readonly ItemRow[]) => Promise<(ItemView | null)[]>;
  /** The choices (by id) that open a modal, made by `open`; all others are done by `choose`. */
  readonly opens?: readonly string[];
  readonly open?: (look: By<Look>, item: ItemRow, choice: string) => Promise<Reply>;
  readonly choose?: (act: By<Act>, item: ItemRow, choice: string) => Promise<Reply>;
}

/** Choices of one feature's beside another's items, such as "Why this?" (docs/adr/0009-asides.md). */
export interface Aside {
  /** What stands beside each item that can be answered now, in the order given; choices are called FEATURE.NAME. */
  readonly beside: (
    look: { db: Db; now: Date },
    items: readonly ItemRow[],
  ) => Promise<(Pick<ItemView, 'context' | 'choices'> | null)[]>;
  readonly opens?: ItemKind['opens'];
  readonly open?: ItemKind['open'];
  readonly choose?: ItemKind['choose'];
}

/** How an act is answered, privately to who acted. null: nothing to add, the note shows it. */
export type Reply =
  | null
  | { readonly say: string } // mrkdwn, escaped
  | { readonly form: Form } // what follows in the same modal; only from a form or an `open`
  | { readonly page: Page } // things with their choices, in a modal; only from an `open`
  | { readonly errors: Readonly<Record<string, string>> }; // from a form: input name → sentence; changes nothing

/**
 * A page of things that somebody can act on: with buttons on their Home, with menus in a modal. Where the words of the
 * command that shows it are known, people of the app's own workspace have buttons in the modal, too (docs/adr/0017).
 */
export interface Page {
  readonly title: string;
  /** The command's word and what follows it (`actions our 2`), so that it is drawn anew after each button. */
  readonly again?: string;
  readonly parts: readonly PagePart[];
}

export type PagePart =
  /** mrkdwn, escaped. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'divider' }
  /** Rendered by the kind's feature; left out where it has nothing to say to this member. */
  | { readonly kind: 'thing'; readonly thing: Thing }
  /** Something that was sent to them, or waits to be. */
  | { readonly kind: 'item'; readonly id: ItemId };

/** Something that can be acted on without having been sent: a row, as an item kind with `standing` shows it. */
export interface Thing {
  /** FEATURE.KIND */
  readonly kind: string;
  readonly ref: string;
  readonly allianceId: AllianceId;
  /** Whose page it stands on. */
  readonly memberId: MemberId;
}
