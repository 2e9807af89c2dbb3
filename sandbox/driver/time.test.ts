import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Example, START, startExample } from '../example.ts';
import type { Subject } from './time.ts';

let slack: Example;
beforeEach(async () => {
  slack = await startExample();
});
afterEach(() => slack.close());

const hour = (n: number) => new Date(START.getTime() + n * 3_600_000);

/** Work at given hours; some of it makes more. */
function subject(hours: number[]): Subject & { ranAt: number[] } {
  const ranAt: number[] = [];
  return {
    ranAt,
    nextDue: async (until) => {
      const next = Math.min(...hours);
      return hours.length > 0 && hour(next) <= until ? hour(next) : null;
    },
    run: async () => {
      const now = slack.world.clock.now();
      ranAt.push((now.getTime() - START.getTime()) / 3_600_000);
      while (hours.some((it) => hour(it) <= now)) hours.splice(hours.indexOf(Math.min(...hours)), 1);
    },
  };
}

test('time stops at each due instant, and once more on arrival', async () => {
  const bot = subject([5, 1, 3, 30]);
  slack.driver.attach(bot);
  await slack.driver.advanceTo(hour(10));
  expect(bot.ranAt).toEqual([1, 3, 5, 10]);
  expect(slack.world.clock.now()).toEqual(hour(10));
});

test('what was due before is done now: the clock never goes back', async () => {
  const bot = subject([-4]);
  const stop = slack.driver.attach(bot);
  await slack.driver.advanceTo(hour(2));
  expect(bot.ranAt).toEqual([0, 2]);
  stop();
  await slack.driver.advanceTo(hour(3));
  expect(bot.ranAt).toEqual([0, 2]);
  await expect(slack.driver.advanceTo(START)).rejects.toThrow('time does not go back');
});

test('work that never ends is found out', async () => {
  slack.driver.attach({ nextDue: async () => hour(1), run: async () => undefined });
  await expect(slack.driver.advanceTo(hour(2))).rejects.toThrow('its work never ends');
});

test('messages carry the simulated second, and never the same microsecond', async () => {
  await slack.driver.advanceTo(hour(1));
  const said = [];
  for (const text of ['a', 'b']) said.push((await slack.driver.say('Ana', '#general', text)).ts);
  expect(said).toEqual(['1767870000.000100', '1767870000.000200']);
});
