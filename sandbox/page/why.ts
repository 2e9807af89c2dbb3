/**
 * A key, as words: ids and dates say nothing to a reader. `nudges/ID/…/late/…` is "nudges, late"; one of ids alone is that
 * of an answer. Pure.
 */
export function whyWords(key: string): string {
  const parts = key.split('/').filter((part) => /^[a-z][a-z-]*$/.test(part));
  return parts.join(', ').replaceAll('-', ' ') || 'an answer';
}
