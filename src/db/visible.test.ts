import { expect, test } from '@jest/globals';
import { testAlliance } from '../../test/support/alliance.ts';
import { testDatabase } from '../../test/support/database.ts';
import { newId } from '../kernel/ids.ts';
import { Label } from './generated/enums.ts';
import { readableRemarks } from './visible.ts';

const { db } = await testDatabase();
const at = new Date('2026-01-05T09:00:00Z');

test('who may read which remark: every viewer with every label', async () => {
  const ours = await testAlliance(db, at);
  const { south, north } = ours;
  const author = await ours.member(south, 'Ana');
  const other = await ours.member(north, 'Dana');
  const elsewhere = await testAlliance(db, at);
  const viewers = {
    author,
    'opposite number': other,
    colleague: await ours.member(south, 'Col'),
    'own leader': await ours.member(south, 'Gita', { role: 'leader' }),
    'own coordinator': await ours.member(south, 'Coro', { role: 'coordinator' }),
    'member of the other organisation': await ours.member(north, 'Ned'),
    'their leader': await ours.member(north, 'Lena', { role: 'leader' }),
    'their coordinator': await ours.member(north, 'Nils', { role: 'coordinator' }),
    'colleague who declined': await ours.member(south, 'Deb', { role: 'leader', status: 'declined' }),
    'leader who left': await ours.member(south, 'Lou', { role: 'leader', status: 'left' }),
    'leader of another alliance': await elsewhere.member(elsewhere.south, 'Otto', { role: 'leader' }),
  };
  const pairId = await ours.pair(author, other);
  for (const label of Object.values(Label)) {
    const data = { label, allianceId: ours.id, authorId: author.id, pairId, text: label, at };
    await db.remark.create({ data: { ...data, id: newId() } });
  }

  const ids = Object.values(viewers).map(({ id }) => id);
  const read = await readableRemarks(db, ids, {});
  const table = Object.entries(viewers).map(([who, { id }]) => [
    who,
    Object.values(Label)
      .filter((label) => read.some((remark) => remark.viewerId === id && remark.label === label))
      .join(' '),
  ]);
  expect(Object.fromEntries(table)).toEqual({
    author: 'me pair org alliance leaders',
    'opposite number': 'pair alliance',
    colleague: 'org alliance',
    'own leader': 'org alliance leaders',
    'own coordinator': 'org alliance',
    'member of the other organisation': 'alliance',
    'their leader': 'alliance leaders',
    'their coordinator': 'alliance',
    'colleague who declined': '',
    'leader who left': '',
    'leader of another alliance': '',
  });

  // Who has left reads nothing any more, of the pair and of what they wrote themselves.
  await db.member.updateMany({ where: { id: { in: [author.id, other.id] } }, data: { status: 'left' } });
  expect(await readableRemarks(db, [author.id, other.id], {})).toEqual([]);
});

test('a leader or coordinator reads pair remarks only of their own pairs', async () => {
  const ours = await testAlliance(db, at);
  const author = await ours.member(ours.south, 'Ana');
  const coordinator = await ours.member(ours.north, 'Nils', { role: 'coordinator' });
  const leader = await ours.member(ours.north, 'Lena', { role: 'leader' });
  const pairId = await ours.pair(author, coordinator);
  await ours.pair(author, leader);
  const data = { allianceId: ours.id, authorId: author.id, label: 'pair' as const, text: 'x', at };
  await db.remark.create({ data: { ...data, id: newId(), pairId } });
  await db.remark.create({ data: { ...data, id: newId() } }); // of no pair: its author's alone
  const readers = (await readableRemarks(db, [author.id, coordinator.id, leader.id], {})).map(
    ({ viewerId }) => viewerId,
  );
  expect(readers.sort()).toEqual([author.id, author.id, coordinator.id].sort());
});

test('a successor reads pair remarks only once both have agreed and the new pair is there, and none said later', async () => {
  const ours = await testAlliance(db, at);
  const leaver = await ours.member(ours.south, 'Ana', { status: 'left' });
  const other = await ours.member(ours.north, 'Dana');
  const successor = await ours.member(ours.south, 'Sue');
  const colleague = await ours.member(ours.south, 'Col', { role: 'leader' });
  const pairId = await ours.pair(leaver, other, { status: 'ended' });
  const later = new Date(at.getTime() + 60_000);
  const remark = { allianceId: ours.id, authorId: other.id, pairId, label: 'pair' as const };
  await db.remark.create({ data: { ...remark, id: newId(), text: 'before', at } });
  await db.remark.create({ data: { ...remark, id: newId(), text: 'later', at: later } });
  await db.remark.create({ data: { ...remark, id: newId(), text: 'own', label: 'me', at } });
  const successorPairId = await ours.pair(successor, other, { status: 'proposed' });
  const ids = {
    allianceId: ours.id,
    pairId,
    leaverId: leaver.id,
    otherId: other.id,
    successorId: successor.id,
  };
  const { id } = await db.handover.create({ data: { ...ids, id: newId(), successorPairId, createdAt: at } });
  const read = async () =>
    (await readableRemarks(db, [successor.id, colleague.id, leaver.id], { pairIds: [pairId] })).map(
      ({ viewerId, text }) => `${viewerId === successor.id} ${text}`,
    );

  const steps = [{ leaverAgrees: true }, { otherAgrees: false }, { otherAgrees: true, agreedAt: at }];
  for (const data of steps) {
    await db.handover.update({ where: { id }, data });
    expect(await read()).toEqual([]); // the new pair is not there yet, or not both have agreed
  }
  await db.pair.update({ where: { id: successorPairId }, data: { status: 'active' } });
  expect(await read()).toEqual(['true before']);
  await db.handover.update({ where: { id }, data: { leaverAgrees: null } });
  expect(await read()).toEqual([]);
});
