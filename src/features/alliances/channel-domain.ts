/** What an alliance does about its channel: through which copy of the app it speaks, and whether it can go on. Pure. */

/** What befell a channel. */
export type Cause = 'archived' | 'no_copy' | 'unshared';

/** The channel as a workspace's copy of the app sees it; absent where it sees none, or is not installed. */
export interface Sight {
  readonly teamId: string;
  readonly isIn: boolean;
  readonly isArchived: boolean;
}

/** The copy that posts stays the one it is while it can; else the first that can takes over; null: none can. */
export function chooseHost(hostTeamId: string, sights: readonly Sight[]): string | null {
  const able = sights.filter(({ isIn, isArchived }) => isIn && !isArchived).map(({ teamId }) => teamId);
  return able.includes(hostTeamId) ? hostTeamId : (able[0] ?? null);
}

/** Why an alliance cannot go on; null where it can. One organisation alone is none. */
export function causeOf(sights: readonly Sight[], organisationsLeft: number): Cause | null {
  if (sights.some(({ isArchived }) => isArchived)) return 'archived';
  if (!sights.some(({ isIn }) => isIn)) return 'no_copy';
  return organisationsLeft < 2 ? 'unshared' : null;
}

/** Somebody the alliance knows. */
export interface KnownMember {
  readonly id: string;
  /** Under which copies of the app may see them. */
  readonly userIds: readonly string[];
  readonly organisationId: string;
  readonly status: 'active' | 'declined' | 'left';
}

/** Who is not in a channel. An empty one is no answer to believe. */
export function missing(members: readonly KnownMember[], presentUserIds: ReadonlySet<string>): KnownMember[] {
  if (presentUserIds.size === 0) return [];
  return members.filter(
    ({ status, userIds }) => status !== 'left' && !userIds.some((id) => presentUserIds.has(id)),
  );
}

/** The organisations that were there and have nobody left. */
export function departed(before: readonly KnownMember[], gone: readonly KnownMember[]): string[] {
  const goneIds = new Set(gone.map(({ id }) => id));
  const here = (members: readonly KnownMember[]) =>
    new Set(members.filter(({ status }) => status === 'active').map(({ organisationId }) => organisationId));
  const after = here(before.filter(({ id }) => !goneIds.has(id)));
  return [...here(before)].filter((id) => !after.has(id));
}
