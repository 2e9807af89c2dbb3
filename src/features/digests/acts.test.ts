import { beforeEach, expect, test } from '@jest/globals';
import { driven } from '../../../test/support/acting.ts';
import type { TestMember } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import {
  type DigestStage,
  digestStage,
  MONDAY,
  THURSDAY,
  WEEKLY,
} from '../../../test/support/digest-stage.ts';
import type { Act, By } from '../../act.ts';
import { newId } from '../../kernel/ids.ts';
import { digests } from './index.ts';

const { db } = await testDatabase();
const app = driven(db, digests);

let ours: DigestStage['ours'];
let gita: TestMember;
let ana: TestMember;
let dana: TestMember;

beforeEach(async () => {
  ({ ours, gita, ana, dana } = await digestStage(db, app));
});

/** An item that the reader was sent. */
async function sent(reader: TestMember, kind: string, ref: string, data = {}) {
  const id = newId();
  const when = { notBefore: THURSDAY, pushAt: THURSDAY, createdAt: THURSDAY, deliveredAt: THURSDAY };
  const whose = { allianceId: ours.id, personId: reader.personId, memberId: reader.id };
  await db.item.create({
    data: { id, key: id, kind, ref, data, ...whose, needsAnswer: true, rank: 50, ...when },
  });
  return id;
}
const view = async () => {
  const found = await app.read(MONDAY, gita, WEEKLY);
  if (found === null || found === 'missing') throw new Error('no digest');
  return found;
};
const opened = async (choice: string) => {
  const item = await app.itemOf(gita, WEEKLY);
  return digests.items?.[WEEKLY]?.open?.(await app.look(MONDAY, gita), item, choice);
};

test('one act is suggested, what helps most first, and its button opens what it is about', async () => {
  await app.run(MONDAY);
  expect((await view()).choices).toEqual([]);

  const done = await ours.commitment(dana, gita, 'site plan', { status: 'done', endedAt: THURSDAY });
  const news = await sent(gita, 'commitments.news', done, { news: 'done' });
  expect(await view()).toMatchObject({ choices: [{ id: 'thank', label: 'Thank Dana' }] });
  expect(await opened('thank')).toMatchObject({ page: { parts: [{ kind: 'item', id: news }] } });

  const proposed = await ours.commitment(gita, dana, 'quote', { status: 'proposed', writtenById: dana.id });
  const proposal = await sent(gita, 'commitments.proposal', proposed);
  expect((await view()).choices).toMatchObject([{ id: 'decide' }]);
  expect(await opened('decide')).toMatchObject({ page: { parts: [{ kind: 'item', id: proposal }] } });

  const late = await ours.commitment(ana, dana, 'flood map', { dueOn: '2026-01-02' });
  const nudge = await sent(gita, 'commitments.nudge', late, { step: 'ask-leader' });
  expect((await view()).text).toContain("could you free some time for 'flood map' (Ana)?");
  expect(await opened('offer')).toMatchObject({ page: { parts: [{ kind: 'item', id: nudge }] } });

  await db.item.updateMany({ where: { id: nudge }, data: { status: 'settled' } });
  expect(await opened('offer')).toMatchObject({ say: expect.stringContaining('seen to') });
});

test('what is between the people in it is named to nobody else, nor are thanks that were not shared', async () => {
  await ours.commitment(dana, ana, 'secret matter', { label: 'pair', dueOn: '2026-01-20' });
  await ours.commitment(dana, ana, 'known matter', { label: 'org', dueOn: '2026-01-20' });
  const done = await ours.commitment(ana, dana, 'done matter', {
    label: 'pair',
    status: 'done',
    endedAt: THURSDAY,
  });
  const other = await ours.commitment(ana, dana, 'other matter', { status: 'done', endedAt: THURSDAY });
  const thanks = { allianceId: ours.id, fromId: dana.id, toId: ana.id, at: THURSDAY, fromShares: true };
  await db.thanks.create({ data: { ...thanks, commitmentId: done, words: 'Wonderful', toShares: true } });
  await db.thanks.create({ data: { ...thanks, commitmentId: other, words: 'Between us', toShares: null } });
  await app.run(MONDAY);
  const { text } = await view();
  expect(text).toContain('known matter');
  expect(text).toContain('Dana thanked Ana: “Wonderful”');
  expect(text).not.toMatch(/secret matter|done matter|Between us/);
});

test('it comes on the day that one chose, to members who wish for one too, and not at all to who asks for it only', async () => {
  const choose = (member: TestMember, day: string) =>
    app.act(THURSDAY, member, (act) =>
      digests.forms?.['digests.settings']?.submit(act as Act & By<Act>, { day }, {}),
    );
  await choose(gita, '3');
  expect(await digests.due?.next(db)).toEqual(new Date('2026-01-14T09:00:00Z')); // a Wednesday
  await choose(gita, '0');
  await app.run(new Date('2026-01-14T09:00:00Z'));
  expect(await db.item.count()).toBe(0);
  await choose(ana, '5');
  await app.run(new Date('2026-01-09T09:00:00Z'));
  expect(await db.item.findMany({ select: { memberId: true } })).toEqual([{ memberId: ana.id }]);
});
