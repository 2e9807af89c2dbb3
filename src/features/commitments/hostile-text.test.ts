import { describe, expect, test } from '@jest/globals';
import { ana, ben, date, map, named, now, people } from '../../../test/support/promise.ts';
import { answerView, settledView } from './answer-views.ts';
import { confirmView } from './confirm-views.ts';
import type { Draft } from './draft.ts';
import { dateForm, handOverForm, memberOptions, writeForm } from './form-views.ts';
import { nudgeView } from './nudge-views.ts';
import { declinedView, handoverView, handView, newsView, proposalView } from './views.ts';
import type { Scene } from './words.ts';

const HOSTILE = [
  `<!channel> <@U123> <https://evil.example|click> & ${'x'.repeat(3_000)}`,
  `${'&'.repeat(3_000)}`,
  `${'👩‍👩‍👧‍👦'.repeat(300)}`,
  'خريطة الفيضانات \u202E reversed \u2067 isolate',
  'line one\n\n• line two\n```code```',
];

describe.each(HOSTILE)('whatever people write (%#)', (text) => {
  const bad = { ...map, text };
  const many = new Map(people).set(ben, named(text, text));
  const scene: Scene = { people: many, reader: ana, now };
  const draft = {
    id: 'd',
    allianceId: 'a',
    speakerId: ana,
    permalink: null,
    createdAt: now,
    status: 'open',
    content: { text, ownerId: ben, forId: ben, dueOn: null, dueAt: null, otherDueOn: null, passedOn: null },
  } as unknown as Draft;
  const views = [
    confirmView(draft, scene),
    proposalView({ ...bad, status: 'proposed', permalink: 'https://x.example/|<!here>' }, scene),
    handoverView(bad, scene),
    handView(bad, scene),
    declinedView(bad, scene, ben),
    newsView({ ...bad, status: 'done' }, scene, { news: 'done' }),
    answerView(bad, scene, { answer: 'next-week', by: ben, on: '2026-01-23' }),
    settledView(bad, scene, []),
    ...[
      'half-time',
      'heads-up',
      'due',
      'late',
      'tell-leader-next',
      'tell-coordinator-next',
      'ask-peer',
      'ask-leader',
    ].map((step) =>
      nudgeView(bad, scene, { step, next: { step: 'ask-peer', who: ben, on: date('2026-01-20') } }),
    ),
  ].flatMap((view) => view ?? []);

  test('stays text: no mention, no link, no turned line', () => {
    for (const view of views) {
      const all = `${view.text} ${view.context ?? ''}`;
      expect(all.replaceAll(/<!date\^[^>]*>/g, '')).not.toMatch(/<|>|[\u202A-\u202E]|\n/);
      expect(all.match(/\u2068/g)?.length).toBe(all.match(/\u2069/g)?.length);
      expect(all.isWellFormed()).toBe(true);
    }
  });

  test('fits into what Slack takes', () => {
    expect(views.length).toBe(16);
    for (const view of views) {
      expect(view.text.length).toBeLessThan(3_000);
      expect(view.choices.length).toBeLessThanOrEqual(6);
      for (const { label } of view.choices) expect(label.length).toBeLessThanOrEqual(75);
    }
  });

  test('fits into forms', () => {
    const crowd = Array.from({ length: 3_000 }, (_, n) => ({ ...named(text, text), id: `m${n}` }));
    const options = memberOptions(crowd, 'm250', 'm3');
    expect([options.length, options[0]?.value]).toEqual([2_999, 'm250']);
    expect(options.some(({ value }) => value === 'm3')).toBe(false);
    const members = crowd;
    const forms = [
      writeForm({
        id: 'c',
        draft: null,
        link: null,
        members,
        speakerId: 'm250',
        content: { text, dueOn: null },
      }),
      dateForm(bad, scene, 'no'),
      handOverForm(bad, scene, options),
      handOverForm(bad, scene, []),
    ];
    for (const form of forms) {
      const initial = JSON.stringify(form).match(/"initial_value":"(.*?)"[,}]/)?.[1] ?? '';
      expect(initial.length).toBeLessThan(1_100); // escaped by JSON
      expect(form.title.length).toBeLessThanOrEqual(24);
      expect(JSON.stringify(form.meta).length).toBeLessThan(200);
      expect(JSON.stringify(form).length).toBeLessThan(200_000); // Slack takes 250 KB
    }
  });
});
