import { describe, expect, test } from '@jest/globals';
import {
  date,
  done,
  quietWeek as facts,
  id,
  moved,
  north,
  open,
  south,
  week,
} from '../../../test/support/digest-facts.ts';
import type { Facts } from './facts-domain.ts';
import { digestView } from './views.ts';

describe('the words', () => {
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
        steps: [
          {
            step: 'ask-peer',
            memberId: id('dana'),
            on: date('2026-01-05'),
            isDelivered: true,
            isAnswered: false,
          },
        ],
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
    expect(text).toContain(
      'One thing to do: a yes or no from you, on 2 roles of our people, 1 pair proposed by others.',
    );
    expect(choices.map(({ label }) => label)).toEqual(['Decide what waits']);
  });

  test('the coordinator’s summary: all moves, or who needs them', () => {
    const steps = ['ask-peer', 'coordinator'].map((step) => ({
      step,
      memberId: id('gita'),
      on: date('2026-01-05'),
      isDelivered: true,
      isAnswered: false,
    }));
    const people5 = ['ben', 'e1', 'gita'].map((name) => ({ ...open, ownerId: id(name) }));
    const commitments = [{ ...open, dueOn: date('2025-12-20'), steps }, ...people5];
    const coordinator = { kind: 'coordinator' as const, commitments };
    expect(textOf(coordinator).split('\n')[0]).toBe(
      '3 of 4 move without you. One needs you: flood map (Ana → Dana), both asked, no answer.',
    );
    // A week without events is one line for them, too.
    const calm = 'A quiet week: nothing was finished or moved, and nothing waits on us.';
    expect(textOf({ ...coordinator, commitments: people5 })).toBe(`All moves without you. ${calm}`);
    expect(textOf({ ...coordinator, commitments: [...people5, open] })).toBe(
      `All 4 move without you. ${calm}`,
    );
    expect(textOf({ ...coordinator, commitments: [] })).toBe(`Nothing is open in the alliance. ${calm}`);
  });

  test('stays short and harmless whatever people wrote', () => {
    const long = '<!here> & '.repeat(300);
    const wild = new Map([...facts.people].map(([key, one]) => [key, { ...one, name: long }]));
    const commitments = Array.from({ length: 200 }, (_, n) => ({ ...open, id: String(n), text: long }));
    const pairs = Array.from({ length: 20 }, () => ({ otherId: id('dana'), spokeOn: null }));
    const remarks = Array.from({ length: 20 }, () => ({ authorId: id('ana'), text: long }));
    const view = digestView({ ...facts, people: wild, commitments: [...commitments, kept], pairs, remarks });
    expect(view.text.split('\n').length).toBeLessThanOrEqual(15);
    expect(view.text).not.toContain('<!here>');
    expect(view.choices.every(({ label }) => label.length <= 75)).toBe(true);
  });
});
