/** What the outbox keeps of a person is taken out, also from what Slack shows already. */
import type { Tx } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import { erasedMessage } from './views.ts';

/** Whom to forget; with a person, all their messages go, also those of no alliance. */
export interface Whom {
  readonly memberIds: readonly string[];
  readonly personId: string | null;
  readonly name: string;
  readonly userIds: readonly string[];
}

/**
 * Items of theirs go; messages that never left go; those that were sent are drawn once more, empty of content, by
 * their lanes, and their rows name nobody. In what others have received, the name is taken out.
 *
 * @returns the lanes that have something to draw
 */
export async function eraseMessages(tx: Tx, { memberIds, personId, name, userIds }: Whom): Promise<string[]> {
  const own: Prisma.ItemWhereInput = {
    OR: [{ memberId: { in: [...memberIds] } }, ...(personId ? [{ personId }] : [])],
  };
  const touched = await tx.item.findMany({
    where: own,
    select: { messageId: true },
    distinct: ['messageId'],
  });
  await tx.item.deleteMany({ where: own });
  const ids = touched.flatMap(({ messageId }) => messageId ?? []);
  const messages = await tx.message.findMany({
    where: {
      OR: [{ id: { in: ids }, items: { none: {} } }, ...(personId ? [{ personId }] : [])],
    },
    select: { id: true, status: true, lane: true },
  });
  const sent = messages.filter(({ status }) => status === 'sent');
  await tx.message.deleteMany({
    where: { id: { in: messages.filter(({ status }) => status !== 'sent').map(({ id }) => id) } },
  });
  const payload = erasedMessage() as unknown as Prisma.InputJsonObject;
  for (const { id } of sent) {
    await tx.message.update({
      where: { id },
      data: {
        ...{ key: `${ERASED}${id}`, kind: 'post', payload, personId: null, allianceId: null },
        ...{ localDate: null, weekOf: null, wantedRevision: { increment: 1 } },
      },
    });
  }
  return [...sent.map(({ lane }) => lane), ...(await takeOutName(tx, memberIds, name, userIds))];
}

/** What the key of an emptied message begins with: its row goes once it has been drawn. */
const ERASED = 'erased/';

/** A name in answers and posts to others: they are drawn again without it. */
async function takeOutName(
  tx: Tx,
  memberIds: readonly string[],
  name: string,
  userIds: readonly string[],
): Promise<string[]> {
  const lanes: { lane: string }[] = [];
  for (const word of [name, ...userIds].filter(Boolean)) {
    const inJson = JSON.stringify(word).slice(1, -1);
    lanes.push(
      ...(await tx.$queryRaw<{ lane: string }[]>`
        WITH around AS (SELECT alliance_id AS id FROM member WHERE id = ANY(${[...memberIds]}::uuid[])),
        items AS (
          UPDATE item SET data = replace(data::text, ${inJson}, 'somebody')::jsonb
          WHERE alliance_id IN (SELECT id FROM around) AND strpos(data::text, ${inJson}) > 0 RETURNING message_id
        )
        UPDATE message SET wanted_revision = wanted_revision + 1,
          payload = replace(payload::text, ${inJson}, 'somebody')::jsonb
        WHERE status IN ('sending', 'sent') AND route IS DISTINCT FROM 'bell' AND (
          id IN (SELECT message_id FROM items)
          OR (alliance_id IN (SELECT id FROM around) AND strpos(payload::text, ${inJson}) > 0))
        RETURNING lane`),
    );
  }
  return lanes.map(({ lane }) => lane);
}

/** Rows of emptied messages that everybody sees empty. */
export async function dropErased(tx: Tx): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM message WHERE starts_with(key, ${ERASED}) AND shown_revision >= wanted_revision`;
}

/** The direct messages of a person: their channels, and what the limits remember of them. */
export async function eraseRoutes(tx: Tx, personId: string): Promise<void> {
  const dms = await tx.dm.findMany({ where: { personId } });
  const channels = dms.flatMap(({ channelId }) => channelId ?? []);
  await tx.rateGate.deleteMany({ where: { key: { in: channels } } });
  for (const channel of channels) {
    await tx.eventSeen.deleteMany({ where: { eventId: { startsWith: `said/${channel}/` } } });
  }
  await tx.dm.deleteMany({ where: { personId } });
  await tx.mailbox.deleteMany({ where: { personId } });
}
