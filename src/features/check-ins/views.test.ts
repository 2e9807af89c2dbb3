import { describe, expect, test } from '@jest/globals';
import { office } from '../../../test/support/office.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { daysOff, helpers, type Round, type Said, shared } from './domain.ts';
import { changeForm, handForm, remarkForm, spokeForm } from './form-views.ts';
import { helpView, promptView, reminderView, sharedView } from './views.ts';

const date = (text: string) => text as LocalDate;
const spoke: Said = { answer: 'spoke', remark: null, label: 'pair', changedOn: null };
const round: Round = {
  isOpen: true,
  isDaily: false,
  level: 'operational',
  today: date('2026-01-13'),
  until: date('2026-01-20'),
  other: {
    memberId: 'm-dana',
    name: 'Dana',
    organisation: 'Northwind',
    replyDays: 0,
    goodWork: '',
    away: null,
    holidays: [],
  },
  between: [],
  hasContact: false,
  mine: null,
  theirs: null,
};

describe('the prompt', () => {
  test('names three of what is open and counts the rest', () => {
    const between = ['map', 'list', 'plan', 'quote', 'visit'].map((text) => {
      return { text, isMine: false, dueOn: null };
    });
    expect(promptView({ ...round, between }, false)?.text).toContain(
      'Open between you: map (Dana), list (Dana), plan (Dana) and 2 more.',
    );
  });

  test('says what to know of the other side: absence without a reason, holidays, norms', () => {
    const other: Round['other'] = {
      ...round.other,
      replyDays: 2,
      goodWork: 'Early & plain',
      away: { from: date('2026-01-12'), until: date('2026-01-16') },
      holidays: [{ date: date('2026-01-19'), name: 'Founders’ Day' }],
    };
    expect(promptView({ ...round, other }, false)?.context).toBe(
      'Dana is away until Fri 16 January. Northwind is off on Mon 19 January (Founders’ Day). ' +
        'Northwind usually answers within 2 working days. Good work, to them: “Early &amp; plain”',
    );
    expect(promptView(round, false)).not.toHaveProperty('context');
  });

  test('is not sent for a round that is over, and lets go of its buttons when it was', () => {
    expect(promptView({ ...round, isOpen: false }, false)).toBeNull();
    expect(promptView({ ...round, isOpen: false }, true)?.choices).toEqual([]);
  });

  test('keeps people’s words short and harmless', () => {
    const long = '<!channel> & '.repeat(1000);
    const said: Said = { answer: 'spoke', remark: long, label: 'alliance', changedOn: null };
    const wild: Round = {
      ...round,
      other: { ...round.other, name: long, organisation: long, goodWork: long },
      between: [{ text: long, isMine: true, dueOn: date('2025-12-01') }],
    };
    for (const view of [promptView(wild, false), promptView({ ...wild, mine: said, theirs: said }, true)]) {
      expect(view?.text.length).toBeLessThan(9000);
      expect(`${view?.text} ${view?.context}`).not.toContain('<!channel>');
    }
    for (const view of [
      reminderView(wild, false),
      sharedView({ ...wild, theirs: said }, true),
      helpView(long, true),
    ]) {
      expect(view?.text).not.toContain('<!channel>');
    }
  });
});

test('what the other said waits for one’s own answer or the end of the round', () => {
  const theirs = { ...spoke, remark: 'x' };
  expect(shared({ isOpen: true, mine: null, theirs })).toBeNull();
  expect(shared({ isOpen: true, mine: spoke, theirs })).toBe(theirs);
  expect(shared({ isOpen: false, mine: null, theirs })).toBe(theirs);
});

test('forms keep their titles, and what was said before', () => {
  const forms = [
    remarkForm('1', 'Dana', { ...spoke, remark: 'as before', label: 'alliance' }),
    changeForm('1', 'Dana', 'spoke'),
    handForm('1', '<Dana>', [{ memberId: '2', name: 'Dana', as: 'opposite' }]),
    spokeForm([{ pairId: '3', name: 'Dana (Northwind)' }]),
  ];
  for (const { title, submit } of forms) expect(Math.max(title.length, submit?.length ?? 0)).toBeLessThan(25);
  expect(JSON.stringify(forms[0])).toContain('as before');
  expect(JSON.stringify(forms[2])).toContain('&lt;Dana&gt;');
});

test('a hand is offered by the opposite number, the own leaders and coordinators, in this order', () => {
  const person = (id: string, role: string, organisationId = 'south') => ({
    id,
    name: id,
    role,
    organisationId,
  });
  const everybody = [
    person('co', 'coordinator', 'north'),
    person('lead', 'leader'),
    person('their lead', 'leader', 'north'),
    person('me', 'leader'),
  ];
  expect(
    helpers(person('me', 'leader'), person('dana', 'member'), everybody).map(({ memberId }) => memberId),
  ).toEqual(['dana', 'lead', 'co']);
});

test('days off are those of the next two weeks', () => {
  const week = { ...office, country: 'GB', region: 'ENG' };
  const absences = [{ from: date('2026-04-20'), until: date('2026-05-01') }];
  expect(daysOff({ ...week, absences }, date('2026-03-30'))).toEqual({
    away: null,
    holidays: [
      { date: '2026-04-03', name: 'Good Friday' },
      { date: '2026-04-06', name: 'Easter Monday' },
    ],
  });
  expect(daysOff({ ...week, absences }, date('2026-04-10')).away).toEqual(absences[0]);
});
