import { describe, expect, test } from '@jest/globals';
import { newId, type PersonId } from '../../kernel/ids.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { modal } from '../../slack/blocks.ts';
import { compare } from './norms-domain.ts';
import { cardAsked, cardThanks, normsForm, normsText, sideBySide, whichNorms } from './norms-views.ts';
import { closing, channels as further, pausing } from './pausing-views.ts';
import * as roles from './role-views.ts';
import type { RolesAsked, Welcome } from './roster.ts';
import { settingsForm } from './settings-views.ts';
import { type Candidate, groupPeople, peoplePages, proposals } from './setup-domain.ts';
import * as setup from './setup-views.ts';
import * as views from './views.ts';

const NASTY = '<@U1> & <!channel>';
const SAFE = '&lt;@U1&gt; &amp; &lt;!channel&gt;';

const welcome: Welcome = {
  name: NASTY,
  isIn: true,
  alliance: NASTY,
  purpose: NASTY,
  organisation: NASTY,
  partners: [NASTY, 'Northwind'],
  host: NASTY,
  coordinators: [{ name: NASTY, organisation: NASTY }],
  standing: { role: 'member', level: 'front_line' },
  proposed: null,
};

const asked: RolesAsked = {
  organisation: NASTY,
  alliance: NASTY,
  proposer: { name: NASTY, organisation: NASTY },
  round: '2026-01-12T09:00:00.000Z',
  hasOwnLead: false,
  alone: false,
  acceptedBy: new Set(['m1']),
  proposals: Array.from({ length: 30 }, () => ({ name: NASTY, role: 'leader', level: 'sponsor' })),
};

describe('what people wrote is never markup', () => {
  test.each([
    views.welcome(welcome),
    views.steppedOut(NASTY),
    views.farewell(NASTY),
    views.rolesQuestion(asked),
    views.rolesContext(asked),
    views.rolesAnswered(asked, 'm1'),
    views.rolesAnswered(asked, 'm2'),
    views.rolesDeclined(asked),
    views.rolesAccepted(NASTY),
    setup.setUp(NASTY, [NASTY, NASTY]),
    setup.refusals.taken(NASTY),
    roles.roleSet(NASTY, { role: 'leader', level: 'sponsor' }),
    roles.roleProposed(NASTY, NASTY, { role: 'leader', level: 'sponsor' }),
    roles.membersText(NASTY, [
      { name: NASTY, members: [{ name: NASTY, role: 'leader', level: 'sponsor', proposed: null }] },
    ]),
    normsText([norms()], true),
    sideBySide(norms(), norms(), compare(norms(), norms(), '2026-01-12' as LocalDate)),
    whichNorms([NASTY]),
    cardAsked(NASTY),
    cardThanks(NASTY),
    closing(NASTY, false, [{ text: NASTY, dueOn: '2026-01-12' }], new Date(0)),
    ...Object.values(pausing).map((say) => say(NASTY)),
    further.added(NASTY),
    further.already(NASTY),
  ])('%#', (text) => {
    expect(text).toContain(SAFE);
    expect(text).not.toContain('<!');
    expect(text).not.toContain('<@');
  });
});

function norms() {
  const texts = { name: NASTY, why: NASTY, decides: NASTY, goodWork: NASTY };
  const hours = {
    workDays: [1, 3, 5],
    workFrom: 545,
    workUntil: 1020,
    country: 'GB',
    region: null,
    zone: 'Europe/London',
    replyDays: 1,
  };
  return { ...texts, ...hours };
}

test('a long list of proposals is cut, and says so', () => {
  expect(views.rolesQuestion(asked).split('\n')).toHaveLength(15);
  expect(views.rolesQuestion(asked)).toContain('and 18 more');
});

describe('the biggest set-up', () => {
  const people = Array.from(
    { length: 250 },
    (_, n): Candidate => ({
      personId: newId<PersonId>(),
      homeTeamId: `T${n % 90}`,
      name: 'N'.repeat(80),
      title: 'Head of everything '.repeat(10),
      zone: null,
      isGuest: true,
    }),
  );
  const runner = people[0]?.personId ?? newId<PersonId>();
  const groups = groupPeople(people, runner);
  const names = new Map(groups.map(({ teamId }) => [teamId, 'O'.repeat(200)]));
  const proposed = proposals(groups, runner);
  const pages = peoplePages(groups);
  const at = (page: number) => ({ draftId: newId(), channelId: 'C0123456789', page, pages: pages.length });

  const forms = [
    setup.namesPage(at(0), { names, count: 250, filled: {} }),
    ...pages.map((page, n) =>
      setup.peoplePage(at(n + 1), { groups: page, proposed, filled: {}, notice: null }),
    ),
    setup.setupForm({
      groups: groups.slice(0, 20).map((group) => ({ ...group, people: group.people.slice(0, 3) })),
      names,
      channelId: 'C0123456789',
      people: 'x'.repeat(22),
      proposed,
    }),
  ];

  test.each(forms)('$title fits into a modal', (form) => {
    const view = modal(form, JSON.stringify(form.meta));
    expect(form.blocks.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(view).length).toBeLessThan(250_000);
    const ids = form.blocks.flatMap(({ block_id }) => block_id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('the settings offer at most a hundred zones, and the one in use', () => {
  const now = {
    noteMinute: 551,
    pace: 'normal' as const,
    zone: 'America/Belize',
    slackZone: null,
    dayFirst: null,
    away: null,
    also: [],
    quietUntil: null,
  };
  const form = settingsForm(now, { zone: 'UTC', startsAt: 540 }, new Date('2026-07-15T10:00:00Z'));
  for (const block of form.blocks) {
    if (block.type !== 'input' || block.element.type !== 'static_select') continue;
    expect(block.element.options?.length).toBeLessThanOrEqual(100);
    expect(block.element.initial_option).toBeDefined();
  }
});

test('the norms form opens with what holds now, also where that is unusual', () => {
  for (const block of normsForm(norms()).blocks) {
    if (block.type !== 'input' || block.element.type !== 'static_select') continue;
    expect(block.element.options?.length).toBeLessThanOrEqual(100);
    expect(block.element.initial_option).toBeDefined();
  }
});
