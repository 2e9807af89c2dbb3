/** What others were sent, once somebody called like a word of every day is forgotten. */
import { expect, test } from '@jest/globals';
import { testAlliance } from '../../test/support/alliance.ts';
import { testDatabase } from '../../test/support/database.ts';
import type { Prisma } from '../db/generated/client.ts';
import { newId } from '../kernel/ids.ts';
import { eraseMessages } from './erasing.ts';

const { db } = await testDatabase();
const NOW = new Date('2026-01-14T10:00:00Z');

async function forgetting(called: string) {
  const a = await testAlliance(db, NOW);
  const gone = await a.member(a.south, called);
  const ben = await a.member(a.north, 'Ben');
  const item = async (data: Prisma.InputJsonObject) => {
    const what = {
      allianceId: a.id,
      memberId: ben.id,
      personId: ben.personId,
      kind: 'x.y',
      ref: newId(),
      data,
    };
    const when = { notBefore: NOW, pushAt: NOW, createdAt: NOW };
    return db.item.create({
      data: { id: newId(), key: newId(), ...what, ...when, rank: 1, needsAnswer: true },
    });
  };
  const post = async (payload: Prisma.InputJsonObject, status: 'sent' | 'pending' = 'sent') =>
    db.message.create({
      data: {
        ...{ id: newId(), key: newId(), kind: 'post', allianceId: a.id, lane: a.id, payload, status },
        ...{ notBefore: NOW, createdAt: NOW },
      },
    });
  const whom = { memberIds: [gone.id], personId: gone.personId, name: called, userIds: [gone.userId] };
  const erase = () => db.$transaction((tx) => eraseMessages(tx, whom));
  const dataOf = async ({ id }: { id: string }) => (await db.item.findUniqueOrThrow({ where: { id } })).data;
  const postOf = ({ id }: { id: string }) => db.message.findUniqueOrThrow({ where: { id } });
  return { a, gone, item, post, erase, dataOf, postOf };
}

test('what a program reads stays as it is: keys, ids, codes, and the doors', async () => {
  const { item, post, erase, dataOf, postOf } = await forgetting('al');
  const data = { al: true, choice: 'al', step: 'al' };
  const kept = await item(data);
  const doors = {
    text: 'Flood plan, al',
    blocks: [{ action_id: 'door:alliances.settings', value: 'al' }],
    doors: true,
  };
  const pinned = await post(doors);
  expect(await erase()).toEqual([]);
  expect(await dataOf(kept)).toEqual(data);
  expect((await postOf(pinned)).payload).toEqual(doors);
});

test('what people read loses the name, and is drawn anew', async () => {
  const { a, gone, item, post, erase, dataOf, postOf } = await forgetting('Hari');
  const said = await item({ text: `Hari, <@${gone.userId}>, has harissa`, to: gone.userId });
  const text = { type: 'mrkdwn', text: 'Map, from Hari' };
  const list = await post({ text: 'Hari', blocks: [{ type: 'section', block_id: 'Hari', text }] });
  const waiting = await post({ text: 'For Hari', blocks: [] }, 'pending');
  const other = await post({ text: 'For Harietta', blocks: [] });
  expect(await erase()).toEqual([a.id, a.id]);
  expect(await dataOf(said)).toEqual({ text: 'somebody, somebody, has harissa', to: 'somebody' });
  const blocks = [
    { type: 'section', block_id: 'Hari', text: { type: 'mrkdwn', text: 'Map, from somebody' } },
  ];
  expect(await postOf(list)).toMatchObject({ payload: { text: 'somebody', blocks }, wantedRevision: 2 });
  expect(await postOf(waiting)).toMatchObject({ payload: { text: 'For somebody' }, status: 'pending' });
  expect(await postOf(other)).toMatchObject({ payload: { text: 'For Harietta' }, wantedRevision: 1 });
});
