/** What the world is made of. Names here are ours; the wire's snake_case lives in `api/shapes.ts`. */

export type Json = Record<string, unknown>;

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

export interface User {
  readonly id: string;
  readonly teamId: string;
  name: string;
  realName: string;
  tz: string;
  readonly isBot: boolean;
  readonly botId?: string;
  readonly appId?: string;
  title: string;
  locale: string;
  deleted: boolean;
  isRestricted: boolean;
  updated: number;
}

export type ChannelKind = 'public' | 'private' | 'im';

export interface Channel {
  id: string;
  name: string;
  readonly kind: ChannelKind;
  /** The host in a Slack Connect channel; for a DM with an app, the team of its installation. */
  readonly teamId: string;
  /** The other teams of a Slack Connect channel, in the order in which they were connected. */
  readonly connectedTeamIds: string[];
  /** Who is in, with the number of the act that brought them in: "who joined last" decides deliveries. */
  readonly members: Map<string, number>;
  readonly created: number;
  readonly creator: string;
  readonly isGeneral: boolean;
  archived: boolean;
  topic?: About;
  purpose?: About;
}

/** What a channel says of itself. */
export interface About {
  readonly value: string;
  readonly creator: string;
  readonly lastSet: number;
}

export interface Reaction {
  readonly name: string;
  readonly users: string[];
}

export interface Message {
  readonly ts: string;
  readonly channelId: string;
  readonly userId: string;
  readonly teamId: string;
  readonly botId?: string;
  readonly appId?: string;
  readonly threadTs?: string;
  readonly broadcast: boolean;
  text: string;
  blocks?: Json[];
  metadata?: Json;
  edited?: { user: string; ts: string };
  readonly subtype?: string;
  readonly clientMsgId?: string;
  readonly fileIds: string[];
  readonly reactions: Reaction[];
}

export interface Ephemeral {
  readonly ts: string;
  readonly channelId: string;
  readonly to: string;
  readonly authorId: string;
  readonly threadTs?: string;
  text: string;
  blocks?: Json[];
}

export interface Pin {
  readonly ts: string;
  readonly by: string;
  readonly at: number;
}

export type ViewState = Record<string, Record<string, Json>>;

export interface View {
  readonly id: string;
  readonly appId: string;
  readonly installTeamId: string;
  readonly userId: string;
  readonly type: 'modal' | 'home';
  readonly rootId: string;
  readonly previousId: string | null;
  hash: string;
  data: Json;
  state: ViewState;
  /** What the app answered to the last submission, by block_id; shown under the fields. */
  errors: Record<string, string>;
  /** False for a Home published to a partner: Slack says ok and shows nothing. */
  readonly shown: boolean;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly userId: string;
  readonly teamId: string;
  readonly created: number;
  title: string;
  altText: string;
  bytes?: Buffer;
  complete: boolean;
  readonly channels: string[];
}

export interface SlashCommand {
  readonly command: string;
  readonly shouldEscape: boolean;
  /** What may follow it, for whoever types it: from the app's own table. */
  readonly hints?: readonly { readonly usage: string; readonly about: string }[];
}

export interface Shortcut {
  readonly callbackId: string;
  readonly name: string;
  readonly type: 'message' | 'global';
}

export interface AppDefinition {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  readonly verificationToken: string;
  readonly appToken: string;
  readonly scopes: readonly string[];
  events: readonly string[];
  commands: readonly SlashCommand[];
  readonly shortcuts: readonly Shortcut[];
  transport: 'socket' | 'http';
  requestUrls: { events: string; interactivity: string; commands: string };
}

export interface Installation {
  readonly appId: string;
  readonly teamId: string;
  token: string;
  readonly botUserId: string;
  readonly botId: string;
  scopes: readonly string[];
  revoked: boolean;
}

/** What a person allowed on the consent page; the app trades the code for a token. */
export interface Grant {
  readonly code: string;
  readonly appId: string;
  readonly teamId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string | undefined;
  used: boolean;
}

/** A message that an app has handed over before its time. */
export interface Scheduled {
  readonly id: string;
  readonly channelId: string;
  readonly appId: string;
  readonly teamId: string;
  /** Unix seconds. */
  readonly postAt: number;
  readonly created: number;
  readonly text: string;
  readonly blocks?: Json[];
  readonly threadTs?: string;
  readonly broadcast: boolean;
  /** Slack takes a message with metadata, and never posts it. */
  readonly hasMetadata: boolean;
}

/** People of one team who are mentioned together. */
export interface UserGroup {
  readonly id: string;
  readonly teamId: string;
  name: string;
  handle: string;
  description: string;
  users: string[];
  readonly channels: string[];
  readonly created: number;
  readonly createdBy: string;
  updated: number;
  updatedBy: string;
  /** Unix seconds of its end; 0 while it is in use. */
  deleted: number;
}

/** Something a person sees that is no message: an error banner, a warning beside a button. */
export interface Notice {
  readonly userId: string;
  readonly where: string;
  readonly text: string;
}
