import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Overview, PageUser } from '../control/shapes.ts';

/** What everything on the page may look up: people, channels, organisations, time; and who is looking. */
export interface Known {
  readonly now: Date;
  readonly me: PageUser;
  readonly users: ReadonlyMap<string, PageUser>;
  readonly channels: ReadonlyMap<string, string>;
  readonly teams: ReadonlyMap<
    string,
    { readonly name: string; readonly colour: number; readonly hasApp: boolean }
  >;
  readonly addable: Overview['addable'];
}

const Context = createContext<Known | null>(null);

export const KnownProvider = Context.Provider;

export function useKnown(): Known {
  const known = useContext(Context);
  if (known === null) throw new Error('nothing is known here');
  return known;
}

/** How many colours the style sheet has for organisations; further ones begin again. */
const COLOURS = 6;

export function knownFrom(overview: Overview, me: PageUser): Known {
  return {
    now: new Date(overview.now),
    me,
    users: new Map(overview.users.map((it) => [it.id, it])),
    channels: new Map(overview.channels.map((it) => [it.id, it.name])),
    teams: new Map(
      overview.teams.map(({ id, name, hasApp }, at) => [id, { name, hasApp, colour: (at % COLOURS) + 1 }]),
    ),
    addable: overview.addable,
  };
}

/** The class that carries an organisation's colour. */
export function colourOf(known: Known, teamId: string): string {
  return `org-${known.teams.get(teamId)?.colour ?? 1}`;
}

export function initialsOf(name: string): string {
  const words = name.split(' ').filter(Boolean);
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
}
