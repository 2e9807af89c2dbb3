import { describe, expect, test } from '@jest/globals';
import type { AllianceId, MemberId, OrganisationId } from '../../kernel/ids.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import type { Commitment, Facts } from './domain.ts';
import { digestView } from './views.ts';

const date = (text: string) => text as LocalDate;
const id = (name: string) => name as MemberId;
const south = 'south' as OrganisationId;
const north = 'north' as OrganisationId;
const week = { since: date('2026-01-05'), until: date('2026-01-11') };
const open: Commitment = {
  id: '1',
  ownerId: id('ana'),
  ownerOrganisationId: south,
  forId: id('dana'),
  forOrganisationId: north,
  text: 'flood map',
  audience: 'org',
  status: 'accepted',
  dueOn: date('2026-01-16'),
  endedOn: null,
  moves: [],
  steps: [],
  today: date('2026-01-12'),
};
const done = (endedOn: string, more: Partial<Commitment> = {}): Commitment => {
  return { ...open, status: 'done', endedOn: date(endedOn), ...more };
};
const moved = (on: string, inTime: boolean) => ({ on: date(on), inTime });
const reader = { id: id('gita'), allianceId: 'alliance' as AllianceId, organisationId: south };

describe('the words', () => {
  const people = new Map(
    ['ana', 'ben', 'dana', 'gita', 'e1'].map((name) => {
      return [
        id(name),
        { id: id(name), name: `${name.charAt(0).toUpperCase()}${name.slice(1)}`, organisation: 'X' },
      ];
    }),
  );
  const facts: Facts = {
    kind: 'leader',
    reader,
    week,
    today: date('2026-01-12'),
    commitments: [],
    people,
    pairs: [],
    decisions: { roles: 0, pairs: 0, promises: 0 },
    remarks: [],
    asked: [],
    acts: { offer: [], decide: [], thank: [] },
    thanks: [],
    talks: { own: 0, others: 0 },
    picture: null,
    naming: { here: null, elsewhere: [] },
    helped: [],
    followThrough: { settled: 0, themselves: 0, people: 0, shownOn: null, isShared: null },
  };
  const kept = done('2026-01-07');
  const textOf = (more: Partial<Facts>) => digestView({ ...facts, ...more }).text;

  test('a week without events is one line', () => {
    const line = 'A quiet week: nothing was finished or moved, and nothing waits on us.';
    expect(textOf({})).toBe(line);
    expect(textOf({ commitments: [open] })).toBe(line);
    expect(textOf({ week: { since: date('2025-12-29'), until: week.until } })).toContain('Two quiet weeks:');
  });

  test('few people: figures of one’s own alone', () => {
    const theirs = done('2026-01-07', { ownerOrganisationId: north, ownerId: id('dana'), forId: id('ana') });
    expect(textOf({ commitments: [kept, theirs] })).toBe('A steady week for us: 1 kept.');
  });

  test('enough people: the alliance’s figures, what we owe and wait for, the pairs, what waits, one act', () => {
    const commitments = [
      kept,
      done('2026-01-08', { ownerOrganisationId: north, ownerId: id('dana'), forId: id('ben') }),
      { ...open, forId: id('e1'), moves: [moved('2026-01-07', true)] },
      {
        ...open,
        ownerId: id('gita'),
        steps: [{ step: 'ask-peer', memberId: id('dana'), isDelivered: true, isAnswered: false }],
      },
      {
        ...open,
        ownerOrganisationId: north,
        forOrganisationId: south,
        ownerId: id('dana'),
        forId: id('gita'),
        text: 'site list',
      },
    ];
    const pairs = [{ otherId: id('dana'), spokeOn: date('2025-11-24') }];
    const remarks = [{ authorId: id('ana'), text: 'Maps are <done>' }];
    const { text, choices } = digestView({ ...facts, commitments, pairs, remarks });
    expect(text.split('\n')).toEqual([
      'A steady week: 2 kept, 1 moved in good time, 1 waiting on us.',
      'You and Dana last noted a talk on Mon 24 November 2025.',
      '*We owe*: flood map (Ana for E1, Fri 16 January), flood map (you for Dana, Fri 16 January).',
      '*We wait for*: site list (Dana for you, Fri 16 January).',
      'Shared by Ana: “Maps are &lt;done&gt;”',
      'One thing to do: a good week for a word with Dana?',
    ]);
    expect(choices).toEqual([{ id: 'ask-dana', label: 'Ask Dana for a word', style: 'primary' }]);
    expect(digestView({ ...facts, commitments, pairs, asked: [id('dana')] })).toMatchObject({
      text: expect.stringContaining('Dana is asked for a word'),
      choices: [],
    });
  });

  test('a decision that waits is the one thing to do', () => {
    const acts = { offer: [], thank: [], decide: ['item'] };
    const { text, choices } = digestView({ ...facts, acts, decisions: { roles: 2, pairs: 1, promises: 0 } });
    expect(text).toContain('*Waiting for a yes or no*: 2 roles of our people, 1 pair that others proposed.');
    expect(choices.map(({ label }) => label)).toEqual(['Decide what waits']);
  });

  test('the coordinator’s summary: all moves, or who needs them', () => {
    const steps = ['ask-peer', 'coordinator'].map((step) => ({
      step,
      memberId: id('gita'),
      isDelivered: true,
      isAnswered: false,
    }));
    const people5 = ['ben', 'e1', 'gita'].map((name) => ({ ...open, ownerId: id(name) }));
    const commitments = [{ ...open, dueOn: date('2025-12-20'), steps }, ...people5];
    const coordinator = { kind: 'coordinator' as const, commitments };
    expect(textOf(coordinator).split('\n')[0]).toBe(
      '3 of 4 move without you. One needs you: flood map (Ana → Dana), both asked, no answer.',
    );
    expect(textOf({ ...coordinator, commitments: people5 }).split('\n')[0]).toBe('All moves without you.');
    expect(textOf({ ...coordinator, commitments: [...people5, open] }).split('\n')[0]).toBe(
      'All 4 move without you.',
    );
    expect(textOf({ ...coordinator, commitments: [] }).split('\n')[0]).toBe(
      'Nothing is open in the alliance.',
    );
  });

  test('stays short and harmless whatever people wrote', () => {
    const long = '<!here> & '.repeat(300);
    const wild = new Map([...people].map(([key, one]) => [key, { ...one, name: long }]));
    const commitments = Array.from({ length: 200 }, (_, n) => ({ ...open, id: String(n), text: long }));
    const pairs = Array.from({ length: 20 }, () => ({ otherId: id('dana'), spokeOn: null }));
    const remarks = Array.from({ length: 20 }, () => ({ authorId: id('ana'), text: long }));
    const view = digestView({ ...facts, people: wild, commitments: [...commitments, kept], pairs, remarks });
    expect(view.text.split('\n').length).toBeLessThanOrEqual(15);
    expect(view.text).not.toContain('<!here>');
    expect(view.choices.every(({ label }) => label.length <= 75)).toBe(true);
  });
});
