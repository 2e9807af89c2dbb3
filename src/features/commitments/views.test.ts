import { describe, expect, test } from '@jest/globals';
import { ana, ben, cy, date, map, now, seen } from '../../../test/support/promise.ts';
import type { ItemView } from '../../item.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { settledView } from './answer-views.ts';
import { confirmView } from './confirm-views.ts';
import type { Draft, DraftContent } from './draft.ts';
import { historyForm } from './history-views.ts';
import { nudgeView } from './nudge-views.ts';
import { refusalText } from './refusal-views.ts';
import { declinedView, handView, newsView } from './views.ts';

const labels = (view: ItemView | null) => view?.choices.map(({ label }) => label);
const nudge = (step: string, day = '2026-01-14', more = {}, reader = ana) =>
  nudgeView(map, seen(reader, new Date(`${day}T10:00:00Z`)), { step, next: null, ...more });

describe('what was read is shown back', () => {
  const content: DraftContent = {
    text: 'send the flood map',
    ownerId: ana,
    forId: ben,
    dueOn: date('2026-01-16'),
    dueAt: null,
    reviewOn: null,
    otherDueOn: null,
    passedOn: null,
    rhythm: null,
    audience: 'org',
  };
  const confirm = (more: Partial<DraftContent>, status: Draft['status'] = 'open') => {
    const draft = { id: 'd', allianceId: 'a', speakerId: ana, permalink: null, createdAt: now, status };
    return confirmView({ ...draft, content: { ...content, ...more } } as Draft, seen(ana));
  };

  test('with its day in words before anything is recorded', () => {
    const view = confirm({});
    expect(view.text).toBe('Shall I note this for you: send the flood map, for Ben, by Fri 16 January?');
    expect(view.context).toBe(
      'Nothing is recorded before you say so. You, Ben and your organisations see it.',
    );
    expect(labels(view)).toEqual(['Record it', 'Change', 'Leave it']);
  });

  test('as a proposal where somebody else is to do it', () => {
    expect(confirm({ ownerId: ben, forId: ana }).text).toBe(
      'Shall I put this to Ben: send the flood map, for you, by Fri 16 January?',
    );
  });

  test('with the other reading of its date, and without a date as such', () => {
    expect(labels(confirm({ dueOn: date('2026-04-03'), otherDueOn: date('2026-03-04') }))).toContain(
      'I mean Wed 4 March',
    );
    expect(confirm({ dueOn: null }).text).toMatch(/, without a day yet\?$/);
    expect(confirm({ dueOn: null, reviewOn: date('2026-01-19') }).text).toMatch(
      /I ask for one on Mon 19 January/,
    );
    expect(confirm({ dueOn: date('2026-04-03') }).context).toMatch(/holiday there: Good Friday/);
  });

  test('asking who, or for another day', () => {
    expect(confirm({ ownerId: null }).text).toMatch(/^Who takes this on: /);
    const past = confirm({ dueOn: null, passedOn: date('2026-01-05') });
    expect(past.text).toBe('Mon 5 January has passed. By when is it: send the flood map, for Ben?');
    expect(labels(past)).toEqual(['Choose a day', 'Leave it']);
  });

  test('and keeps a line once it is answered', () => {
    expect(confirm({}, 'recorded')).toEqual({
      text: 'Noted: send the flood map, for Ben, by Fri 16 January.',
      choices: [],
    });
  });
});

describe('nudges say', () => {
  test('today, tomorrow or later by the day on which they leave', () => {
    expect(nudge('heads-up')?.text).toBe('Coming up on Friday: flood map, for Ben.');
    expect(nudge('heads-up', '2026-01-15')?.text).toBe('Tomorrow: flood map, for Ben.');
    expect(nudge('heads-up', '2026-01-16')?.text).toBe('Today: flood map, for Ben.');
    expect(nudge('due', '2026-01-16')?.text).toBe('Today: flood map, for Ben.');
    expect(nudge('due', '2026-01-19')?.text).toBe("'Flood map' was planned for Fri 16 January.");
  });

  test('whom the next step asks, and when', () => {
    const next = { step: 'ask-peer', who: ben, on: date('2026-01-21') };
    expect(nudge('late', '2026-01-17', { next })?.text).toBe(
      "'Flood map' was planned for yesterday. If it stays open, on Wednesday I ask Ben whether they still need it.",
    );
    expect(nudge('late', '2026-01-17')?.text).toBe(
      "'Flood map' was planned for yesterday. Is there a day that suits better?",
    );
    expect(
      nudge('tell-leader-next', '2026-01-20', {
        next: { step: 'ask-leader', who: cy, on: date('2026-01-21') },
      })?.text,
    ).toBe(
      "'Flood map' is still open. If it stays so, tomorrow I ask Cy whether some time could be freed for it.",
    );
  });

  test('whom it has asked, where the note is redrawn after the next step', () => {
    const next = { step: 'ask-peer', who: ben, on: date('2026-01-21') };
    const after = (deliveredAt: Date | null) =>
      nudge('late', '2026-01-22', { next, asked: [{ step: 'ask-peer', deliveredAt }] })?.text;
    expect(after(now)).toBe(
      "'Flood map' was planned for Fri 16 January. I have asked Ben whether they still need it.",
    );
    expect(after(null)).toMatch(/I am asking Ben whether/);
  });

  test('on which Monday the coordinator reads of it', () => {
    const next = { step: 'coordinator', who: cy, on: date('2026-01-29') };
    expect(nudge('tell-coordinator-next', '2026-01-28', { next })?.text).toBe(
      "'Flood map' is still open. If it stays so, Cy's first summary from Mon 2 February on names it.",
    );
  });

  test('what a peer and a leader are asked', () => {
    expect(nudge('ask-peer', '2026-01-21', {}, ben)?.text).toBe(
      "'Flood map', from Ana, is still open. Do you still need it, and when?",
    );
    expect(labels(nudge('ask-peer', '2026-01-21', {}, ben))).toEqual([
      'Next week is fine',
      "Let's talk",
      'I can help',
      'No longer needed',
      'How it went',
    ]);
    expect(labels(nudge('ask-peer', '2026-01-21', {}, cy))).not.toContain('No longer needed');
    expect(nudge('ask-leader', '2026-01-26', {}, cy)?.text).toBe(
      "'Flood map' for Northwind (Fri 16 January) is still open with Ana. Could you free some time? Ana has seen this note.",
    );
  });

  test('nothing once it has ended', () => {
    for (const status of ['done', 'let_go', 'declined'] as const) {
      expect(nudgeView({ ...map, status }, seen(ana), { step: 'late', next: null })).toBeNull();
    }
  });
});

test('how it went: what was between two people is theirs to read, and so is that it was late', () => {
  const dee = 'dee' as MemberId;
  const events: [kind: string, actorId: string, data?: Record<string, unknown>][] = [
    ['accept', ana],
    ['blocked', ana, { to: ben, reason: 'my manager refuses' }],
    ['offer', ana, { to: dee }],
    ['cannot', dee],
    ['help', ben],
    ['re-date', ana, { from: '2026-01-16', to: '2026-01-20', inTime: true }],
    ['re-date', ana, { from: '2026-01-20', to: '2026-02-20', inTime: false }],
    ['done', ana],
    ['not-quite', ben, { words: 'the southern pumps' }],
  ];
  const happened = events.map(([kind, actorId, data = {}]) => ({ kind, actorId, at: now, data }));
  const read = (reader: MemberId) =>
    historyForm(map, seen(reader), happened).blocks.flatMap((block) =>
      block.type === 'section' ? [block.text?.text ?? ''] : [],
    );
  expect(read(ana)).toHaveLength(1 + events.length);
  expect(read(ben).join()).toMatch(
    /accepted.*was blocked.*offered a hand.*20 January.*20 February.*did it.*southern/,
  );
  expect(read(ben).join()).not.toContain('take it over');
  const others = read(cy).join();
  expect(others).toMatch(/accepted.*to Tue 20 January.*did it/);
  expect(others).not.toMatch(/blocked|manager|take it over|hand|February|southern/);
  expect(read(dee).join()).toContain("couldn't take it over");
});

test('a decline reads the same to both, and blames nobody', () => {
  const school = {
    ...map,
    text: 'School route',
    ownerId: ben,
    writtenById: ana,
    status: 'declined' as const,
  };
  expect(declinedView(school, seen(ana), ben).text).toBe("Ben can't take 'School route'. Ask someone else?");
  expect(settledView(school, seen(ben), []).text).toBe(
    "Thanks for saying so. 'School route' is off your list; Ana hears of it.",
  );
  expect(settledView(school, seen(cy), []).text).not.toMatch(/Ben|declin|can't/);
  expect(refusalText({ kind: 'settled', status: 'declined' }, school, seen(cy))).not.toMatch(
    /Ben|declin|can't/,
  );
});

test('news that has been overtaken is not told', () => {
  expect(newsView(map, seen(ben), { news: 'new-date', from: '2026-01-12', to: '2026-01-16' })?.text).toBe(
    "'Flood map', from Ana, is now planned for Fri 16 January (it was Mon 12 January).",
  );
  expect(newsView(map, seen(ben), { news: 'new-date', from: null, to: '2026-01-15' })).toBeNull();
  expect(newsView(map, seen(ben), { news: 'done' })).toBeNull();
});

test('a time of day is shown in each reader’s own zone', () => {
  const at = { ...map, dueAt: new Date('2026-01-16T15:00:00Z') };
  expect(handView(at, seen(ben)).text).toContain('<!date^1768575600^');
});
