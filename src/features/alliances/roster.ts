/** What texts about members and roles are made from. */
import type { Standing } from './domain.ts';

export interface Named {
  readonly name: string;
  readonly organisation: string;
}

export interface OrganisationRoster {
  readonly name: string;
  readonly members: readonly (Standing & { readonly name: string; readonly proposed: Standing | null })[];
}

export interface Welcome {
  readonly name: string;
  readonly isIn: boolean;
  readonly alliance: string;
  readonly purpose: string;
  readonly organisation: string;
  readonly partners: readonly string[];
  /** The organisation that runs the bot. */
  readonly host: string;
  /** Everybody else who coordinates. */
  readonly coordinators: readonly Named[];
  readonly standing: Standing;
  readonly proposed: Standing | null;
}

export interface RolesAsked {
  readonly organisation: string;
  readonly alliance: string;
  readonly proposer: Named;
  /** When the open round began; null where none is open. */
  readonly round: string | null;
  readonly hasOwnLead: boolean;
  /** One person answers for the whole organisation. */
  readonly alone: boolean;
  readonly acceptedBy: ReadonlySet<string>;
  readonly proposals: readonly (Standing & { readonly name: string })[];
}
