import { z } from 'zod';

/** What a saved world looks like: every field that the sandbox relies on, so a damaged file is found out early. */

const Json = z.record(z.string(), z.unknown());
const Pairs = <V extends z.ZodType>(value: V) => z.array(z.tuple([z.string(), value]));
const State = z.record(z.string(), z.record(z.string(), Json));

const Team = z.strictObject({ id: z.string(), name: z.string(), domain: z.string() });

const User = z.strictObject({
  id: z.string(),
  teamId: z.string(),
  name: z.string(),
  realName: z.string(),
  tz: z.string(),
  isBot: z.boolean(),
  botId: z.string().exactOptional(),
  appId: z.string().exactOptional(),
  title: z.string(),
  locale: z.string(),
  deleted: z.boolean(),
  isRestricted: z.boolean(),
  updated: z.number(),
});

const Message = z.strictObject({
  ts: z.string(),
  channelId: z.string(),
  userId: z.string(),
  teamId: z.string(),
  botId: z.string().exactOptional(),
  appId: z.string().exactOptional(),
  threadTs: z.string().exactOptional(),
  broadcast: z.boolean(),
  text: z.string(),
  blocks: z.array(Json).exactOptional(),
  metadata: Json.exactOptional(),
  edited: z.strictObject({ user: z.string(), ts: z.string() }).exactOptional(),
  subtype: z.string().exactOptional(),
  clientMsgId: z.string().exactOptional(),
  fileIds: z.array(z.string()),
  reactions: z.array(z.strictObject({ name: z.string(), users: z.array(z.string()) })),
});

const About = z.strictObject({ value: z.string(), creator: z.string(), lastSet: z.number() });

const Channel = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['public', 'private', 'im']),
  teamId: z.string(),
  connectedTeamIds: z.array(z.string()),
  members: Pairs(z.number()),
  created: z.number(),
  creator: z.string(),
  isGeneral: z.boolean(),
  archived: z.boolean(),
  topic: About.exactOptional(),
  purpose: About.exactOptional(),
  messages: z.array(Message),
  pins: z.array(z.strictObject({ ts: z.string(), by: z.string(), at: z.number() })),
});

const Ephemeral = z.strictObject({
  ts: z.string(),
  channelId: z.string(),
  to: z.string(),
  authorId: z.string(),
  threadTs: z.string().exactOptional(),
  text: z.string(),
  blocks: z.array(Json).exactOptional(),
});

const View = z.strictObject({
  id: z.string(),
  appId: z.string(),
  installTeamId: z.string(),
  userId: z.string(),
  type: z.enum(['modal', 'home']),
  rootId: z.string(),
  previousId: z.string().nullable(),
  hash: z.string(),
  data: Json,
  state: State,
  errors: z.record(z.string(), z.string()),
  shown: z.boolean(),
});

const File = z.strictObject({
  id: z.string(),
  name: z.string(),
  size: z.number(),
  userId: z.string(),
  teamId: z.string(),
  created: z.number(),
  title: z.string(),
  altText: z.string(),
  bytes: z.base64().exactOptional(),
  complete: z.boolean(),
  channels: z.array(z.string()),
});

const App = z.strictObject({
  id: z.string(),
  name: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  signingSecret: z.string(),
  verificationToken: z.string(),
  appToken: z.string(),
  scopes: z.array(z.string()).readonly(),
  events: z.array(z.string()).readonly(),
  commands: z
    .array(
      z.strictObject({
        command: z.string(),
        shouldEscape: z.boolean(),
        hints: z
          .array(z.strictObject({ usage: z.string(), about: z.string() }))
          .readonly()
          .exactOptional(),
      }),
    )
    .readonly(),
  shortcuts: z
    .array(z.strictObject({ callbackId: z.string(), name: z.string(), type: z.enum(['message', 'global']) }))
    .readonly(),
  transport: z.enum(['socket', 'http']),
  requestUrls: z.strictObject({ events: z.string(), interactivity: z.string(), commands: z.string() }),
});

const Installation = z.strictObject({
  appId: z.string(),
  teamId: z.string(),
  token: z.string(),
  botUserId: z.string(),
  botId: z.string(),
  scopes: z.array(z.string()).readonly(),
  revoked: z.boolean(),
});

const Call = z.strictObject({
  number: z.number(),
  method: z.string(),
  teamId: z.string().nullable(),
  args: Json,
  realAt: z.number(),
  simulatedAt: z.iso.datetime(),
  ok: z.boolean(),
  error: z.string().nullable(),
  status: z.number(),
  ms: z.number(),
  fault: z.string().nullable(),
});

const Post = z.strictObject({
  channelId: z.string(),
  ts: z.string(),
  teamId: z.string(),
  to: z.string().nullable(),
  ephemeral: z.boolean(),
  text: z.string(),
  blocks: z.array(Json),
  metadata: Json.nullable(),
  simulatedAt: z.iso.datetime(),
});

const Scheduled = z.strictObject({
  id: z.string(),
  channelId: z.string(),
  appId: z.string(),
  teamId: z.string(),
  postAt: z.number(),
  created: z.number(),
  text: z.string(),
  blocks: z.array(Json).exactOptional(),
  threadTs: z.string().exactOptional(),
  broadcast: z.boolean(),
  hasMetadata: z.boolean(),
});

const UserGroup = z.strictObject({
  id: z.string(),
  teamId: z.string(),
  name: z.string(),
  handle: z.string(),
  description: z.string(),
  users: z.array(z.string()),
  channels: z.array(z.string()),
  created: z.number(),
  createdBy: z.string(),
  updated: z.number(),
  updatedBy: z.string(),
  deleted: z.number(),
});

const Parts = z.strictObject({
  now: z.iso.datetime(),
  ids: z.strictObject({ last: Pairs(z.number()), micros: z.number() }),
  teams: z.array(Team).min(1),
  users: z.array(User).min(1),
  channels: z.array(Channel),
  dms: Pairs(z.string()),
  dmErrors: Pairs(z.string()),
  ephemerals: z.array(Ephemeral),
  modals: Pairs(z.array(View)),
  homes: Pairs(View),
  messageStates: Pairs(State),
  files: z.array(File),
  // Files of older versions have none of these.
  scheduled: z.array(Scheduled).default([]),
  userGroups: z.array(UserGroup).default([]),
  apps: z.array(App),
  installations: z.array(Installation),
  notices: z.array(z.strictObject({ userId: z.string(), where: z.string(), text: z.string() })),
  reads: Pairs(z.string()),
  calls: z.array(Call),
  posts: z.array(Post),
});

/** Whether every id that is looked up without asking leads somewhere. */
export const Snapshot = Parts.superRefine((it, context) => {
  const teams = new Set(it.teams.map(({ id }) => id));
  const users = new Set(it.users.map(({ id }) => id));
  const channels = new Set(it.channels.map(({ id }) => id));
  const apps = new Set(it.apps.map(({ id }) => id));
  const files = new Set(it.files.map(({ id }) => id));
  const known = (set: ReadonlySet<string>, id: string, what: string) => {
    if (!set.has(id)) context.addIssue({ code: 'custom', message: `There is no ${what} ${id}` });
  };
  for (const user of it.users) known(teams, user.teamId, 'team');
  for (const channel of it.channels) {
    for (const team of [channel.teamId, ...channel.connectedTeamIds]) known(teams, team, 'team');
    for (const [id] of channel.members) known(users, id, 'person');
    for (const message of channel.messages) {
      known(users, message.userId, 'person');
      for (const file of message.fileIds) known(files, file, 'file');
      if (message.channelId !== channel.id) known(new Set(), message.ts, `place for message`);
    }
  }
  for (const [, id] of it.dms) known(channels, id, 'DM');
  for (const { channelId } of it.scheduled) known(channels, channelId, 'channel');
  for (const { to, channelId } of it.ephemerals) {
    known(users, to, 'person');
    known(channels, channelId, 'channel');
  }
  for (const view of [...it.modals.flatMap(([, views]) => views), ...it.homes.map(([, view]) => view)]) {
    known(users, view.userId, 'person');
    known(apps, view.appId, 'app');
  }
  for (const { appId, teamId, botUserId } of it.installations) {
    known(apps, appId, 'app');
    known(teams, teamId, 'team');
    known(users, botUserId, 'bot');
  }
});
