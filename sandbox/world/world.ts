import { CallLog } from './calls.ts';
import { Changes } from './changes.ts';
import { Clock } from './clock.ts';
import { Faults } from './faults.ts';
import { Ids, secretFor } from './ids.ts';
import type {
  AppDefinition,
  Channel,
  Ephemeral,
  Grant,
  Installation,
  Message,
  Notice,
  Pin,
  Scheduled,
  StoredFile,
  Team,
  User,
  UserGroup,
  View,
  ViewState,
} from './model.ts';
import type { Outbound } from './outbound.ts';

/** Where Slack's behaviour is not documented, or differs between workspaces, the story chooses. */
export interface WorldOptions {
  /** What becomes of a button inside a modal that a partner's person opened. */
  partnerModalActions: 'team-of-person' | 'team-of-app' | 'fail';
  /** `lean`: partners' people come without a time zone and with names only in their profile. */
  partnerProfiles: 'full' | 'lean';
  /** Whether a partner's person sees an ephemeral message; Slack does not promise it. */
  partnerEphemerals: 'shown' | 'lost';
  /** Which side's id an event's outer `team_id` carries for what a partner did. */
  envelopeTeam: 'author' | 'installation';
  /** How long Slack waits for an acknowledgement, in real milliseconds. */
  ackMs: number;
  /** The waits before an event is sent again, in real milliseconds (Slack: 0, one and five minutes). */
  retryDelaysMs: readonly number[];
  triggerMs: number;
  responseUrlMs: number;
}

const DEFAULTS: WorldOptions = {
  partnerModalActions: 'team-of-person',
  partnerProfiles: 'full',
  partnerEphemerals: 'shown',
  envelopeTeam: 'author',
  ackMs: 3000,
  retryDelaysMs: [0, 1000, 5000],
  triggerMs: 3000,
  responseUrlMs: 30 * 60_000,
};

export type NewUser = Pick<User, 'teamId' | 'name' | 'realName' | 'tz'> &
  Partial<Pick<User, 'id' | 'title' | 'locale' | 'isRestricted'>>;

export type NewApp = Pick<AppDefinition, 'name' | 'scopes' | 'events' | 'commands' | 'shortcuts'> &
  Partial<Pick<AppDefinition, 'transport' | 'requestUrls'>>;

export type MessageHook = (message: Message | Ephemeral) => void;

/** Everything that the fake Slack knows, in memory. Rules live beside it; this holds and finds. */
export class World {
  readonly clock: Clock;
  readonly ids = new Ids();
  readonly options: WorldOptions;
  readonly teams = new Map<string, Team>();
  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  readonly messages = new Map<string, Message[]>();
  readonly pins = new Map<string, Pin[]>();
  readonly modals = new Map<string, View[]>();
  readonly homes = new Map<string, View>();
  readonly files = new Map<string, StoredFile>();
  readonly userGroups = new Map<string, UserGroup>();
  readonly apps = new Map<string, AppDefinition>();
  readonly grants = new Map<string, Grant>();
  readonly installations: Installation[] = [];
  /** The DM of two users, by both their ids. */
  readonly dms = new Map<string, Channel>();
  /** Members whom no DM reaches, with the error that an app gets. */
  readonly dmErrors = new Map<string, string>();
  /** What each person chose in the selects of a message so far; nobody else sees it. */
  readonly messageStates = new Map<string, ViewState>();
  readonly log = new CallLog();
  readonly faults = new Faults();
  readonly hooks = new Set<MessageHook>();
  /** The newest message that each person has seen in a place, by `readKey`. */
  readonly reads = new Map<string, string>();
  readonly changes = new Changes();
  ephemerals: Ephemeral[] = [];
  notices: Notice[] = [];
  scheduled: Scheduled[] = [];
  rateLimits = false;
  /** Carries what happens here to the apps; nothing does until a server is attached. */
  outbound: Outbound | undefined;
  /** Where the server listens; upload and response addresses begin with it. */
  baseUrl = 'http://127.0.0.1';

  constructor(start: Date, options: Partial<WorldOptions> & { flows?: boolean } = {}) {
    const { flows = false, ...rest } = options;
    this.clock = new Clock(start, { flows });
    this.options = { ...DEFAULTS, ...rest };
  }

  /** Every call to the Web API, oldest first. */
  get calls() {
    return this.log.calls;
  }

  /** Every message that apps got through to people, ephemeral ones too: what people saw, counted. */
  posts() {
    return this.log.posts;
  }

  /** Calls the hook for every new message; returns the way to stop. */
  onMessage(hook: MessageHook): () => void {
    this.hooks.add(hook);
    return () => this.hooks.delete(hook);
  }

  addTeam(name: string, domain: string): Team {
    const team = { id: this.ids.next('T'), name, domain };
    this.teams.set(team.id, team);
    return team;
  }

  addUser(user: NewUser): User {
    const added: User = {
      title: '',
      locale: 'en-GB',
      isRestricted: false,
      id: this.ids.next('U'),
      ...user,
      isBot: false,
      deleted: false,
      updated: this.clock.seconds(),
    };
    this.users.set(added.id, added);
    return added;
  }

  addChannel(channel: Pick<Channel, 'name' | 'teamId' | 'creator'> & Partial<Channel>): Channel {
    const kind = channel.kind ?? 'public';
    const added: Channel = {
      id: this.ids.next(kind === 'im' ? 'D' : 'C'),
      kind,
      connectedTeamIds: [],
      members: new Map(),
      created: this.clock.seconds(),
      isGeneral: false,
      archived: false,
      ...channel,
    };
    this.channels.set(added.id, added);
    this.messages.set(added.id, []);
    this.pins.set(added.id, []);
    return added;
  }

  addApp(app: NewApp): AppDefinition {
    const id = this.ids.next('A');
    const added: AppDefinition = {
      id,
      clientId: `${this.ids.count('client')}.${this.ids.count('client')}`,
      clientSecret: secretFor(`client ${id}`),
      signingSecret: secretFor(`signing ${id}`),
      verificationToken: secretFor(`verification ${id}`),
      appToken: `xapp-1-${id}-${secretFor(`app ${id}`)}`,
      transport: 'socket',
      requestUrls: { events: '', interactivity: '', commands: '' },
      ...app,
    };
    this.apps.set(id, added);
    return added;
  }

  team(id: string): Team {
    return found(this.teams.get(id), `team ${id}`);
  }

  user(id: string): User {
    return found(this.users.get(id), `user ${id}`);
  }

  channel(id: string): Channel {
    return found(this.channels.get(id), `channel ${id}`);
  }

  app(id: string): AppDefinition {
    return found(this.apps.get(id), `app ${id}`);
  }

  installation(appId: string, teamId: string): Installation | undefined {
    return this.installations.find((it) => it.appId === appId && it.teamId === teamId && !it.revoked);
  }

  /** The installation whose bot this user is, if it is one and still installed. */
  installationOfBot(userId: string): Installation | undefined {
    return this.installations.find((it) => it.botUserId === userId && !it.revoked);
  }

  messagesIn(channelId: string): Message[] {
    return this.messages.get(channelId) ?? [];
  }

  message(channelId: string, ts: string): Message | undefined {
    return this.messagesIn(channelId).find((it) => it.ts === ts);
  }

  modalsOf(userId: string): View[] {
    const stack = this.modals.get(userId) ?? [];
    this.modals.set(userId, stack);
    return stack;
  }

  /** A view by its id, whoever has it open. */
  view(match: (view: View) => boolean): View | undefined {
    for (const stack of this.modals.values()) for (const view of stack) if (match(view)) return view;
    for (const view of this.homes.values()) if (match(view)) return view;
    return undefined;
  }

  /** A new `ts` at the simulated present. */
  nextTs(): string {
    return this.ids.ts(this.clock.seconds());
  }

  /** Shows a person something that is no message, such as an error beside a button. */
  notify(userId: string, where: string, what: string): void {
    this.notices.push({ userId, where, text: what });
  }

  /** The state of views and homes is keyed by app and person: one Home each. */
  homeKey(appId: string, userId: string): string {
    return `${appId}/${userId}`;
  }

  readKey(userId: string, channelId: string): string {
    return `${userId}/${channelId}`;
  }

  /** A fresh `hash`, which `views.update` may ask to match. */
  nextHash(): string {
    return `${this.clock.seconds()}.${secretFor(`hash ${this.ids.count('hash')}`).slice(0, 8)}`;
  }
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is no ${what} in this world`);
  return value;
}
