/** Through which installation an input came: Bolt's own answer is wrong for a partner's click inside a modal. */
import type { Authorize } from '@slack/bolt';
import { z } from 'zod';
import type { Installation, Installations } from './installations.ts';

const team = z.string().min(1).nullish().catch(undefined);

/** The places in which Slack names a workspace, some of which are the other side's. */
const Places = z.object({
  view: z.object({ app_installed_team_id: team }).nullish().catch(undefined),
  authorizations: z
    .array(z.object({ team_id: team, enterprise_id: team }))
    .nullish()
    .catch(undefined),
  context_team_id: team,
  team_id: team,
  team: z.object({ id: team }).nullish().catch(undefined),
  user: z.object({ team_id: team }).nullish().catch(undefined),
  enterprise: z.object({ id: team }).nullish().catch(undefined),
  enterprise_id: team,
});
type Places = z.infer<typeof Places>;

/**
 * Finds the installation for an input, from the surest place to the least sure one; where none of them is an
 * installation of ours (a partner's click may name only their own workspace) and there is one installation in
 * all, it is that one. The token stays out of Bolt: whoever calls Slack asks for a client by installation.
 *
 * @throws where no installation fits, so that the input is refused rather than lost
 */
export function authorizer(installations: Installations): Authorize<boolean> {
  return async (source, body) => {
    const places = Places.safeParse(body ?? {}).data ?? {};
    const enterprise = enterpriseIn(places, source.enterpriseId);
    const installation = await fitting(installations, teamsIn(places, source.teamId), enterprise);
    return {
      botId: installation.botId,
      botUserId: installation.botUserId,
      teamId: installation.teamId,
      ...(installation.enterpriseId ? { enterpriseId: installation.enterpriseId } : {}),
    };
  };
}

/** The Enterprise organisation in which the app may be installed as a whole. */
function enterpriseIn(places: Places, sourceEnterpriseId: string | undefined): string | null {
  const { authorizations, enterprise, enterprise_id } = places;
  return authorizations?.[0]?.enterprise_id ?? sourceEnterpriseId ?? enterprise?.id ?? enterprise_id ?? null;
}

function teamsIn(places: Places, sourceTeamId: string | undefined): string[] {
  const candidates = [
    places.view?.app_installed_team_id,
    places.authorizations?.[0]?.team_id,
    sourceTeamId,
    places.context_team_id,
    places.team_id,
    places.team?.id,
    places.user?.team_id,
  ];
  return [...new Set(candidates.filter((id) => typeof id === 'string'))];
}

async function fitting(
  installations: Installations,
  teams: readonly string[],
  enterpriseId: string | null,
): Promise<Installation> {
  for (const teamId of teams) {
    const found = await installations.find(teamId);
    if (found) return found;
  }
  // Only now: a workspace of an org-wide installation that is met for the first time.
  const [first] = teams;
  const orgWide = first && enterpriseId ? await installations.find(first, enterpriseId) : null;
  if (orgWide) return orgWide;
  const [only, another] = await installations.all();
  if (only && !another) return only;
  throw new Error('no installation fits');
}
