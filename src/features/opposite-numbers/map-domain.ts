/** The map of an alliance: which links there are, which are missing, and what hangs on one person. Pure. */
import type { OrganisationId } from '../../kernel/ids.ts';
import { LEVELS, type Level } from '../../kernel/roles.ts';
import type { Pair, Side } from './domain.ts';

/** One line of the map: two organisations at one level. */
export interface Link {
  readonly organisations: readonly [string, string];
  readonly pairs: readonly Pair[];
  /** Two who could be paired, where there is no link yet. */
  readonly suggestion: readonly [Side, Side] | null;
}

export interface PairMap {
  readonly levels: readonly { readonly level: Level; readonly links: readonly Link[] }[];
  /** Links between two levels. */
  readonly across: readonly Pair[];
}

/**
 * The links that exist and those that are missing, level by organisation. A link is missing only where both
 * organisations have somebody at the level; whoever has none yet is suggested first. Nothing is ranked.
 */
export function pairMap(members: readonly Side[], pairs: readonly Pair[]): PairMap {
  const paired = new Set(pairs.flatMap(({ a, b }) => [a.id, b.id]));
  const levels = LEVELS.map((level) => {
    const here = members.filter((member) => member.level === level);
    const organisations = [...new Set(members.map(({ organisationId }) => organisationId))];
    const links = organisations.flatMap((one, n) =>
      organisations.slice(n + 1).flatMap((other): Link[] => {
        const of = (id: OrganisationId) => here.filter(({ organisationId }) => organisationId === id);
        const free = (people: Side[]) => people.find(({ id }) => !paired.has(id)) ?? people[0];
        const [a, b] = [free(of(one)), free(of(other))];
        if (!a || !b) return [];
        const linked = pairs.filter(
          (pair) =>
            pair.a.level === level &&
            pair.b.level === level &&
            [one, other].includes(pair.a.organisationId) &&
            [one, other].includes(pair.b.organisationId),
        );
        const suggestion = linked.length > 0 ? null : ([a, b] as const);
        return [{ organisations: [a.organisation, b.organisation], pairs: linked, suggestion }];
      }),
    );
    return { level, links };
  });
  return { levels, across: pairs.filter(({ a, b }) => a.level !== b.level) };
}

/** A link between two organisations that one person carries alone. */
export interface Thread {
  /** The one through whom everything goes. */
  readonly carrier: Side;
  /** The organisation at the other end. */
  readonly to: string;
}

/**
 * Where everything between an organisation and another goes through one of its own people. It is for that
 * organisation's people only: what hangs on somebody at the other end is the others' to know.
 */
export function threads(pairs: readonly Pair[], organisationId: string): Thread[] {
  const links = pairs.flatMap(({ a, b, status }) => {
    if (status !== 'active' && status !== 'paused') return [];
    const [own, other] = a.organisationId === organisationId ? [a, b] : [b, a];
    return own.organisationId === organisationId ? [{ own, other }] : [];
  });
  return [...Map.groupBy(links, ({ other }) => other.organisationId).values()].flatMap((between) => {
    const [first] = between;
    const isOne = between.every(({ own }) => own.id === first?.own.id);
    return first && isOne ? [{ carrier: first.own, to: first.other.organisation }] : [];
  });
}

/** The missing links for which two could be paired, in the order of the map. */
export function suggestions({ levels }: PairMap): (readonly [Side, Side])[] {
  return levels.flatMap(({ links }) => links.flatMap(({ suggestion }) => (suggestion ? [suggestion] : [])));
}
