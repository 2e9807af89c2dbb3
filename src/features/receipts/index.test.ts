import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, said } from '../../../test/support/driver.ts';
import type { JobLook, Surface } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import { newId } from '../../kernel/ids.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import type { FileToShow } from '../../slack/surface.ts';
import { monthOf, readMonth } from './domain.ts';
import { receipts } from './index.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-02-03T10:00:00Z') };
const at = drive(db, [receipts], clock);
const alliance = await testAlliance(db, clock.now);
const ana = await alliance.member(alliance.south, 'Ana');
const bo = await alliance.member(alliance.south, 'Bo');
const dana = await alliance.member(alliance.north, 'Dana');
const date = (text: string) => text as LocalDate;
const formOf = (reply: Reply) => {
  if (!reply || !('form' in reply)) throw new Error(said(reply));
  return reply.form;
};

test.each<[string, string | null]>([
  ['', '2026-01'], // early in February, one writes about January
  ['this month', '2026-02'],
  ['last month', '2026-01'],
  ['January', '2026-01'],
  ['jan 2025', '2025-01'],
  ['December', '2025-12'],
  ['2025-11', '2025-11'],
  ['March 2027', null],
  ['2026-13', null],
  ['soon', null],
  ['ja', null],
])('“%s” on 3 February is %s', (words, id) => {
  expect(readMonth(words, date('2026-02-03'))?.id ?? null).toBe(id);
});

test('every day lies in its month', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
      (day) => {
        const local = date(day.toISOString().slice(0, 10));
        const { first, last } = monthOf(local);
        expect(first <= local && local <= last).toBe(true);
      },
    ),
  );
});

test('it tells what was kept, helped along, thanked for and received, and nothing that is for fewer eyes', async () => {
  const done = { status: 'done' as const, endedAt: new Date('2026-01-20T12:00:00Z') };
  const map = await alliance.commitment(ana, dana, 'flood map', { ...done, dueOn: '2026-01-10' });
  await alliance.commitment(ana, dana, 'secret matter', { ...done, label: 'pair' });
  await alliance.commitment(dana, bo, 'site plan', done);
  await alliance.commitment(bo, ana, 'our own', done);
  await alliance.commitment(ana, dana, 'in December', { ...done, endedAt: new Date('2025-12-31T12:00:00Z') });
  const quote = await alliance.commitment(dana, bo, 'quote');
  const event = { id: newId(), commitmentId: quote, allianceId: alliance.id, at: done.endedAt };
  await db.commitmentEvent.create({ data: { ...event, kind: 'help', actorId: ana.id } });
  const thanks = { allianceId: alliance.id, fromId: dana.id, toId: ana.id, at: done.endedAt };
  await db.thanks.create({
    data: { ...thanks, commitmentId: map, words: 'Just in time', fromShares: false },
  });

  const form = formOf(await at.command({ userId: 'UANA' }, 'receipt'));
  const text = JSON.stringify(form.blocks);
  expect(text).toContain('- flood map, for Dana, Tue 20 January');
  expect(text).toContain('- quote (Dana)');
  expect(text).toContain('- flood map, by Dana');
  expect(text).toContain('- site plan, from Dana');
  expect(text).not.toMatch(/secret matter|our own|in December|Just in time|late|hour/);

  const given = said(await at.submit({ userId: 'UANA' }, form, { words: 'It *was* worth it <all>' }));
  expect(given).toContain('In my own words\nIt *was* worth it &lt;all&gt;');
  expect(given).toContain('I send it to nobody');
});

test('its file is given once, by whichever installation reaches the member, and nothing of it is kept', async () => {
  const [job] = at.jobs;
  const files: FileToShow[] = [];
  const surface = { give: async (_: string, file: FileToShow) => files.push(file) > 0 } as unknown as Surface;
  const look: JobLook = {
    db,
    now: clock.now,
    write: (run) => at.work(async (work) => run(work) as never) as never,
    surface: async (teamId) => (teamId === 'T1' ? surface : null), // the host's alone
  };
  await receipts.jobs?.['receipts.give']?.(look, job?.id ?? '');
  await receipts.jobs?.['receipts.give']?.(look, job?.id ?? '');
  expect(files.map(({ name }) => name)).toEqual(['receipt-2026-01.txt']);
  expect(new TextDecoder().decode(files[0]?.bytes)).toContain('Flood plan: January 2026\nAna, Southwark');
  expect(await db.receipt.count()).toBe(0);
});

test('an empty one changes nothing and says so', async () => {
  const form = formOf(await at.command({ userId: 'UDANA' }, 'receipt', 'november'));
  expect(await at.submit({ userId: 'UDANA' }, form, { words: ' ' })).toMatchObject({
    errors: { words: expect.any(String) },
  });
  expect(said(await at.command({ userId: 'UDANA' }, 'receipt', 'soon'))).toContain('Which month?');
});
