/** What somebody may send who names what is none of theirs: an item of every kind, and every choice of each. */
import type { PrismaClient } from '../../src/db/generated/client.ts';
import type { ItemKind } from '../../src/item.ts';
import { newId } from '../../src/kernel/ids.ts';

type Kinds = ReadonlyMap<string, ItemKind>;

/** An item of every kind over there, also of those that the story has none of. */
export async function oneOfEachKind(
  db: PrismaClient,
  kinds: Kinds,
  allianceId: string,
  now: Date,
): Promise<void> {
  const member = await db.member.findFirstOrThrow({
    where: { allianceId, person: { name: { startsWith: 'Dana' } } },
  });
  const commitment = await db.commitment.findFirstOrThrow({ where: { allianceId } });
  const pair = await db.pair.findFirstOrThrow({ where: { allianceId } });
  for (const kind of kinds.keys()) {
    for (const ref of [commitment.id, pair.id, member.id]) {
      const id = newId();
      const whose = { allianceId, personId: member.personId, memberId: member.id };
      const when = { notBefore: now, pushAt: now, createdAt: now, deliveredAt: now };
      const sent = {
        needsAnswer: true,
        rank: 50,
        data: { checkIn: ref, text: 'x', words: 'setup', channelId: null },
      };
      await db.item.create({ data: { id, key: `foreign/${id}`, kind, ref, ...whose, ...when, ...sent } });
    }
  }
}

/** The choices that a kind is known to offer or to open. */
export async function choicesOf(db: PrismaClient, kinds: Kinds, kind: string, now: Date): Promise<string[]> {
  const known = kinds.get(kind);
  const rows = await db.item.findMany({ where: { kind }, take: 5 });
  const views = await known?.render({ db, now }, rows as never).catch(() => []);
  const offered = (views ?? []).flatMap((view) => view?.choices.map(({ id }) => id) ?? []);
  return [...new Set([...offered, ...(known?.opens ?? []), 'accept'])];
}

/** As many at a time as keep bot and database busy. */
export async function inLanes<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = all.values();
  const lane = async () => {
    for (const one of queue) await work(one);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}
