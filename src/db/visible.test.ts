import { expect, test } from '@jest/globals';
import { testDatabase } from '../../test/support/database.ts';
import { type MemberId, newId } from '../kernel/ids.ts';
import { Label, type MemberStatus, type Role } from './generated/enums.ts';
import { readableRemarks } from './visible.ts';

const { db } = await testDatabase();
const at = new Date('2026-01-05T09:00:00Z');

async function alliance() {
  const id = newId();
  await db.alliance.create({
    data: { id, name: 'Flood plan', purpose: '', hostTeamId: 'T1', channelId: id, createdAt: at },
  });
  const organisation = async (isHost: boolean) =>
    (
      await db.organisation.create({
        data: {
          id: newId(),
          allianceId: id,
          name: isHost ? 'Southwark' : 'Northwind',
          teamIds: [],
          isHost,
          zone: 'Europe/London',
          workDays: [1, 2, 3, 4, 5],
          workFrom: 540,
          workUntil: 1020,
        },
      })
    ).id;
  const member = async (organisationId: string, role: Role = 'member', status: MemberStatus = 'active') => {
    const userId = newId();
    const person = await db.person.create({
      data: { id: newId(), homeTeamId: 'T1', userId, name: 'Ana', createdAt: at },
    });
    const data = { organisationId, role, status, allianceId: id, personId: person.id, position: 1 };
    return (await db.member.create({ data: { ...data, id: newId(), joinedAt: at } })).id;
  };
  return { id, organisation, member };
}

test('who may read which remark: every viewer with every label', async () => {
  const ours = await alliance();
  const [south, north] = [await ours.organisation(true), await ours.organisation(false)];
  const author = await ours.member(south);
  const other = await ours.member(north);
  const elsewhere = await alliance();
  const away = await elsewhere.organisation(true);
  const viewers = {
    author,
    'opposite number': other,
    colleague: await ours.member(south),
    'own leader': await ours.member(south, 'leader'),
    'own coordinator': await ours.member(south, 'coordinator'),
    'member of the other organisation': await ours.member(north),
    'their leader': await ours.member(north, 'leader'),
    'their coordinator': await ours.member(north, 'coordinator'),
    'colleague who declined': await ours.member(south, 'leader', 'declined'),
    'leader who left': await ours.member(south, 'leader', 'left'),
    'leader of another alliance': await elsewhere.member(away, 'leader'),
  };
  const pair = await db.pair.create({
    data: {
      id: newId(),
      allianceId: ours.id,
      aId: author,
      bId: other,
      rhythm: {},
      anchor: '2026-01-05',
      status: 'active',
      proposedBy: author,
      createdAt: at,
    },
  });
  for (const label of Object.values(Label)) {
    const data = { label, allianceId: ours.id, authorId: author, pairId: pair.id, text: label, at };
    await db.remark.create({ data: { ...data, id: newId() } });
  }

  const read = await readableRemarks(db, Object.values(viewers), {});
  const table = Object.entries(viewers).map(([who, id]) => [
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

  // Roles give nothing beyond the pair, and the pair nothing to who has left.
  await db.member.update({ where: { id: other }, data: { status: 'left' } });
  expect(await readableRemarks(db, [other], {})).toEqual([]);
  await db.member.update({ where: { id: author }, data: { status: 'left' } });
  expect(await readableRemarks(db, [author], {})).toEqual([]);
});

test('a pair remark outside a pair is read by its author alone', async () => {
  const ours = await alliance();
  const south = await ours.organisation(true);
  const [author, colleague] = [await ours.member(south), await ours.member(south, 'leader')];
  await db.remark.create({
    data: { id: newId(), allianceId: ours.id, authorId: author, label: 'pair', text: 'x', at },
  });
  const readers = (await readableRemarks(db, [author, colleague], {})).map(({ viewerId }) => viewerId);
  expect(readers).toEqual([author as MemberId]);
});
