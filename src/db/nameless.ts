/** For taking somebody's name out of what others keep, without harm to the names of those who stay. */
import { namelessly } from '../kernel/nameless.ts';
import type { Tx } from './client.ts';

/** What takes the name of these members out of the words of their alliances. */
export async function withoutName(
  tx: Tx,
  memberIds: readonly string[],
  name: string,
): Promise<(text: string) => string> {
  const others = await tx.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT person.name FROM member JOIN person ON person.id = member.person_id
    WHERE member.alliance_id IN (SELECT alliance_id FROM member WHERE id = ANY(${[...memberIds]}::uuid[]))
      AND NOT member.id = ANY(${[...memberIds]}::uuid[])`;
  return namelessly(
    name,
    others.map((other) => other.name),
  );
}
