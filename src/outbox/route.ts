/** Which way to a person: their own organisation's installation, the channel's, else a bell in the channel. */

/** The workspaces whose installations can send. */
export type Lanes = ReadonlySet<string>;

/** What is known of people's and alliances' workspaces. */
export interface Homes {
  readonly homeOf: ReadonlyMap<string, string>;
  /** Installations that have met the person: for answers to somebody outside any alliance. */
  readonly seenBy: ReadonlyMap<string, readonly string[]>;
  readonly hostOf: ReadonlyMap<string, string>;
}

/** The lane to try first. */
export function laneFor(homes: Homes, lanes: Lanes, personId: string, allianceId: string | null): string {
  const home = homes.homeOf.get(personId) ?? '';
  if (lanes.has(home)) return home;
  return fallbackLane(homes, lanes, personId, allianceId) ?? home;
}

/** The lane of the channel's installation; outside an alliance, of one that has met the person. */
function fallbackLane(
  homes: Homes,
  lanes: Lanes,
  personId: string,
  allianceId: string | null,
): string | null {
  const host = allianceId ? homes.hostOf.get(allianceId) : undefined;
  if (host) return host;
  return (homes.seenBy.get(personId) ?? []).find((team) => lanes.has(team)) ?? null;
}
