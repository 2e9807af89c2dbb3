import { expect, test } from '@jest/globals';
import { testAlliance } from '../../../test/support/alliance.ts';
import { promising, WEDNESDAY } from '../../../test/support/commitments.ts';
import { testDatabase } from '../../../test/support/database.ts';
import type { ItemRow } from '../../item.ts';
import { newId } from '../../kernel/ids.ts';
import { commitments } from './index.ts';

const { db } = await testDatabase();
const { app, who, here, submit } = promising(db);

const CHOICES = [
  'accept decline done let-go need-hand fits take cannot next-week talk help release free-time talk-to-both withdraw',
  'skip reopen share-thanks keep-thanks agree leave-declined',
]
  .join(' ')
  .split(' ');
const FORMS: [string, Record<string, string>][] = [
  ['date', { by: '2026-02-02' }],
  ['blocked', { words: 'the keys' }],
  ['thanks', { words: 'fine', share: 'yes' }],
  ['not-quite', { words: 'fine' }],
];

test('by no door can somebody without the right move anything, or read of it', async () => {
  const other = await testAlliance(db, WEDNESDAY);
  const eve = await other.member(other.south, 'Eve');
  const end = { endedAt: WEDNESDAY, dueOn: '2026-01-16' };
  for (const status of ['proposed', 'accepted', 'done', 'let_go'] as const) {
    const id = await here.ours.commitment(who.ana, who.ben, 'secret plan', {
      status,
      label: 'pair',
      ...(status === 'done' || status === 'let_go' ? end : { dueOn: '2026-01-16' }),
    });
    const before = await db.commitment.findUnique({ where: { id } });
    for (const stranger of [who.cy, eve]) {
      const replies: unknown[] = [];
      for (const [name, values] of FORMS)
        replies.push(await submit(stranger, name, values, { id, take: 'yes' }));
      for (const name of ['hand-over', 'reassign'])
        replies.push(await submit(stranger, name, { who: who.cy.id }, { id }));
      for (const kind of [
        'commitments.mine',
        'commitments.nudge',
        'commitments.news',
        'commitments.answer',
      ]) {
        const item: ItemRow = {
          id: newId(),
          kind,
          ref: id,
          data: { step: 'due', on: '2026-02-02' },
          allianceId: here.ours.id,
          personId: stranger.personId,
          memberId: stranger.id,
          status: 'open',
          deliveredAt: WEDNESDAY,
        };
        const itemKind = commitments.items?.[kind];
        for (const choice of CHOICES)
          replies.push(await app.act(WEDNESDAY, stranger, (act) => itemKind?.choose?.(act, item, choice)));
        const look = await app.look(WEDNESDAY, stranger);
        for (const choice of itemKind?.opens ?? []) replies.push(await itemKind?.open?.(look, item, choice));
        if (kind === 'commitments.mine') {
          expect(await itemKind?.render({ db, now: WEDNESDAY }, [item])).toEqual([null]);
        }
      }
      expect(JSON.stringify(replies)).not.toMatch(/secret|Ana|Ben/);
    }
    expect(await db.commitment.findUnique({ where: { id } })).toEqual(before);
  }
  expect(await db.commitmentEvent.count()).toBe(0);
  expect(await db.thanks.count()).toBe(0);
}, 60_000);
