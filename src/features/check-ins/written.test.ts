import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { meantBy, readWritten } from './written-domain.ts';

test.each([
  ['yes, on Tuesday, going well', 'spoke', 'on Tuesday, going well'],
  ['Yes', 'spoke', ''],
  ['yep – all good', 'spoke', 'all good'],
  ['We spoke on Monday. The pumps are in.', 'spoke', 'on Monday. The pumps are in.'],
  ['Hi, we had a call yesterday', 'spoke', 'yesterday'],
  ['we did, thanks', 'spoke', ''],
  ['no, too busy this week', 'not_this_time', 'this week'],
  ['Not this time', 'not_this_time', ''],
  ['haven’t spoken yet', 'not_this_time', ''],
  ['no, she is away until Friday', 'not_this_time', 'she is away until Friday'],
  ['I need a hand', 'need_a_hand', ''],
  ['no, I could use some help with the permit', 'need_a_hand', 'with the permit'],
])('“%s” is %s', (text, answer, remark) => expect(readWritten(text)).toEqual({ answer, remark }));

test.each([
  'yes, I will send the map by Friday',
  'Yes, we’ll bring the list',
  'yes?',
  'yes please',
  'what is this about?',
  'The map is ready',
  'Nobody told me',
  'yesterday',
  'nothing much',
])('“%s” is no answer', (text) => expect(readWritten(text)).toBeNull());

test('whatever is written is read without a fault, and what is read of it was written', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const read = readWritten(`yes, ${text}`);
      if (read) expect(text.replace(/\s+/gu, ' ')).toContain(read.remark);
    }),
  );
});

test('of several, the one who is named', () => {
  const both = [{ name: 'Dana Whitfield' }, { name: 'Ben Okafor' }];
  expect(meantBy('yes with Dana', both)?.name).toBe('Dana Whitfield');
  expect(meantBy('yes, with ben.', both)?.name).toBe('Ben Okafor');
  expect(meantBy('yes', both)).toBeNull();
  expect(meantBy('Dana and Ben, both fine', both)).toBeNull();
});
