/** Who is still in one of an alliance's channels. */
import type { JobLook } from '../../feature.ts';
import { type KnownMember, missing } from './channel-domain.ts';
import type { ChannelRow } from './channel-store.ts';

/** Who is in none of the alliance's channels. The further ones are asked only about those whom the main one lacks. */
export async function goneFrom(
  look: JobLook,
  known: ChannelRow,
  host: string | null,
  atHome: readonly string[],
): Promise<KnownMember[]> {
  let gone = missing(known.members, new Set(atHome));
  const copies = [...new Set([host ?? known.hostTeamId, ...known.teamIds])];
  for (const channelId of known.furtherIds) {
    if (gone.length === 0) break;
    const there = await presentIn(look, copies, channelId);
    gone = gone.filter(({ userIds }) => !userIds.some((id) => there.has(id)));
  }
  return gone;
}

/**
 * Who is in a further channel, as the first copy says that is in it. Where none is in it any more, nothing that is said
 * there is heard, so that nobody takes part by being there.
 *
 * @throws where a copy that may be in it cannot be asked
 */
async function presentIn(
  look: JobLook,
  teamIds: readonly string[],
  channelId: string,
): Promise<ReadonlySet<string>> {
  const problems: unknown[] = [];
  for (const teamId of teamIds) {
    try {
      const surface = await look.surface(teamId);
      const userIds = surface && (await surface.userIds(channelId));
      if (userIds) return new Set(userIds);
    } catch (error) {
      problems.push(error);
    }
  }
  if (problems.length > 0) throw problems[0];
  return new Set();
}
