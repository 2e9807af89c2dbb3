import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive } from '../../../test/support/driver.ts';
import type { Page, Reply } from '../../item.ts';
import { newId } from '../../kernel/ids.ts';
import { pages } from './domain.ts';
import { home } from './index.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-14T10:00:00Z') }; // a Wednesday
const at = drive(db, [home], clock);

const alliance = await testAlliance(db, clock.now);
const ana = await alliance.member(alliance.south, 'Ana', { role: 'coordinator', level: 'operational' });
const dana = await alliance.member(alliance.north, 'Dana');
const eli = await alliance.member(alliance.north, 'Eli');

function pageOf(reply: Reply): Page {
  if (!reply || !('page' in reply)) throw new Error('no page');
  return reply.page;
}
const text = (reply: Reply) =>
  pageOf(reply)
    .parts.map((part) => (part.kind === 'text' ? part.text : ''))
    .join('\n');
const refs = (reply: Reply, kind: string) =>
  pageOf(reply).parts.flatMap((part) =>
    part.kind === 'thing' && part.thing.kind === kind ? [part.thing.ref] : [],
  );

test('somebody new reads that nothing is open, in whole sentences', async () => {
  const reply = await at.command({ userId: 'UELI' }, 'me');
  expect(text(reply)).toContain(
    '*Flood plan*: you are here for Northwind, as member · front line. Nothing waits',
  );
  expect(text(reply)).toContain('Nobody yet. A coordinator pairs people.');
  expect(refs(reply, 'home.settings')).toEqual([eli.id]);
});

test('what waits is counted once, however many notes ask about it; a direct answer is not', async () => {
  const { personId, id: memberId } = eli;
  const person = { personId, allianceId: alliance.id, lane: 'T', notBefore: clock.now, createdAt: clock.now };
  const times = { notBefore: clock.now, pushAt: clock.now, createdAt: clock.now };
  const about = newId();
  for (const [kind, ref] of [
    ['note', about],
    ['note', about],
    ['direct', newId()],
  ] as const) {
    const id = newId();
    await db.message.create({ data: { id, key: id, kind, ...person } });
    const item = {
      id,
      key: id,
      kind: 'x.y',
      ref,
      personId,
      memberId,
      messageId: id,
      needsAnswer: true,
      rank: 50,
    };
    await db.item.create({ data: { ...item, ...times } });
  }
  expect(text(await at.command({ userId: 'UELI' }, 'me'))).toContain('One thing waits for your answer');
});

test('what is owed, both ways, stands there with the nearest dates first, and every opposite number', async () => {
  const map = await alliance.commitment(ana, dana, 'Flood <map>', { dueOn: '2026-01-20' });
  const list = await alliance.commitment(ana, null, 'Site list', { dueOn: '2026-01-12' });
  const someday = await alliance.commitment(ana, dana, 'Someday');
  const route = await alliance.commitment(dana, ana, 'School route', { dueOn: '2025-12-19' });
  await alliance.commitment(dana, ana, 'Old one', { status: 'done' });
  const pair = await alliance.pair(ana, dana);
  const reply = await at.command({ userId: 'UANA' }, 'me');
  expect(refs(reply, 'commitments.mine')).toEqual([list, map, someday, route]);
  expect(refs(reply, 'check-ins.link')).toEqual([pair]);
  expect(JSON.stringify(reply)).not.toMatch(/late|overdue|silent/i);
});

test('what comes next: the words to come and the digest, a month ahead', async () => {
  const [pair] = await db.pair.findMany();
  await db.checkInPlan.create({
    data: { pairId: pair?.id ?? '', nextOn: '2026-01-20', nextAt: new Date('2026-01-20T09:00:00Z') },
  });
  await db.digestPlan.create({
    data: {
      memberId: ana.id,
      nextOn: '2026-01-19',
      nextAt: new Date('2026-01-19T09:00:00Z'),
      since: '2026-01-12',
    },
  });
  expect(text(await at.command({ userId: 'UANA' }, 'me'))).toContain(
    '*What comes next*\n• Mon 19 January: your digest\n• Tue 20 January: a word with Dana',
  );
});

test('what somebody else suggested for Dana to receive is not Dana’s to know before its owner accepts', async () => {
  const secret = await alliance.commitment(eli, dana, 'Secret gift', {
    status: 'proposed',
    writtenById: ana.id,
  });
  const wish = await alliance.commitment(eli, dana, 'Own wish', { status: 'proposed', writtenById: dana.id });
  const listed = refs(await at.command({ userId: 'UDANA' }, 'me'), 'commitments.mine');
  expect(listed).toContain(wish);
  expect(listed).not.toContain(secret);
});

test('an open Home is written anew for whom a change concerns, and for nobody else', async () => {
  for (const { personId } of [ana, eli]) {
    await db.homeView.create({ data: { personId, teamId: 'T1', openedAt: clock.now } });
  }
  const commitment = await db.commitment.findFirstOrThrow({ where: { text: 'Site list' } });
  at.jobs.length = 0;
  await at.work((work) => work.tell({ kind: 'commitment', id: commitment.id }).then(() => null));
  expect(at.jobs).toEqual([{ job: 'home.publish', id: ana.personId }]);
  clock.now = new Date('2026-01-15T10:01:00Z'); // whoever opened it yesterday looks no more
  at.jobs.length = 0;
  await at.work((work) => work.tell({ kind: 'commitment', id: commitment.id }).then(() => null));
  expect(at.jobs).toEqual([]);
});

test('a long list comes in pages that Slack can show, with nothing lost and no heading left behind', async () => {
  const kinds = fc.constantFrom('text', 'divider', 'thing');
  fc.assert(
    fc.property(fc.array(kinds, { maxLength: 400 }), (all) => {
      const parts = all.map((kind) => ({ kind }));
      const cut = pages(parts);
      expect(cut.flat()).toEqual(parts);
      for (const page of cut) {
        const blocks = page.reduce((sum, { kind }) => sum + (kind === 'thing' ? 4 : 1), 0);
        expect(blocks).toBeLessThanOrEqual(90);
      }
    }),
  );
  for (let n = 0; n < 40; n += 1) await alliance.commitment(ana, dana, `More ${newId()}`);
  const first = pageOf(await at.command({ userId: 'UANA' }, 'me'));
  expect(first.parts.at(-1)).toMatchObject({ kind: 'thing', thing: { kind: 'home.leaf' } });
});
