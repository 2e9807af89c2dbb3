/** What any request of Slack's looks like from outside, as far as Bolt and the app take it for granted. */
import { z } from 'zod';

const thing = z.looseObject({});
const id = z.string().regex(/^[\w.:-]{1,64}$/);

const Event = z.looseObject({
  type: z.string(),
  user: z.union([id, z.looseObject({ id })]).optional(),
  channel: z.union([id, z.looseObject({ creator: id.optional() })]).optional(),
  item: thing.optional(),
});
const InChannel = Event.extend({ user: id, channel: id });

/** The events without words: whom and what they are about has to be there. */
const EVENTS: Readonly<Record<string, z.ZodType>> = {
  member_joined_channel: InChannel,
  member_left_channel: InChannel,
  app_home_opened: Event.extend({ user: id, tab: z.string() }),
  user_change: Event.extend({ user: z.looseObject({ id }) }),
};

const Shape = z.looseObject({
  authorizations: z.array(thing).nullish(),
  command: z.string().optional(),
  actions: z.array(thing).optional(),
  view: z.looseObject({ blocks: z.array(thing).optional() }).nullish(),
  team: thing.nullish(),
  enterprise: thing.nullish(),
  user: thing.nullish(),
  channel: thing.nullish(),
});
/** Each event is known by both together. */
const Envelope = Shape.extend({ api_app_id: id, event_id: id, event: Event });

/** Whether a body can be one of Slack's; what cannot is refused, since it would only make somebody stumble. */
export function isShapedLikeSlacks(body: Readonly<Record<string, unknown>>): boolean {
  if (body.event === undefined) return Shape.safeParse(body).success;
  const { data } = Envelope.safeParse(body);
  return data !== undefined && (EVENTS[data.event.type]?.safeParse(data.event).success ?? true);
}
