/** What the page reads over HTTP. Types only, so that the page can share them. */

export type Json = Record<string, unknown>;

/** One message, as the page draws it. */
export interface PageMessage {
  readonly ts: string;
  readonly userId: string;
  readonly isApp: boolean;
  /** Slack's markup; drawn only where there are no blocks. */
  readonly text: string;
  readonly blocks: Json[];
  /** What this reader chose in its menus so far, by block and action. */
  readonly state: Json;
  readonly threadTs: string | null;
  readonly ephemeral: boolean;
  readonly edited: boolean;
  readonly pinned: boolean;
  readonly reactions: { readonly name: string; readonly users: string[] }[];
  readonly files: { readonly id: string; readonly name: string; readonly isImage: boolean }[];
  readonly replies: number;
  readonly lastReply: string | null;
}

/** A channel or DM in the list on the left. */
export interface PagePlace {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly archived: boolean;
  /** The other one of a DM. */
  readonly peerId: string | null;
  readonly teamIds: string[];
  readonly unread: number;
  /** Unread messages that mention the reader; in a DM, all of them. */
  readonly mentions: number;
}

/** The channel or DM that is open: a stretch of its messages, oldest first. */
export interface OpenPlace extends PagePlace {
  readonly members: string[];
  /** How many messages it has outside threads, and the number of the first one given. */
  readonly total: number;
  readonly first: number;
  readonly messages: PageMessage[];
  /** The `ts` of the newest message that its reader has seen; null: none yet. */
  readonly lastRead: string | null;
  readonly pins: PageMessage[];
  readonly notices: string[];
}

export interface PageView {
  readonly id: string;
  readonly title: string;
  readonly submit: string | null;
  readonly close: string;
  readonly blocks: Json[];
  readonly state: Json;
  /** By block_id. */
  readonly errors: Record<string, string>;
  readonly notices: string[];
  /** How many modals lie under this one. */
  readonly depth: number;
}

export interface PageApp {
  readonly id: string;
  readonly name: string;
  readonly botId: string;
  /** Whether it is installed in the reader's own organisation. */
  readonly own: boolean;
  /** Words that may follow a mention of it, for those without its commands too. */
  readonly hints: PageCommand['hints'];
  readonly home: PageView | null;
}

export interface PageCommand {
  readonly command: string;
  readonly hints: { readonly usage: string; readonly about: string }[];
}

/** All that one person sees, of the place that they have open. */
export interface Pane {
  readonly now: string;
  readonly meId: string;
  readonly places: PagePlace[];
  readonly apps: PageApp[];
  /** Empty where the app is not installed in one's organisation, as in Slack. */
  readonly commands: PageCommand[];
  readonly shortcuts: { readonly callbackId: string; readonly name: string; readonly type: string }[];
  readonly place: OpenPlace | null;
  readonly thread: PageMessage[] | null;
  readonly modal: PageView | null;
  readonly notices: string[];
}

/** Who and what there is. */
export interface PageUser {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  readonly tz: string;
  readonly isBot: boolean;
  readonly deleted: boolean;
}

export interface TourStep {
  readonly title: string;
  readonly about: string;
  readonly tasks: { readonly text: string; readonly as: string | null; readonly done: boolean }[];
}

/** What all of the page shares: time, people with something unread, the bot, faults, the tour. */
export interface Overview {
  readonly now: string;
  /** What is under way with the whole world, such as playing the example's first days; null: nothing. */
  readonly busy: string | null;
  readonly teams: { readonly id: string; readonly name: string; readonly hasApp: boolean }[];
  readonly users: PageUser[];
  readonly channels: { readonly id: string; readonly name: string }[];
  readonly waiting: Record<string, { readonly unread: number; readonly modal: boolean }>;
  readonly bot: BotReport | null;
  /** The app that anybody may add to their organisation, and where (`?as=` their id); null: there is none. */
  readonly addable: { readonly name: string; readonly url: string } | null;
  readonly faults: { readonly id: number; readonly about: string; readonly struck: number }[];
  readonly posts: { readonly seen: number; readonly twice: number };
  readonly tour: { readonly steps: TourStep[] } | null;
}

/** How the bot's process is, and how many of its messages are in which state. */
export interface BotReport {
  readonly running: boolean;
  readonly messages: Record<string, number>;
}

/** One thing that the bot did. */
export interface Deed {
  readonly number: number;
  readonly at: string;
  readonly what: 'message' | 'whisper' | 'update' | 'modal' | 'home' | 'pin' | 'failed';
  /** Whom it reached, where that is one person. */
  readonly toId: string | null;
  /** The channel or DM, where there is one. */
  readonly place: string | null;
  readonly text: string;
  /** Why: the message's key, and the keys of what it carries. */
  readonly key: string | null;
  readonly items: string[];
  readonly error: string | null;
}
