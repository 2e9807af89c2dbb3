/**
 * Who may do what: one table for every door (commands, sentences, choices, forms, the pinned message). What members
 * are promised of it is in docs/policy.md, and a test keeps the two together.
 */
import type { Role } from './roles.ts';

/**
 * How far somebody's say reaches:
 * `own`: oneself, what was addressed to one, the pairs that one is of;
 * `organisation`: also one's own organisation and its people;
 * `all`: everybody in the alliance.
 */
export type Reach = 'no' | 'own' | 'organisation' | 'all';

interface Permission {
  /** What it is, as docs/policy.md says it. */
  readonly about: string;
  /** Somebody outside the alliance. */
  readonly outsider: 'no' | 'own';
  readonly member: Reach;
  readonly leader: Reach;
  readonly coordinator: Reach;
}

const permission = (
  about: string,
  member: Reach,
  leader: Reach,
  coordinator: Reach,
  outsider: 'no' | 'own' = 'no',
): Permission => ({ about, outsider, member, leader, coordinator });

/** `anyone`, `member` and `coordinator` are for whatever needs no more than that. */
export const PERMISSIONS = {
  anyone: permission('set an alliance up in a channel that has none; join', 'own', 'own', 'own', 'own'),
  member: permission(
    'look, promise, answer; settle what is one’s own; settings, absence',
    'own',
    'own',
    'own',
  ),
  leave: permission('leave, and name a colleague who takes over', 'own', 'own', 'own'),
  card: permission('say how an organisation works', 'no', 'organisation', 'organisation'),
  'first-card': permission(
    'the same, while it has no leader or coordinator',
    'organisation',
    'organisation',
    'organisation',
  ),
  role: permission('say what somebody is', 'no', 'organisation', 'organisation'),
  'suggest-role': permission('suggest it to another organisation', 'no', 'no', 'all'),
  successor: permission(
    'name who takes over from somebody who leaves',
    'own',
    'organisation',
    'organisation',
  ),
  pair: permission('suggest a pair', 'no', 'organisation', 'all'),
  rhythm: permission('change or rest a pair’s rhythm', 'own', 'organisation', 'all'),
  unpair: permission('end a pair', 'own', 'organisation', 'all'),
  pause: permission('pause the alliance, and go on', 'no', 'no', 'all'),
  data: permission(
    'take or erase what is kept of an organisation; say for how long',
    'no',
    'organisation',
    'organisation',
  ),
  channel: permission('use the alliance in a further channel', 'no', 'no', 'all'),
  coordinator: permission('whatever else is for coordinators', 'no', 'no', 'all'),
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof PERMISSIONS;

/** How far somebody's say reaches; `null` is somebody outside the alliance. */
export function reach(action: Action, role: Role | null): Reach {
  return PERMISSIONS[action][role ?? 'outsider'];
}

/** Whoever acts, as far as permissions go. */
interface Doer {
  readonly id: string;
  readonly organisationId: string;
  readonly role: Role;
}

/** Whom or what it concerns: the members, with their organisations. */
interface Concerned {
  readonly id?: string;
  readonly organisationId?: string;
}

/** Whether a member may do something that concerns these; one of them within their reach is enough. */
export function may(action: Action, doer: Doer, concerned: readonly Concerned[]): boolean {
  const far = reach(action, doer.role);
  if (far === 'all') return true;
  const isOwn = concerned.some(({ id }) => id === doer.id);
  if (far === 'own' || isOwn) return far !== 'no' && isOwn;
  return far === 'organisation' && concerned.some((one) => one.organisationId === doer.organisationId);
}
