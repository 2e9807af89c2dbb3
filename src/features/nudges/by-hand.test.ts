import { beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase } from '../../../test/support/database.ts';
import {
  ana,
  at,
  begin,
  ben,
  cora,
  lea,
  ours,
  promised,
  steps,
  world,
} from '../../../test/support/policy-scene.ts';
import { formIn } from '../../../test/support/policy-world.ts';

const { db } = await testDatabase();
const text = (form: unknown) => JSON.stringify(form);

beforeEach(() => begin(db));

describe('a nudge by hand', () => {
  const about = 'Ana asks whether a new date would help with';

  test('is offered first, then rides on the next note as an offer of help', async () => {
    const id = await ours.commitment(ben, ana, 'site list', { dueOn: '2026-02-20' });
    await world.work(({ tell }) => tell({ kind: 'commitment', id }));
    await world.command(ana, 'nudge', '<@UBEN> site');
    await world.goTo(at('05', '11:00'));
    const offer = await world.read(ana, 'nudges.offer');
    expect(offer?.text).toBe("Shall I ask Ben whether a new date would help with 'site list'?");
    await world.press(ana, `ask-${id}`, 'nudges.offer');
    await world.press(ana, `ask-${id}`, 'nudges.offer');
    await world.command(ana, 'nudge', '<@UBEN>'); // once for each date
    await world.goTo(at('05', '11:30'));
    await world.press(ana, `ask-${id}`, 'nudges.offer');
    await world.goTo(at('09'));
    expect(await steps(ben)).toEqual(['by-hand 08']); // it needs no answer: three working days, then a note
    const view = await world.read(ben);
    expect(view?.text).toBe(`${about} 'Site list'. Any answer is fine.`);
    expect(view?.choices.map(({ id: choice }) => choice)).toEqual(
      expect.arrayContaining(['done', 'date', 'need-hand', 'nudges.why']),
    );
    expect(text(formIn(await world.press(ben, 'nudges.why')))).toContain('Ana asked whether I could help.');
  });

  test('is for one’s own organisation and for those who owe one something', async () => {
    expect(await world.command(ana, 'nudge', '<@UBEN>')).toMatchObject({
      say: expect.stringContaining('your own organisation'),
    });
    expect(await world.command(ana, 'nudge', '')).toMatchObject({ say: expect.stringContaining('Whom?') });
    expect(await world.command(ana, 'nudge', '<@UANA>')).toMatchObject({
      say: expect.stringContaining('That is you'),
    });
    expect(await world.command(ana, 'nudge', '<@UNOBODY>')).toMatchObject({
      say: expect.stringContaining('not in this alliance'),
    });
    await promised();
    // A leader may offer help to her own people, and learns of nothing by it.
    await world.command(lea, 'nudge', '<@UANA> flood');
    await world.goTo(at('05', '11:00'));
    const offer = await world.read(lea, 'nudges.offer');
    expect(offer?.text).toBe(
      'Shall I ask Ana whether a new date would help with anything that is with them?',
    );
    await world.press(lea, 'ask-any', 'nudges.offer');
    await world.goTo(at('08'));
    expect((await world.read(ana, 'nudges.help'))?.text).toContain(
      'Lea asks whether a new date would help with anything',
    );
  });

  test('about something muted reaches nobody, and whoever asks reads the same as ever', async () => {
    const id = await promised();
    await world.command(ana, 'mute', 'flood');
    await world.command(ben, 'nudge', '<@UANA>');
    await world.goTo(at('05', '11:00'));
    expect(await world.press(ben, `ask-${id}`, 'nudges.offer')).toEqual({
      say: 'Ana reads it with the next note.',
    });
    await world.goTo(at('16'));
    expect(await steps(ana)).toEqual([]);
  });
});

describe('norms', () => {
  test('slow a step, and the note says so and by how much', async () => {
    await db.organisation.update({ where: { id: ours.south }, data: { replyDays: 2 } });
    await db.organisation.update({ where: { id: ours.north }, data: { replyDays: 1 } });
    await promised();
    await world.goTo(at('13'));
    const late = await world.read(ana);
    expect(late?.text).toContain('on Monday I ask Ben');
    expect(late?.context).toBe('Slowed by 2 working days, as answers usually take that long at Southwark.');
    await world.goTo(at('21'));
    expect(await steps(ben)).toEqual(['ask-peer 19']);
    const next = await world.read(ana);
    expect(next?.text).toContain('on Friday I ask Lea');
    expect(next?.context).toBe('Slowed by a working day, as answers usually take that long at Northwind.');
  });
});

test('while its alliance rests nothing is sent; afterwards its owner is told anew before anybody is asked', async () => {
  const id = await promised();
  await world.goTo(at('13'));
  await world.command(cora, 'pause');
  const before = world.slack.posts.length;
  // What was written before and by acts meanwhile waits as well.
  await world.work(({ db: tx, now, outbox }) =>
    outbox.add(tx, now, [
      {
        key: 'x',
        allianceId: ours.id,
        memberId: ben.id,
        kind: 'commitments.news',
        ref: id,
        data: { news: 'new-date' },
        rank: 50,
        urgency: 'answer',
      },
    ]),
  );
  await world.goTo(at('22'));
  const sent = world.slack.posts.slice(before);
  expect(sent.every(({ channelId }) => channelId === 'DUANA')).toBe(true);
  expect(sent).toHaveLength(1); // the last word to whoever owes something
  expect(await steps(ben)).toEqual([]);
  await world.command(cora, 'resume');
  await world.goTo(at('22', '16:00'));
  expect(await steps(ben)).toEqual([]);
  await world.goTo(at('24'));
  expect((await steps(ana)).at(-1)).toBe('late 22');
  expect(await steps(ben)).toEqual(['ask-peer 23']);
});
