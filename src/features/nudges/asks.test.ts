import { describe, expect, test } from '@jest/globals';
import { office } from '../../../test/support/office.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import { type Candidate, type Question, whoIsAsked } from './asks.ts';

const now = new Date('2026-01-14T10:00:00Z');
const date = (text: string) => LocalDate.parse(text);
let position = 0;
const one = (id: string, organisationId: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  allianceId: 'a',
  organisationId,
  isHost: organisationId === 'south',
  role: 'member',
  status: 'active',
  position: position++,
  calendar: office,
  ...more,
});
const awayUntil = (until: string) => ({
  calendar: { ...office, absences: [{ from: date('2026-01-12'), until: date(until) }] },
});
const ana = one('ana', 'north');
const everybody = [
  ana,
  one('ben', 'south'),
  one('cora', 'south', { role: 'coordinator' }),
  one('lea', 'north', { role: 'leader' }),
  one('lou', 'north', { role: 'leader' }),
  one('dana', 'south'),
  one('eve', 'south'),
];
const contacts = [
  { aId: 'ana', bId: 'dana', lastAt: new Date('2026-01-02') },
  { aId: 'eve', bId: 'ana', lastAt: new Date('2026-01-09') },
  { aId: 'ben', bId: 'lea', lastAt: new Date('2026-01-12') },
];
const ask = (question: Partial<Question> = {}, changed: Partial<Record<string, Partial<Candidate>>> = {}) => {
  const candidates = new Map(everybody.map((each) => [each.id, { ...each, ...changed[each.id] }]));
  return whoIsAsked({ owner: ana, forId: 'ben', candidates, contacts, now, askedPeer: null, ...question });
};

describe('the peer', () => {
  test('is the person it is for', () => expect(ask().peer).toBe('ben'));

  test.each([
    ['nobody', { forId: null }, {}],
    ['the owner', { forId: 'ana' }, {}],
    ['a coordinator', { forId: 'cora' }, {}],
    ["a leader of the owner's own", { forId: 'lea' }, {}],
    ['somebody who left', {}, { ben: { status: 'left' as const } }],
    ['somebody away for long', {}, { ben: awayUntil('2026-01-22') }],
  ])('is the opposite number spoken with last, where it is for %s', (_, question, changed) => {
    expect(ask(question, changed).peer).toBe('eve');
  });

  test('may be away for five days, and a leader of another organisation', () => {
    expect(ask({}, { ben: awayUntil('2026-01-20') }).peer).toBe('ben');
    expect(ask({}, { ben: { role: 'leader' } }).peer).toBe('ben');
  });

  test('is nobody where there is no opposite number either', () => {
    expect(ask({ forId: null, contacts: [] }).peer).toBeNull();
  });
});

describe('the leader', () => {
  test('is the first named of the owner’s organisation who is there and was not asked as a peer', () => {
    expect(ask().leader).toBe('lea');
    expect(ask({}, { lea: awayUntil('2026-01-14') }).leader).toBe('lou');
    expect(ask({ askedPeer: 'lea' }).leader).toBe('lou');
    expect(ask({}, { lea: { status: 'left' }, lou: { role: 'member' } }).leader).toBeNull();
  });

  test('of a leader is an opposite number who was not asked', () => {
    const owner = { ...ana, role: 'leader' as const };
    expect(ask({ owner }).leader).toBe('eve');
    expect(ask({ owner, forId: null }).leader).toBe('dana');
  });
});

test('the coordinator is the organisation’s own, else the host’s, never the owner', () => {
  expect(ask().coordinator).toBe('cora');
  expect(ask({}, { lou: { role: 'coordinator' } }).coordinator).toBe('lou');
  const owner = everybody[2] ?? ana;
  expect(ask({ owner }).coordinator).toBeNull();
  expect(ask({ owner }, { dana: { role: 'coordinator' } }).coordinator).toBe('dana');
});
