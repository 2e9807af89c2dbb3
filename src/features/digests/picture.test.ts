import { expect, test } from '@jest/globals';
import { Resvg } from '@resvg/resvg-js';
import { date, done as doneOn, id, north, reader } from '../../../test/support/digest-facts.ts';
import { chartSvg } from './chart.ts';
import { eight } from './picture-domain.ts';
import { pictureAlt } from './views.ts';

const until = date('2026-01-11');
const done = doneOn('2026-01-07');

test('each is counted in its own week, of one’s own organisation where there are few people', () => {
  const theirs = { ...done, ownerId: id('dana'), ownerOrganisationId: north };
  const found = eight([done, theirs, { ...done, endedOn: date('2025-11-18') }], reader, until);
  expect(found?.isAlliance).toBe(false);
  expect(found?.weeks.map(({ kept }) => kept)).toEqual([1, 0, 0, 0, 0, 0, 0, 1]);
  expect(found?.weeks.at(-1)?.until).toBe(until);
});

test('of the alliance where enough people owe or are owed', () => {
  const people = ['b', 'c', 'e', 'f'].map((name) => ({
    ...done,
    ownerId: id(name),
    ownerOrganisationId: north,
  }));
  const found = eight([done, ...people], reader, until);
  expect(found).toMatchObject({ isAlliance: true });
  expect(found?.weeks.at(-1)?.kept).toBe(5);
});

test('eight weeks without anything are no picture', () => {
  expect(eight([{ ...done, endedOn: date('2025-10-01') }], reader, until)).toBeNull();
});

test('the picture is a PNG without any font, on a card of its own, and its words say the same', () => {
  const found = eight([done], reader, until);
  if (!found) throw new Error('nothing to draw');
  const svg = chartSvg(found.weeks);
  expect(svg).not.toMatch(/<text|font/);
  const png = new Resvg(svg, { fitTo: { mode: 'width', value: 1280 } }).render();
  expect([png.width, png.height]).toEqual([1280, 440]);
  // The card is white in the middle of its left edge, whatever the page behind it.
  const at = (220 * png.width + 20) * 4;
  expect([...png.pixels.subarray(at, at + 4)]).toEqual([255, 255, 255, 255]);
  expect(pictureAlt(found)).toContain('1 kept in the week to Sun 11 January; none in the other weeks.');
});
