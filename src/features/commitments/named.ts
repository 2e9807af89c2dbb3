import { LABEL } from './minutes.ts';
import type { Named } from './words.ts';

/** Whom a typed name may mean: "@Ben", "@ben.okafor", or "Ben Okafor:", "Action: Ben to" at the start of a line. */
export function withMentions(
  text: string,
  members: readonly (Pick<Named, 'name'> & { readonly userId: string })[],
): string {
  const byName = new Map<string, string | null>();
  for (const { name, userId } of members) {
    const words = name.toLowerCase().split(/\s+/);
    for (const known of new Set([words.join(' '), words.join('.'), words.join(''), words[0] ?? ''])) {
      // A name of two people is nobody's: the list then asks who.
      byName.set(known, byName.has(known) && byName.get(known) !== userId ? null : userId);
    }
  }
  const names = [...byName.entries()]
    .flatMap(([name, userId]) => (userId && name ? [name] : []))
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (names.length === 0) return text;
  const any = names.join('|');
  const mention = new RegExp(
    `@(${any})(?![\\p{L}\\p{N}])|^([^\\p{L}\\n]*(?:${LABEL}\\s*:[^\\p{L}\\n]*)?)(${any})(?=\\s*(?::|\\s[–—-]\\s)|\\s+to\\s)`,
    'gimu',
  );
  return text.replaceAll(
    mention,
    (whole, at: string | undefined, before: string | undefined, name: string) => {
      const userId = byName.get((at ?? name).toLowerCase());
      return userId ? `${before ?? ''}<@${userId}>` : whole;
    },
  );
}
