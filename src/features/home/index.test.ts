import { expect, test } from '@jest/globals';
import { testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, said } from '../../../test/support/driver.ts';
import { newId } from '../../kernel/ids.ts';
import { home } from './index.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-14T10:00:00Z') }; // a Wednesday
const at = drive(db, [home], clock);

const alliance = await testAlliance(db, clock.now);
const ana = await alliance.member(alliance.south, 'Ana', { role: 'coordinator', level: 'operational' });
const dana = await alliance.member(alliance.north, 'Dana');
const eli = await alliance.member(alliance.north, 'Eli');

test('somebody new reads that nothing is open, in whole sentences', async () => {
  const text = said(await at.command({ userId: 'UELI' }, 'me'));
  expect(text).toContain('*Flood plan*: you are here for Northwind, as member · front line. Nothing waits');
  expect(text).toContain('Nobody yet. A coordinator pairs people.');
  expect(text).toContain('Notes from 09:00 (Europe/London), three notes a week at most.');
});

test('what is owed and due is shown with dates and without blame, nearest first', async () => {
  await alliance.commitment(ana, dana, 'Flood <map>', { dueOn: '2026-01-20' });
  await alliance.commitment(ana, null, 'Site list', { dueOn: '2026-01-12' });
  await alliance.commitment(ana, dana, 'Someday');
  await alliance.commitment(dana, ana, 'School route', { dueOn: '2025-12-19' });
  await alliance.commitment(dana, ana, 'Old one', { status: 'done' });
  const pair = await alliance.pair(ana, dana);
  await alliance.pair(ana, eli);
  const checkIn = { id: newId(), allianceId: alliance.id, pairId: pair, round: 1, opensOn: '2026-01-06' };
  await db.checkIn.create({ data: { ...checkIn, openedAt: clock.now } });
  const answeredAt = new Date('2026-01-07T12:00:00Z');
  const answer = { checkInId: checkIn.id, memberId: dana.id, answer: 'spoke' as const, answeredAt };
  await db.checkInAnswer.create({ data: answer });

  const text = said(await at.command({ userId: 'UANA' }, 'me'));
  expect(text).toContain(
    '*With you*\n• Site list, Mon 12 January\n• Flood &lt;map&gt;, for Dana, Tue 20 January\n• Someday, for Dana',
  );
  expect(text).toContain('*Promised to you*\n• School route, from Dana, Fri 19 December 2025');
  expect(text).toContain('• Dana (Northwind), every Tuesday; you last noted a talk on Wed 7 January');
  expect(text).toContain('• Eli (Northwind), every Tuesday; no talk noted yet');
  expect(text).not.toMatch(/late|overdue|silent/i);
});

test('what somebody else suggested for Dana to receive is not Dana’s to know before its owner accepts', async () => {
  await alliance.commitment(eli, dana, 'Secret gift', { status: 'proposed', writtenById: ana.id });
  await alliance.commitment(eli, dana, 'Own wish', { status: 'proposed', writtenById: dana.id });
  const text = said(await at.command({ userId: 'UDANA' }, 'me'));
  expect(text).not.toContain('Secret gift');
  expect(text).toContain('• Own wish, from Eli, suggested');
});

test('the door shows the same in a modal without buttons, within Slack’s limits', async () => {
  for (let n = 0; n < 30; n += 1) await alliance.commitment(ana, dana, 'x'.repeat(500));
  const reply = await at.door({ userId: 'UANA' }, 'home.me');
  const blocks = reply && 'form' in reply ? reply.form.blocks : [];
  expect(blocks.length).toBeGreaterThan(4);
  expect(blocks.map(({ type }) => type)).not.toContain('actions');
  for (const block of blocks) {
    if (block.type === 'section') expect(block.text?.text.length).toBeLessThan(3000);
  }
  expect(JSON.stringify(blocks)).toContain('and 23 more');
});
