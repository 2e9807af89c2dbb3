import { expect, test } from '@jest/globals';
import { withMentions } from './named.ts';

const members = [
  { name: 'Ben Okafor', userId: 'U0BEN' },
  { name: 'Cai Lowe', userId: 'U0CAI' },
  { name: 'Cai Marsh', userId: 'U0MARSH' },
];

test.each([
  ['@Ben: flood map', '<@U0BEN>: flood map'],
  ['- Ben Okafor - flood map', '- <@U0BEN> - flood map'],
  ['Ben to send the map to Ben', '<@U0BEN> to send the map to Ben'],
  ['Action: Ben to send the map', 'Action: <@U0BEN> to send the map'],
  ['AP 2: ben.okafor: map\nOwner: @cai.lowe', 'AP 2: <@U0BEN>: map\nOwner: <@U0CAI>'],
  ['Cai to send the map', 'Cai to send the map'], // which of the two?
  ['Tell Ben: no', 'Tell Ben: no'],
])('%s', (typed, meant) => expect(withMentions(typed, members)).toBe(meant));

test('a long line without a name takes no time to speak of', () => {
  const start = performance.now();
  withMentions('1 '.repeat(1_500), members);
  expect(performance.now() - start).toBeLessThan(1_000);
});
