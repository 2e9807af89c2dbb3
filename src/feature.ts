/**
 * The contract between a feature and the app. Its optional slots are the only place where features meet: a feature
 * never imports another, it tells a fact, and whoever cares reacts (docs/adr/0002-facts.md).
 */
import type { Act, Actor, By, Fact, Look, Work } from './act.ts';
import type { Db } from './db/client.ts';
import type { Aside, ItemKind, Page, Reply } from './item.ts';
import type { AllianceId, MemberId, PersonId } from './kernel/ids.ts';
import type { Action } from './kernel/permissions.ts';
import type { Directory, SeenPerson } from './slack/directory.ts';
import type { FileToShow } from './slack/surface.ts';

/** What a program fetches without Slack, at an address that only its owner knows. */
export interface Download {
  /** The media type. */
  readonly type: string;
  readonly text: string;
}

/** One word of `/alliance WORD …`, and of `@entente WORD …`. */
export type Command = CommandOf<'anyone', Look, Act> | CommandOf<MemberAction, By<Look>, By<Act>>;

/** What only members do, in the table of permissions. */
type MemberAction = Exclude<Action, 'anyone'>;

interface CommandOf<Who, L, A> {
  readonly word: string;
  /** What may follow the word: `@a @b [rhythm]`. */
  readonly usage: string;
  /** One line for `help`. */
  readonly about: string;
  /**
   * The action in the table of permissions (kernel/permissions.ts). The shell refuses whoever has no say in it at all
   * with a kind sentence; how far a say reaches, the feature asks of the same table.
   */
  readonly who: Who;
  /** True where these words need a modal: `open` is then used, otherwise `run`. */
  readonly opens?: (words: string) => boolean;
  readonly open?: (look: L, words: string) => Promise<Reply>;
  /** `source`: the message in which it was said; none where it was typed as a slash command. */
  readonly run?: (act: A, words: string, source?: Source) => Promise<Reply>;
}

/** A button of the pinned message: a private modal for everybody, also where the app is not installed. */
export interface Door {
  /** FEATURE.NAME */
  readonly id: string;
  readonly label: string;
  /** `about`: the member whom the choice that led here was about, if it was about one. */
  readonly open: (look: By<Look>, about?: MemberId) => Promise<Reply>;
}

/** An entry in the menu of any message; its id is also in manifest.yml. Only people of organisations with the app have it. */
export interface Shortcut {
  /** FEATURE.NAME */
  readonly id: string;
  readonly open: (look: By<Look>, message: PointedAt) => Promise<Reply>;
}

/** The message that somebody pointed at. */
export interface PointedAt {
  readonly text: string;
  /** Its author's user id; null where an app wrote it. */
  readonly userId: string | null;
  readonly permalink: string | null;
}

/** A form's answers: input name → text, chosen value or date; '' and null where nothing was given. */
export type Values = Readonly<Record<string, string | null>>;

/** What happens when a form is sent. `meta` comes back from the client: ids in it are checked like any other. */
export type FormHandler = FormOf<'anyone', Act> | FormOf<MemberAction, By<Act>>;

interface FormOf<Who, A> {
  readonly who: Who;
  readonly submit: (act: A, values: Values, meta: Readonly<Record<string, string>>) => Promise<Reply>;
}

/** Where a sentence to the bot was said. */
export interface Source {
  readonly channelId: string;
  readonly ts: string;
  readonly permalink: string | null;
  /** The thread in which it was said, if it was said in one. */
  readonly threadTs?: string;
  readonly isDirect: boolean;
}

/** An event of Slack's that a feature follows, by its type; `event` is parsed by the feature. */
export type Listener = (
  work: Work & { viaTeamId: string; slack: Directory },
  event: unknown,
) => Promise<void>;

/** What a job may do: it runs in a worker, and may be run again where it did not end well. */
export interface JobLook {
  readonly db: Db;
  readonly now: Date;
  /** Writes, in one transaction. */
  write<T>(run: (work: Work) => Promise<T>): Promise<T>;
  /** Slack through a workspace's installation; null where there is none. */
  surface(teamId: string): Promise<Surface | null>;
}

/** A channel as one installation sees it. */
export interface SeenChannel {
  /** Whether the installation's bot is in it, and so may post. */
  readonly isIn: boolean;
  readonly isArchived: boolean;
}

/** What a job sees and shows through one installation, beside messages. All throw where Slack cannot be asked. */
export interface Surface {
  /** null where this installation knows no such channel. */
  channel(channelId: string): Promise<SeenChannel | null>;
  /** Everybody in a channel, as Slack has it now. */
  people(channelId: string): Promise<SeenPerson[]>;
  /** The user ids of a channel, and nothing else of anybody; null where this installation's bot is not in it. */
  userIds(channelId: string): Promise<readonly string[] | null>;
  /** What a workspace calls itself; null where Slack will not say. */
  teamName(teamId: string): Promise<string | null>;
  /** Shows a Home; people of other workspaces have none here. */
  showHome(person: Pick<Actor, 'personId' | 'userId'>, page: Page): Promise<void>;
  /** Uploads a file, for a picture in a message; its id, or null where Slack refuses it. */
  upload(file: FileToShow): Promise<string | null>;
  /** Gives somebody a file in their direct messages; false where none reach them, or Slack refuses the file. */
  give(userId: string, file: FileToShow, words: string): Promise<boolean>;
  /** Takes a file back that was given or uploaded; nothing happens where it is gone already. */
  takeBack(fileId: string): Promise<void>;
}

/** Somebody to forget: what they were in each alliance, and who they were. */
export interface Forgotten {
  readonly memberIds: readonly MemberId[];
  /** Null where the person stays, in another alliance: only what these members left behind goes. */
  readonly personId: PersonId | null;
  /** What they are called: it is taken out of texts that stay. */
  readonly name: string;
}

/** Of whom a file is, and who is given it. */
export interface Exported {
  readonly memberIds: readonly MemberId[];
  /** Only what their organisation may read of them. */
  readonly isShared: boolean;
  /** Who reads it: they themselves, or whoever asked for their organisation. */
  readonly readers: readonly MemberId[];
  readonly now: Date;
}

/** What is kept about somebody, one line of a file that they are given. */
export interface ExportRow {
  /** What it is, in plain words. */
  readonly what: string;
  /** An instant (ISO 8601) or a date; '' where it has none. */
  readonly at: string;
  readonly alliance: string;
  readonly text: string;
}

export interface Feature {
  /** The folder's name, and the prefix of its items, forms and doors. */
  readonly name: string;
  readonly commands?: readonly Command[];
  readonly doors?: readonly Door[];
  readonly shortcuts?: readonly Shortcut[];
  /** `GET /NAME/REST`, by NAME; null: there is nothing at that address. */
  readonly downloads?: Readonly<
    Record<string, (look: Pick<Look, 'db' | 'now'>, rest: string) => Promise<Download | null>>
  >;
  /** By FEATURE.KIND. */
  readonly items?: Readonly<Record<string, ItemKind>>;
  /** Beside others' items, by their FEATURE.KIND. */
  readonly asides?: Readonly<Record<string, Aside>>;
  /** By FEATURE.NAME. */
  readonly forms?: Readonly<Record<string, FormHandler>>;
  /** A sentence to the bot that is no command; null: not mine. */
  readonly sentence?: (act: By<Act>, text: string, source: Source) => Promise<Reply | 'not mine'>;
  readonly listen?: Readonly<Record<string, Listener>>;
  readonly due?: {
    /** Claims at most `limit` rows that have fallen due and writes items; how many it claimed. */
    readonly run: (work: Work, limit: number) => Promise<number>;
    /** When something falls due next; null: nothing is planned. */
    readonly next: (db: Db) => Promise<Date | null>;
  };
  readonly react?: (work: Work, fact: Fact) => Promise<void>;
  /**
   * Erases or makes nameless, in the feature's own tables, what a person has left there. What others promised, said or
   * were promised stays true. Doing it twice changes nothing.
   */
  readonly erase?: (work: Work, whom: Forgotten) => Promise<void>;
  /** What the feature keeps about members, as they themselves may read it; `isShared`: only what their organisation may. */
  readonly export?: (db: Db, whom: Exported) => Promise<ExportRow[]>;
  /** Deletes what has ended before an instant and belongs to these members; how many rows. */
  readonly expire?: (work: Work, memberIds: readonly MemberId[], before: Date) => Promise<number>;
  /** Once a day, about each alliance: puts right what Slack has not told. */
  readonly daily?: (work: Work, allianceId: AllianceId) => Promise<void>;
  /** By FEATURE.NAME: what is too slow for whoever waits, about one row each (`Work.later`). */
  readonly jobs?: Readonly<Record<string, (look: JobLook, id: string) => Promise<void>>>;
  /** By FEATURE.NAME, for jobs that somebody waits for: tells them, where one has failed and is not tried again. */
  readonly gaveUp?: Readonly<Record<string, (work: Work, id: string) => Promise<void>>>;
}
