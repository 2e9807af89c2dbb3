import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AllianceId, type MemberId, newId, type OrganisationId, type PairId } from '../../kernel/ids.ts';
import type { Rhythm } from '../../kernel/rhythm.ts';
import { LEVELS, type Level } from '../../kernel/roles.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { checkSides, type Pair, readChange, readPairWords, rhythmFrom, type Side } from './domain.ts';
import { mapSvg } from './map-chart.ts';
import { pairMap, threads } from './map-domain.ts';
import * as maps from './map-views.ts';
import { pngOf } from './picture.ts';
import * as views from './views.ts';

const date = (text: string) => text as LocalDate;
const WEEKDAYS = { days: [1, 2, 3, 4, 5] };
const acme = newId<OrganisationId>();
const north = newId<OrganisationId>();

function side(name: string, organisationId: OrganisationId, level: Level = 'operational'): Side {
  const organisation = organisationId === acme ? 'Acme' : 'Northwind';
  return { id: newId<MemberId>(), name, organisationId, organisation, level };
}

function pairOf(a: Side, b: Side, more: Partial<Pair> = {}): Pair {
  const rhythm: Rhythm = { kind: 'weekly', every: 2, weekday: 2 };
  const ids = { id: newId<PairId>(), allianceId: newId<AllianceId>(), proposedBy: a.id };
  return { ...ids, a, b, rhythm, anchor: date('2026-01-13'), status: 'active', ...more };
}

describe('how often', () => {
  const tuesday = date('2026-01-13');

  test.each([
    ['', { kind: 'weekly', every: 2, weekday: 2 }],
    ['weekly', { kind: 'weekly', every: 1, weekday: 2 }],
    ['every second Thursday', { kind: 'weekly', every: 2, weekday: 4 }],
    ['first Monday of each month', { kind: 'monthly', nth: 1, weekday: 1 }],
  ])('“%s”', (words, rhythm) =>
    expect(rhythmFrom(words, tuesday, WEEKDAYS)).toEqual({ ok: true, value: rhythm }),
  );

  test('a pair made on a Sunday talks on Mondays, unless Sundays are worked', () => {
    const sunday = date('2026-01-18');
    expect(rhythmFrom('', sunday, WEEKDAYS)).toMatchObject({ value: { weekday: 1 } });
    expect(rhythmFrom('', sunday, { days: [7, 1, 2] })).toMatchObject({ value: { weekday: 7 } });
  });

  test('words that are not understood are asked about', () => {
    expect(rhythmFrom('now and then', tuesday, WEEKDAYS)).toEqual({
      ok: false,
      error: { kind: 'rhythm', words: 'now and then' },
    });
  });
});

describe('the two who are named', () => {
  test('with “and” between them, and a rhythm behind', () => {
    expect(readPairWords('<@U1> and <@U2|ben> every second Friday')).toEqual({
      ok: true,
      value: { userIds: ['U1', 'U2'], rest: 'every second Friday' },
    });
  });

  test('one alone is the other of a pair of one’s own, where something is said of it', () => {
    expect(readPairWords('<@U1> monthly')).toEqual({ ok: true, value: { userIds: ['U1'], rest: 'monthly' } });
    expect(readPairWords('<@U1>')).toEqual({ ok: false, error: { kind: 'usage' } });
  });

  test.each([
    ['', null],
    ['Pause', { kind: 'rest' }],
    ['go on', { kind: 'go on' }],
    ['monthly', { kind: 'rhythm' }],
  ])('“%s” about a pair that there is', (words, change) => expect(readChange(words)).toEqual(change));

  test('a bot or a stranger is refused before anything else', () => {
    const bot = { kind: 'bot', name: 'Robot' } as const;
    const member = { kind: 'member', side: side('Ana', acme) } as const;
    expect(checkSides(member, bot)).toEqual({ ok: false, error: bot });
    expect(checkSides({ kind: 'stranger', name: null }, bot)).toMatchObject({
      error: { kind: 'stranger' },
    });
  });
});

const people = fc.array(
  fc.record({ organisation: fc.constantFrom(acme, north), level: fc.constantFrom(...LEVELS) }),
  { maxLength: 12 },
);

test('the map has every pair once, and suggests only people of two organisations at one level', () => {
  fc.assert(
    fc.property(people, fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 6 }), (drawn, links) => {
      const sides = drawn.map(({ organisation, level }, n) => side(`P${n}`, organisation, level));
      const pairs = links.flatMap(([m, n]) => {
        const [a, b] = [sides[m], sides[n]];
        return a && b && a.organisationId !== b.organisationId ? [pairOf(a, b)] : [];
      });
      const map = pairMap(sides, pairs);
      const shownLinks = map.levels.flatMap(({ links: ofLevel }) => ofLevel);
      const shown = [...shownLinks.flatMap((link) => link.pairs), ...map.across];
      expect(shown.map(({ id }) => id).toSorted()).toEqual(pairs.map(({ id }) => id).toSorted());
      for (const { suggestion, pairs: linked } of shownLinks) {
        expect(suggestion === null).toBe(linked.length > 0);
        if (!suggestion) continue;
        expect(suggestion[0].organisationId).not.toBe(suggestion[1].organisationId);
        expect(suggestion[0].level).toBe(suggestion[1].level);
      }
    }),
  );
});

describe('texts', () => {
  const nasty = '<!here> & co';
  const a = { ...side(nasty, acme), organisation: nasty };
  const b = { ...side(nasty, north), organisation: nasty };
  const now = new Date('2026-01-13T10:00:00Z');

  test.each(['proposed', 'active', 'paused', 'declined', 'ended'] as const)('escape names: %s', (status) => {
    const pair = pairOf(a, b, { status });
    for (const text of [
      views.proposal(pair, a, north),
      views.proposalAnswered(pair, true),
      views.paired(pair, a.id, date('2026-01-20'), now),
      views.pairedAnswered(pair, b.id),
      views.pairMade(pair, [nasty]),
      views.ended(pair, a.id),
      views.declined(pair),
      views.unpaired(pair),
      maps.pairsText(pairMap([a, b], [pair])),
      maps.pairsText(pairMap([a, b], [])),
      maps.suggestionsText([[a, b]]),
      maps.threadsText([{ carrier: a, to: nasty }]),
      views.changed(pair),
      views.changedFor(pair, a.id),
      views.refusal({ kind: 'already', pair }),
      views.refusal({ kind: 'colleagues', a, b }),
    ]) {
      expect(text).toContain('&lt;!here&gt; &amp; co');
      expect(text).not.toContain('<!');
    }
  });

  test('an empty map says what is missing', () => {
    expect(maps.pairsText(pairMap([a], []))).toContain('nobody to pair');
  });
});

describe('what hangs on one person', () => {
  const [ana, ari] = [side('Ana', acme), side('Ari', acme)];
  const [dana, dev] = [side('Dana', north), side('Dev', north)];

  test('is told of one’s own organisation alone', () => {
    const pairs = [pairOf(ana, dana), pairOf(dev, ana)];
    expect(threads(pairs, acme)).toEqual([{ carrier: ana, to: 'Northwind' }]);
    expect(threads(pairs, north)).toEqual([]);
  });

  test('and nothing hangs where a second one carries it too; suggestions carry nothing', () => {
    expect(threads([pairOf(ana, dana), pairOf(ari, dana)], acme)).toEqual([]);
    expect(threads([pairOf(ana, dana, { status: 'proposed' })], acme)).toEqual([]);
  });
});

describe('the map as a picture', () => {
  const a = { ...side('A', acme, 'sponsor'), organisation: '<b> & "c" \u0007' };
  const b = { ...side('B', north, 'sponsor'), organisation: 'Évora' };

  test('is a PNG, with names escaped', async () => {
    const svg = mapSvg(pairMap([a, b], [pairOf(a, b)]), [a.organisation, b.organisation]);
    expect(svg).toContain('&lt;b&gt; &amp; &quot;c&quot; <');
    const png = Buffer.from(await pngOf(svg ?? ''));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1040, 412]);
  });

  test('is left out where there is nothing to draw, or too much', () => {
    expect(mapSvg(pairMap([a], []), ['A'])).toBeNull();
    const many = Array.from({ length: 11 }, (_, n) => `O${n}`);
    expect(mapSvg(pairMap([a, b], []), many)).toBeNull();
  });

  test('has an alternative in words', () => {
    expect(maps.pictureAlt(pairMap([a, b], []))).toContain('Évora: no link yet');
    expect(maps.pictureAlt(pairMap([a, b], [pairOf(a, b)]))).toContain('a link');
  });
});
