/** What people are in an alliance, and who speaks for an organisation. */

export const ROLES = ['member', 'coordinator', 'leader'] as const;
export type Role = (typeof ROLES)[number];

export const LEVELS = ['sponsor', 'operational', 'front_line'] as const;
export type Level = (typeof LEVELS)[number];

/** The level as people write it. */
export function levelWords(level: Level): string {
  return level === 'front_line' ? 'front line' : level;
}

/** "coordinator · operational" */
export function standing({ role, level }: { readonly role: Role; readonly level: Level }): string {
  return `${role} · ${levelWords(level)}`;
}

/** An active member of one organisation, as far as its say in what others propose is concerned. */
export interface Voice {
  readonly id: string;
  /** The order in which members were named. */
  readonly position: number;
  /** In effect. */
  readonly role: Role;
  /** Not yet accepted. */
  readonly proposedRole: Role | null;
}

function leads(voices: readonly Voice[]): Voice[] {
  return voices.filter(({ role }) => role !== 'member');
}

/** Who stands in for an organisation without a leader or coordinator of its own: whoever was first named as one. */
function nomineeOf(voices: readonly Voice[]): Voice | undefined {
  const proposed = (role: Role) => voices.find(({ proposedRole }) => proposedRole === role);
  return proposed('leader') ?? proposed('coordinator') ?? voices[0];
}

function inOrder(voices: readonly Voice[]): Voice[] {
  return voices.toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

/**
 * Whom to ask when somebody else proposed something for an organisation: its own first named leader or
 * coordinator; until it has one, its first nominee and one colleague, so that no outsider's choice decides alone.
 * Nobody, where it has no active member.
 */
export function spokespeople(organisation: readonly Voice[]): readonly Voice[] {
  const voices = inOrder(organisation);
  const [lead] = leads(voices);
  if (lead) return [lead];
  const nominee = nomineeOf(voices);
  if (!nominee) return [];
  const colleague = nomineeOf(voices.filter(({ id }) => id !== nominee.id));
  return colleague ? [nominee, colleague] : [nominee];
}

/**
 * Whether an organisation has agreed, given who of it accepted: any leader or coordinator of its own decides; until
 * it has one, its first nominee and any colleague do together. An organisation of one person accepts for itself.
 */
export function hasAgreed(organisation: readonly Voice[], accepted: ReadonlySet<string>): boolean {
  const voices = inOrder(organisation);
  const own = leads(voices);
  if (own.length > 0) return own.some(({ id }) => accepted.has(id));
  const nominee = nomineeOf(voices);
  if (!nominee || !accepted.has(nominee.id)) return false;
  return voices.length === 1 || voices.some(({ id }) => id !== nominee.id && accepted.has(id));
}
