/** What the outbox keeps of a person is taken out, also from what Slack shows already. */
import type { Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import { withoutName } from '../db/nameless.ts';
import { inJson, tracesOf, withoutIds } from '../kernel/nameless.ts';
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
export async function eraseMessages(tx: Tx, whom: Whom): Promise<string[]> {
  const { memberIds, personId } = whom;
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
        key: `${ERASED}${id}`,
        kind: 'post',
        payload,
        personId: null,
        allianceId: null,
        localDate: null,
        weekOf: null,
        wantedRevision: { increment: 1 },
      },
    });
  }
  return [...sent.map(({ lane }) => lane), ...(await takeOutName(tx, whom))];
}

/** What the key of an emptied message begins with: its row goes once it has been drawn. */
const ERASED = 'erased/';

/**
 * A name in answers and posts to others: they are drawn again without it. What people read is changed, and nothing that
 * a program reads. The alliance's doors say nothing of anybody.
 */
async function takeOutName(tx: Tx, { memberIds, name, userIds }: Whom): Promise<string[]> {
  const nameless = await withoutName(tx, memberIds, name);
  const without = (json: unknown) =>
    inJson(json, (text, isRead) => withoutIds(isRead ? nameless(text) : text, userIds));
  const around = Prisma.sql`(SELECT alliance_id FROM member WHERE id = ANY(${[...memberIds]}::uuid[]))`;
  const traces = [...tracesOf(name), ...userIds.filter(Boolean)];
  const holds = (json: Prisma.Sql) =>
    Prisma.sql`EXISTS (SELECT FROM unnest(${traces}::text[]) AS trace WHERE strpos(${json}::text, trace) > 0)`;
  const items = await tx.$queryRaw<Row[]>`
    SELECT id::text, data AS json FROM item
    WHERE alliance_id IN ${around} AND ${holds(Prisma.sql`data`)} FOR UPDATE`;
  const posts = await tx.$queryRaw<Row[]>`
    SELECT id::text, payload AS json FROM message
    WHERE alliance_id IN ${around} AND kind = 'post' AND NOT payload @> '{"doors": true}'
      AND ${holds(Prisma.sql`payload`)} FOR UPDATE`;
  const lanes: { lane: string }[] = [];
  for (const { id, data } of changed(items, without)) {
    lanes.push(
      ...(await tx.$queryRaw<{ lane: string }[]>`
        WITH one AS (UPDATE item SET data = ${data}::jsonb WHERE id = ${id}::uuid RETURNING message_id)
        UPDATE message SET wanted_revision = wanted_revision + 1
        WHERE id IN (SELECT message_id FROM one) AND status IN ('sending', 'sent') AND route IS DISTINCT FROM 'bell'
        RETURNING lane`),
    );
  }
  for (const { id, data } of changed(posts, without)) {
    lanes.push(
      ...(await tx.$queryRaw<{ lane: string }[]>`
        UPDATE message SET payload = ${data}::jsonb, wanted_revision = wanted_revision + 1
        WHERE id = ${id}::uuid RETURNING lane`),
    );
  }
  return lanes.map(({ lane }) => lane);
}

interface Row {
  readonly id: string;
  readonly json: unknown;
}

function changed(rows: readonly Row[], without: (json: unknown) => unknown): { id: string; data: string }[] {
  return rows.flatMap(({ id, json }) => {
    const data = JSON.stringify(without(json));
    return data === JSON.stringify(json) ? [] : [{ id, data }];
  });
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
