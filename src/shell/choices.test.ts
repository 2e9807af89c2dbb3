import { expect, test } from '@jest/globals';
import { CHANNEL, toyStage } from '../../test/support/toy-stage.ts';
import { doorsMessage } from './index.ts';

const { alliance, app, ask, click, database, direct, done, driver, feature, modal, whispers } =
  await toyStage();

test('a choice is done and answered; chosen again, it is settled', async () => {
  await ask('dana');
  await click('dana', 'Yes');
  expect(done).toEqual(['yes']);
  expect(whispers('dana')).toContain('Thank you, Dana Whitfield.');
  expect(direct('dana')?.controls).toEqual([]);
});

test('a choice that opens something leads to its form', async () => {
  await ask('dana');
  await click('dana', 'More');
  await driver.submit('dana', { text: 'more' });
  expect(done).toEqual(['form more for item']);
});

const dmOf = (as: string) => driver.screen(as).dms[0]?.id ?? '';

test('a choice of somebody else’s item is refused, in their words and in a note', async () => {
  await ask('dana');
  const item = await database.db.item.findFirstOrThrow({
    where: { kind: 'toy.ask' },
    orderBy: { seq: 'desc' },
  });
  await ask('ben');
  const [block] =
    app.slack.world
      .messagesIn(direct('ben')?.ts ? dmOf('ben') : '')
      .at(-1)
      ?.blocks?.slice(-1) ?? [];
  const [button] = (block as { elements: { value: string }[] }).elements;
  if (!button) throw new Error('no button');
  button.value = item.id; // what a forged click would carry
  await click('ben', 'Yes');
  expect(done).toEqual([]);
  expect(whispers('ben')).toContain('That one is for somebody else.');
});

test('a bell opens for its own person only, and its answers are done together', async () => {
  driver.admin.failDms('dana', 'channel_not_found');
  await database.db.dm.deleteMany();
  await ask('dana');
  driver.admin.failDms('dana', null);
  await click('ben', 'Open', { in: CHANNEL });
  expect(whispers('ben')).toContain('That one is for somebody else.');

  await click('dana', 'Open', { in: CHANNEL });
  expect(modal('dana')).toContain('Will you?');
  await driver.submit('dana', { 'Your answer': 'More' });
  expect(modal('dana')).toContain('Write something');
  await driver.submit('dana', { text: 'by bell' });
  expect(modal('dana')).toContain('Kept: by bell');
  await driver.close('dana', { all: true });

  await click('dana', 'Open', { in: CHANNEL });
  await driver.submit('dana', { 'Your answer': 'Yes' });
  expect(modal('dana')).toContain('Thank you, Dana Whitfield.');
  expect(done).toEqual(['form by bell for item', 'yes']);
});
test('a door opens for members of its channel’s alliance, whatever its button carries', async () => {
  await database.db.$transaction((tx) =>
    app.outbox.post(tx, app.slack.world.clock.now(), {
      key: 'doors',
      allianceId: alliance.id,
      ...doorsMessage([feature]),
      doors: true,
    }),
  );
  await app.settled();
  await click('dana', 'In', { in: CHANNEL });
  expect(modal('dana')).toContain('Write something');
  await driver.close('dana', { all: true });
  await click('cleo', 'In', { in: CHANNEL });
  expect(modal('cleo')).toContain('not in the alliance of this channel');
});
