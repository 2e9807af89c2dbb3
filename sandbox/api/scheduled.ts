import { botProfile } from '../wire/message-shapes.ts';
import { compact } from '../world/json.ts';
import type { Json, Scheduled } from '../world/model.ts';
import { type Args, page } from './args.ts';
import { content, metadataOf, target, threadOf } from './chat.ts';
import { SlackError } from './errors.ts';
import { type Caller, channelFor, type Method, TIER_3 } from './methods.ts';

/** Messages for later, which Slack keeps as they are: they cannot be changed, only taken back. */

const MOST_AHEAD_S = 120 * 86_400;
/** So many in one channel within so long. */
const CROWD = { most: 30, withinS: 300 };
/** So shortly before its time a message cannot be taken back any more. */
const ON_ITS_WAY_S = 60;

function schedule(caller: Caller, args: Args): Json {
  const { world, app, bot, installation } = caller;
  const channel = target(caller, args);
  const now = world.clock.seconds();
  const postAt = Number(args.text('post_at') ?? Number.NaN);
  if (!Number.isInteger(postAt)) throw new SlackError('invalid_time');
  if (postAt <= now) throw new SlackError('time_in_past');
  if (postAt > now + MOST_AHEAD_S) throw new SlackError('time_too_far');
  const near = world.scheduled.filter(
    (it) => it.channelId === channel.id && Math.abs(it.postAt - postAt) < CROWD.withinS,
  );
  if (near.length >= CROWD.most) throw new SlackError('restricted_too_many');
  const said = content(caller, args);
  const threadTs = threadOf(caller, channel, args);
  const scheduled: Scheduled = {
    id: world.ids.next('Q'),
    channelId: channel.id,
    appId: app.id,
    teamId: installation.teamId,
    postAt,
    created: now,
    broadcast: args.flag('reply_broadcast'),
    ...said,
    ...(threadTs && { threadTs }),
    hasMetadata: metadataOf(args) !== undefined,
  };
  world.scheduled.push(scheduled);
  const message = compact({
    type: 'delayed_message',
    text: said.text,
    blocks: said.blocks,
    user: bot.id,
    team: bot.teamId,
    bot_id: installation.botId,
    app_id: app.id,
    bot_profile: botProfile(world, { botId: installation.botId, appId: app.id, teamId: bot.teamId }),
  });
  return { channel: channel.id, scheduled_message_id: scheduled.id, post_at: postAt, message };
}

function mine({ world, app, installation }: Caller): Scheduled[] {
  return world.scheduled.filter((it) => it.appId === app.id && it.teamId === installation.teamId);
}

function remove(caller: Caller, args: Args): Json {
  const { world } = caller;
  const channel = channelFor(caller, args);
  const id = args.required('scheduled_message_id', 'invalid_scheduled_message_id');
  const found = mine(caller).find((it) => it.id === id && it.channelId === channel.id);
  if (found === undefined || found.postAt <= world.clock.seconds() + ON_ITS_WAY_S) {
    throw new SlackError('invalid_scheduled_message_id');
  }
  world.scheduled = world.scheduled.filter((it) => it !== found);
  return {};
}

function list(caller: Caller, args: Args): Json {
  const named = args.text('channel');
  const channel = named === undefined ? undefined : caller.world.channels.get(named);
  if (named !== undefined && channel === undefined) throw new SlackError('invalid_channel');
  const instant = (name: string, fallback: number) => Number(args.text(name) ?? fallback);
  const [oldest, latest] = [instant('oldest', 0), instant('latest', Number.POSITIVE_INFINITY)];
  const all = mine(caller)
    .filter((it) => channel === undefined || it.channelId === channel.id)
    .filter((it) => it.postAt >= oldest && it.postAt <= latest)
    .sort((a, b) => a.postAt - b.postAt);
  const { page: some, next } = page(all, args.limit(100), args.text('cursor'));
  return {
    scheduled_messages: some.map((it) => ({
      id: it.id,
      channel_id: it.channelId,
      post_at: it.postAt,
      date_created: it.created,
      text: it.text,
    })),
    response_metadata: { next_cursor: next },
  };
}

export const scheduledMethods: Record<string, Method> = {
  'chat.scheduleMessage': { perMinute: TIER_3, scopes: ['chat:write'], run: schedule },
  'chat.deleteScheduledMessage': { perMinute: TIER_3, scopes: ['chat:write'], run: remove },
  'chat.scheduledMessages.list': { perMinute: TIER_3, scopes: [], run: list },
};
