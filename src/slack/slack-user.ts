import { z } from 'zod';

const words = z.string().nullish().catch(undefined);

/** What is used of an answer of `users.info`. Of people of other organisations much of it may be missing. */
export const SlackUser = z.object({
  id: z.string(),
  team_id: z.string().min(1),
  name: words,
  real_name: words,
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  tz: words,
  profile: z.object({ real_name: words, display_name: words, title: words }).nullish().catch(undefined),
});
export type SlackUser = z.infer<typeof SlackUser>;

/** Slack's own bot, which `users.info` does not mark as one. */
const SLACKBOT = 'USLACKBOT';

/** The columns of `person` that Slack knows. Missing ones are left out, so that they overwrite nothing. */
export interface PersonFromSlack {
  readonly homeTeamId: string;
  readonly userId: string;
  readonly name: string;
  readonly title?: string;
  readonly slackZone?: string;
  readonly isBot: boolean;
  readonly isGone: boolean;
  readonly isGuest?: boolean;
}

export function fromSlack(user: SlackUser): PersonFromSlack {
  const { profile } = user;
  const zone = zoneOf(user.tz);
  return {
    homeTeamId: user.team_id,
    userId: user.id,
    // The full name first: colleagues of other organisations do not know nicknames.
    name: first(user.real_name, profile?.real_name, profile?.display_name, user.name) ?? 'Somebody',
    ...(typeof profile?.title === 'string' ? { title: profile.title.trim() } : {}),
    ...(zone ? { slackZone: zone } : {}),
    isBot: user.is_bot === true || user.id === SLACKBOT,
    isGone: user.deleted === true,
    // True of guests of one channel and of several.
    ...(typeof user.is_restricted === 'boolean' ? { isGuest: user.is_restricted } : {}),
  };
}

function first(...candidates: (string | null | undefined)[]): string | undefined {
  return candidates.map((candidate) => candidate?.trim()).find(Boolean);
}

/** A zone that this runtime knows; Slack's list may be newer. */
function zoneOf(tz: string | null | undefined): string | null {
  if (!tz) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: tz }).resolvedOptions().timeZone ? tz : null;
  } catch {
    return null;
  }
}
