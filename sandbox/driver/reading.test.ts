import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { KnownBlock } from '@slack/types';
import { type Example, startExample } from '../example.ts';
import { clientOf } from '../testing/bolt.ts';
import { formatDate } from './dates.ts';

/** What people see, and what happens when a story names something wrongly. */

let slack: Example;
beforeEach(async () => {
  slack = await startExample({ world: { retryDelaysMs: [] } });
});
afterEach(() => slack.close());

const plain = (text: string) => ({ type: 'plain_text', text });
const post = (blocks: object[], text = 'fallback') =>
  clientOf(slack).chat.postMessage({
    channel: slack.channels.alliance.id,
    text,
    blocks: blocks as KnownBlock[],
  });

test('a transcript has names, the reader’s own time, and faces for what can be pressed', async () => {
  const { ts } = await post([
    { type: 'header', text: plain('This week') },
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: `Flood map, for <@${slack.people.ben.id}>, <!date^1767945600^{date_short_pretty} at {time}|soon> &amp; on`,
      },
      accessory: { type: 'button', action_id: 'done', text: plain('Done') },
    },
    {
      type: 'actions',
      elements: [
        {
          type: 'static_select',
          action_id: 'when',
          placeholder: plain('New date'),
          options: [{ text: plain('Next week'), value: '7' }],
        },
      ],
    },
  ]);
  await slack.driver.mark('Fay', 'react', { in: '#flood-alliance', message: String(ts), emoji: 'tada' });
  await slack.driver.mark('Ana', 'pin', { in: '#flood-alliance', message: String(ts) });
  const read = (who: string) => slack.driver.transcript(who).split('\n').slice(6, 12).join('\n');
  expect(read('Ana')).toBe(`  Entente (app, pinned), 2026-01-08 10:00 AM: # This week
  Flood map, for @Ben Okafor, tomorrow at 8:00 AM & on
  [Done]
  {New date}
  :tada: Fay Lindqvist
`);
  expect(read('Isha')).toContain('tomorrow at 1:30 PM & on');
  expect(read('Dana')).toContain('tomorrow at 3:00 AM & on');
});

test('the same story gives the same transcript', async () => {
  const tell = async (it: Example) => {
    await it.driver.say('Dana', '#flood-alliance', 'Hello @Ben, see https://example.org & <this>');
    return [it.driver.transcript('Ben'), it.world.messagesIn(it.channels.alliance.id).at(-1)];
  };
  const other = await startExample({ world: { retryDelaysMs: [] } });
  const told = await tell(slack);
  expect(await tell(other)).toEqual(told);
  await other.close();
  expect(told[1]).toMatchObject({
    text: `Hello <@${slack.people.ben.id}>, see <https://example.org> &amp; &lt;this&gt;`,
    blocks: [{ type: 'rich_text' }],
  });
  expect(told[0]).toContain('Hello @Ben Okafor, see https://example.org & <this>');
});

test('people see their own channels only, and private words once', async () => {
  const { channels, people } = slack;
  const { driver } = slack;
  await clientOf(slack).chat.postEphemeral({
    channel: channels.alliance.id,
    user: people.eli.id,
    text: 'Just Eli',
  });
  expect(driver.transcript('Eli')).toContain('Entente (app, only you), 2026-01-08 5:00 AM: Just Eli');
  expect(driver.transcript('Dana')).not.toContain('Just Eli');
  expect(driver.transcript('Dana')).not.toContain('ward office');
  driver.reload('Eli');
  expect(driver.transcript('Eli')).not.toContain('Just Eli');
});

test('what cannot be done is said clearly and changes nothing', async () => {
  const { driver } = slack;
  await post([{ type: 'actions', elements: [{ type: 'button', action_id: 'a', text: plain('Done') }] }]);
  const before = driver.transcript('Ana');
  const said = async (act: Promise<unknown>) => (await act.catch((error: Error) => error)) as Error;
  expect((await said(driver.say('Zoe', '#general', 'x'))).message).toContain('Nobody is called "Zoe"');
  expect((await said(driver.say('Ana', '#secret', 'x'))).message).toBe('Ana Reyes sees no channel "#secret"');
  expect((await said(driver.say('Entente', '#general', 'x'))).message).toContain('is an app');
  expect((await said(driver.click('Ana', 'Undone'))).message).toContain('there is: "Done"');
  expect((await said(driver.submit('Ana'))).message).toBe('Ana Reyes has no modal open');
  expect((await said(driver.say('Dana', slack.channels.riverbankGeneral.id, 'x'))).name).toBe('DriverError');
  expect(driver.transcript('Ana')).toBe(before);
});

test('equal buttons are told apart by value or message', async () => {
  const button = (value: string) => ({
    type: 'button',
    action_id: `take.${value}`,
    value,
    text: plain('Take'),
  });
  await post([{ type: 'actions', elements: [button('1'), button('2')] }]);
  await expect(slack.driver.click('Ana', 'Take')).rejects.toThrow('say which by its value: 1, 2');
  expect(await slack.driver.click('Ana', 'Take', { value: '2' })).toMatchObject({ error: 'dispatch_failed' });
});

test.each([
  ['{date_num}', '2026-03-02'],
  ['{date}', 'March 2nd, 2026'],
  ['{date_short}', 'Mar 2, 2026'],
  ['{date_long}', 'Monday, March 2nd, 2026'],
  ['{date_pretty}', 'tomorrow'],
  ['due {date_short_pretty} at {time}', 'due tomorrow at 12:30 AM'],
  ['{unknown}', '{unknown}'],
])('%s', (format, shown) => {
  const at = new Date('2026-03-01T19:00:00Z');
  expect(formatDate(format, at, new Date('2026-03-01T12:00:00Z'), 'Asia/Kolkata')).toBe(shown);
});
