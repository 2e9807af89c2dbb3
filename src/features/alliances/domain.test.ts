import { expect, test } from '@jest/globals';
import { levelOf, readStanding } from './domain.ts';

test.each([
  ['Deputy Mayor', 'sponsor'],
  ['HEAD of water', 'sponsor'],
  ['Site manager', 'operational'],
  ['Warden', 'front_line'],
  ['', 'front_line'],
  ['Headlights technician', 'front_line'],
])('a job title suggests a level: “%s” is %s', (title, level) => expect(levelOf(title)).toBe(level));

test.each([
  ['leader operational', { role: 'leader', level: 'operational' }],
  ['Front line', { level: 'front_line' }],
  ['front-line and member', { role: 'member', level: 'front_line' }],
  ['coordinator', { role: 'coordinator' }],
  ['king', null],
  ['leader leader', null],
  ['', null],
])('“%s” as a role', (words, expected) => expect(readStanding(words)).toEqual(expected));
