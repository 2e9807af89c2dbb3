import { beforeEach, describe, expect, test } from '@jest/globals';
import type { TestMember, testAlliance } from '../../../test/support/alliance.ts';
import { app, db, NEXT_TUESDAY, newPair, TUESDAY } from '../../../test/support/asked-pair.ts';
import type { Values } from '../../feature.ts';
import type { PairId } from '../../kernel/ids.ts';
import { checkIns } from './index.ts';

const PROMPT = 'check-ins.prompt';

let ours: Awaited<ReturnType<typeof testAlliance>>;
let ana: TestMember;
let dana: TestMember;
let pairId: PairId;

beforeEach(async () => {
  ({ ours, ana, dana, pairId } = await newPair());
});

const choose = async (member: TestMember, choice: string, kind = PROMPT, now = TUESDAY) => {
  const item = await app.itemOf(member, kind);
  return app.act(now, member, (act) => checkIns.items?.[kind]?.choose?.(act, item, choice));
};
const submit = async (member: TestMember, form: string, values: Values, checkIn = '') => {
  const ref = checkIn || (await app.itemOf(member, PROMPT)).ref;
  return app.act(TUESDAY, member, (act) =>
    checkIns.forms?.[`check-ins.${form}`]?.submit(act, values, { checkIn: ref }),
  );
};
const textOf = async (member: TestMember, kind = PROMPT) => {
  const view = await app.read(TUESDAY, member, kind);
  return view === null || view === 'missing' ? view : view.text;
};
const choicesOf = async (member: TestMember, kind = PROMPT) => {
  const view = await app.read(TUESDAY, member, kind);
  return view === null || view === 'missing' ? view : view.choices.map(({ id }) => id);
};

describe('a round', () => {
  test('opens on the day and asks each at their own hour', async () => {
    expect(await checkIns.due?.next(db)).toEqual(TUESDAY);
    expect(await app.run(new Date(TUESDAY.getTime() - 1))).toBe(0);
    expect(await app.run(TUESDAY)).toBe(1);
    expect(await app.run(TUESDAY)).toBe(0);
    const items = await db.item.findMany({ orderBy: { notBefore: 'asc' } });
    expect(items.map(({ memberId, notBefore, expiresAt }) => [memberId, notBefore, expiresAt])).toEqual([
      [ana.id, TUESDAY, NEXT_TUESDAY],
      [dana.id, new Date('2026-01-13T12:00:00Z'), NEXT_TUESDAY],
    ]);
    expect(await checkIns.due?.next(db)).toEqual(NEXT_TUESDAY);
  });

  test('is briefed with what is open between the two, and with nothing else', async () => {
    await ours.commitment(dana, ana, 'flood map', { dueOn: '2026-01-16' });
    await ours.commitment(ana, dana, 'site <list>', { dueOn: '2026-02-12' });
    await ours.commitment(ana, dana, 'not accepted', { status: 'proposed' });
    await ours.commitment(ana, null, 'somebody else');
    await app.run(TUESDAY);
    expect(await textOf(ana)).toBe(
      'A word with *Dana* (Northwind) this week? Open between you: flood map (Dana, Fri), site &lt;list&gt; (you, 12 Feb).\n' +
        'Perhaps: is anything awkward in practice?',
    );
    expect(await choicesOf(ana)).toEqual(['spoke', 'not_this_time', 'hand']);
  });

  test('is answered with one click, and each sees what the other shared once both have', async () => {
    await app.run(TUESDAY);
    expect(await choose(ana, 'spoke')).toBeNull();
    expect(await textOf(ana)).toBe('Thanks. You and Dana spoke.');
    expect(await choicesOf(ana)).toEqual(['remark', 'change', `door:commitments.promise/${dana.id}`]);
    await submit(ana, 'remark', { text: 'Good & quick', label: 'pair' });
    expect(await textOf(dana)).toContain('A word with'); // not before she has answered
    expect(await app.read(TUESDAY, ana, 'check-ins.shared')).toBe('missing');

    await choose(dana, 'not_this_time');
    expect(await textOf(dana)).toBe(
      'Thanks, that is fine: not this time with Ana.\nAna said: We spoke. “Good &amp; quick”',
    );
    await submit(dana, 'remark', { text: 'Next week', label: 'alliance' });
    expect(await textOf(ana)).toBe(
      'Thanks. You and Dana spoke.\nYour remark, for the two of you: “Good &amp; quick”\nDana said: Not this time. “Next week”',
    );
    expect(await textOf(ana, 'check-ins.shared')).toBe('Dana said: Not this time. “Next week”');
    expect(await app.read(TUESDAY, dana, 'check-ins.shared')).toBe('missing');
    expect(await db.item.count({ where: { kind: PROMPT, status: 'settled' } })).toBe(2);
  });

  test('takes another answer until the next round, and a remark back', async () => {
    await app.run(TUESDAY);
    await choose(ana, 'spoke');
    await submit(ana, 'remark', { text: 'x', label: 'pair' });
    await submit(ana, 'remark', { text: ' ', label: 'pair' });
    await submit(ana, 'change', { answer: 'not_this_time' });
    expect(await textOf(ana)).toBe('Thanks, that is fine: not this time with Dana.');
    const first = await app.itemOf(ana, PROMPT);
    await app.run(NEXT_TUESDAY);
    expect(await submit(ana, 'change', { answer: 'spoke' }, first.ref)).toMatchObject({
      errors: { answer: expect.stringContaining('over') },
    });
    const [line] = (await checkIns.items?.[PROMPT]?.render({ db, now: NEXT_TUESDAY }, [first])) ?? [];
    expect(line?.choices).toEqual([]);
  });

  test('that is over shows its remarks to who did not answer', async () => {
    await app.run(TUESDAY);
    await choose(ana, 'spoke');
    const unanswered = await app.itemOf(dana, PROMPT);
    await app.run(NEXT_TUESDAY);
    const settled = { ...unanswered, status: 'settled' as const };
    const [line] = (await checkIns.items?.[PROMPT]?.render({ db, now: NEXT_TUESDAY }, [settled])) ?? [];
    expect(line).toEqual({ text: 'This round with Ana is over.\nAna said: We spoke.', choices: [] });
    expect(await db.item.findUnique({ where: { id: unanswered.id } })).toMatchObject({ status: 'settled' });
  });

  test('is nobody else’s to answer', async () => {
    await app.run(TUESDAY);
    const eve = await ours.member(ours.north, 'Eve', { role: 'leader' });
    const { ref } = await app.itemOf(ana, PROMPT);
    expect(await submit(eve, 'change', { answer: 'spoke' }, ref)).toHaveProperty('errors');
    expect(await submit(eve, 'remark', { text: 'x', label: 'pair' }, ref)).toHaveProperty('errors');
    expect(await db.checkInAnswer.count()).toBe(0);
    expect(await db.remark.count()).toBe(0);
  });
});

test('two answers at the same moment: one of them is the second', async () => {
  await app.run(TUESDAY);
  await Promise.all([choose(ana, 'spoke'), choose(dana, 'spoke')]);
  for (const [who, other] of [
    [ana, 'Dana'],
    [dana, 'Ana'],
  ] as const) {
    expect(await textOf(who)).toContain(`${other} said: We spoke.`);
  }
  // Their notes show it; a note of its own would say no more.
  expect(await db.item.count({ where: { kind: 'check-ins.shared' } })).toBe(0);
});

describe('a reminder', () => {
  const THURSDAY = new Date('2026-01-15T09:00:00Z');
  const deliver = async (...members: TestMember[]) => {
    const items = await Promise.all(members.map((member) => app.itemOf(member, PROMPT)));
    await app.react(TUESDAY, { kind: 'delivered', items: items.map((item) => ({ ...item, key: '' })) });
  };

  test('rides along two working days after the prompt arrived', async () => {
    await app.run(TUESDAY);
    await deliver(ana, dana);
    const item = await db.item.findFirstOrThrow({ where: { kind: 'check-ins.reminder', memberId: ana.id } });
    expect(item).toMatchObject({ notBefore: THURSDAY, needsAnswer: false });
    const view = await app.read(THURSDAY, ana, 'check-ins.reminder');
    expect(view).toMatchObject({
      text: 'Still room for a word with Dana before Tuesday. A busy week is a fine answer.',
    });
  });

  test('is not given once the other said that they spoke, or once it is answered', async () => {
    await app.run(TUESDAY);
    await deliver(ana, dana);
    await choose(dana, 'spoke');
    expect(await textOf(ana, 'check-ins.reminder')).toBeNull();
    const { status } = await app.itemOf(dana, 'check-ins.reminder');
    expect(status).toBe('settled');
  });

  test('once read, it can be answered whatever the other did since, and gives nothing of it away', async () => {
    await app.run(TUESDAY);
    await deliver(ana, dana);
    await db.item.updateMany({
      where: { kind: 'check-ins.reminder', memberId: ana.id },
      data: { deliveredAt: THURSDAY },
    });
    const before = await app.read(THURSDAY, ana, 'check-ins.reminder');
    await choose(dana, 'spoke');
    expect(await app.read(THURSDAY, ana, 'check-ins.reminder')).toEqual(before);
    expect(before).toMatchObject({ choices: [{ id: 'spoke' }, { id: 'not_this_time' }, { id: 'hand' }] });
  });
});

describe('a hand', () => {
  test('is asked of one person, who alone is told and whose answer comes back', async () => {
    const gita = await ours.member(ours.south, 'Gita', { role: 'leader' });
    await ours.member(ours.north, 'Nora', { role: 'leader' });
    await app.run(TUESDAY);
    const look = await app.look(TUESDAY, ana);
    const item = await app.itemOf(ana, PROMPT);
    const form = await checkIns.items?.[PROMPT]?.open?.(look, item, 'hand');
    expect(JSON.stringify(form)).toContain('Gita, leads your organisation');
    expect(JSON.stringify(form)).not.toContain('Nora');

    expect(await submit(ana, 'hand', { helper: gita.id })).toEqual({
      say: 'Gita is asked with their next note, and nobody else is.',
    });
    expect(await textOf(gita, 'check-ins.hand')).toBe(
      'Ana (Southwark) would like a hand with Dana (Northwind). A short call may be all it takes.',
    );
    await choose(dana, 'spoke');
    expect(await textOf(dana)).toBe('Thanks. You and Ana spoke.\nAna has answered too.');
    await choose(gita, 'will', 'check-ins.hand');
    expect(await textOf(ana, 'check-ins.help')).toBe(
      'Gita has read that you need a hand, and will get in touch.',
    );
    expect(await textOf(gita, 'check-ins.hand')).toBe('Thanks. Ana knows.');
  });

  test('is not asked of whoever is not offered', async () => {
    const nora = await ours.member(ours.north, 'Nora', { role: 'leader' });
    await app.run(TUESDAY);
    expect(await submit(ana, 'hand', { helper: nora.id })).toHaveProperty('errors');
    expect(await db.checkInAnswer.count()).toBe(0);
  });
});

describe('a talk that nobody asked about', () => {
  const spoke = (words: string) =>
    app.act(TUESDAY, ana, (act) => {
      const [command] = checkIns.commands ?? [];
      return command?.who === 'member' ? command.run?.(act, words) : undefined;
    });

  test('opens a round that asks nobody, once; what is remarked is shown at once', async () => {
    expect(await spoke('<@UDANA>')).toEqual({ say: 'Noted: you and Dana spoke. Thanks.' });
    await submit(ana, 'spoke', { pair: pairId, text: 'On the phone', label: 'pair' }, 'none');
    expect(await db.checkIn.count()).toBe(1);
    expect(await db.item.count({ where: { kind: PROMPT } })).toBe(0);
    expect(await textOf(dana, 'check-ins.shared')).toBe('Ana said: We spoke. “On the phone”');
  });

  test('answers the round that is open', async () => {
    await app.run(TUESDAY);
    await spoke('');
    expect(await textOf(ana)).toBe('Thanks. You and Dana spoke.');
    expect(await db.checkIn.count()).toBe(1);
  });

  test('is refused kindly with somebody else', async () => {
    await ours.member(ours.north, 'Eve');
    expect(await spoke('<@UEVE>')).toMatchObject({ say: expect.stringContaining('not one of your') });
    expect(await db.checkIn.count()).toBe(0);
  });
});

test('an answer or a remark that becomes another one is seen as changed by who had read it', async () => {
  await app.run(TUESDAY);
  await choose(ana, 'spoke');
  await submit(ana, 'remark', { text: 'All good', label: 'pair' });
  await submit(ana, 'remark', { text: 'All very good', label: 'pair' });
  await choose(dana, 'spoke');
  expect(await textOf(dana)).not.toContain('changed'); // Dana had read nothing yet
  await submit(ana, 'change', { answer: 'not_this_time' });
  expect(await textOf(dana)).toContain(
    'Ana said: Not this time. “All very good” (changed on Tue 13 January)',
  );
  expect(await textOf(dana, 'check-ins.changed')).toBe(
    'Changed since you read it: Ana said: Not this time. “All very good”',
  );
});
