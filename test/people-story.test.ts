/** People, pairs and handovers as both sides see them, with the whole bot on a local Slack. */
import { describe, expect, test } from '@jest/globals';
import { story } from '../sandbox/story.ts';
import { startBot } from './support/bot.ts';

const CHANNEL = '#flood-alliance';
const BOT = { in: '@Entente' } as const;
const { driver, settle, goTo, slack, logged } = await startBot('http');

const play = async (id: string) => {
  await story.find((scene) => scene.id === id)?.play({ driver, settle, goTo });
};
const messages = (who: string) => driver.screen(who).dms.flatMap((dm) => dm.messages);
const told = (who: string) =>
  messages(who)
    .map(({ text }) => text)
    .join('\n');
const last = (who: string) => messages(who).at(-1)?.text ?? '';
const say = async (who: string, words: string, where = CHANNEL) => {
  await driver.say(who, where, words);
  await settle();
};
const modal = (who: string) => driver.screen(who).modals.at(-1)?.text ?? '';

describe('set-up and people', () => {
  test('the first message follows what was accepted', async () => {
    await play('set-up');
    await goTo('2026-01-09T14:59:00Z');
    expect(told('Dana')).toContain('Proposed for you: leader · sponsor');
    await play('accepted');
    await settle();
    expect(told('Dana')).not.toContain('Proposed for you');
    expect(told('Dana')).toContain('You are here as leader · sponsor');
  });

  test('a partner fills in their card without slash commands, and everybody reads two side by side', async () => {
    await say('Dana', '@Entente norms edit');
    await driver.click('Dana', 'Open', BOT);
    await settle();
    await driver.submit('Dana', {
      'How long does an answer usually take?': '3 working days',
      'What does good work look like to you?': 'Checked twice & <dry>',
    });
    await settle();
    await driver.close('Dana', { all: true });
    await say('Cleo', '@Entente norms Northwind Energy');
    expect(last('Cleo')).toContain('side by side; where they differ most comes first');
    expect(last('Cleo')).toContain('usually answers within 3 working days');
    expect(last('Cleo')).toContain('Checked twice & <dry>'); // escaped on the wire, so read as it was typed
    await say('Cleo', '@Entente norms edit');
    expect(modal('Cleo')).toBe('');
  });

  test('somebody without the right is refused by every door, kindly', async () => {
    await say('Fay', '@Entente pause');
    expect(last('Fay')).toContain('for coordinators');
    await say('Fay', '@Entente role @eli leader');
    expect(last('Fay')).toContain('leaders and coordinators');
    await say('Fay', '@Entente pair @cleo @eli');
    expect(last('Fay')).toContain('Coordinators suggest pairs');
    await say('Dana', '@Entente role @cleo leader');
    expect(last('Dana')).toContain('a coordinator makes the suggestion');
  });
});

describe('opposite numbers', () => {
  test('a missing link is taken up with one click, and starts when the partner says yes', async () => {
    await say('Ana', '@Entente pairs');
    expect(told('Ana')).toContain('Links that are missing');
    await driver.click('Ana', 'Cleo Marsh and Fay Lindqvist', BOT);
    await settle();
    await goTo('2026-01-12T15:00:00Z');
    await driver.click('Dana', 'Accept', BOT);
    await settle();
    await goTo('2026-01-13T15:00:00Z');
    for (const who of ['Cleo', 'Fay']) expect(told(who)).toContain('are opposite numbers now');
    expect(told('Fay')).toContain('“Not for me” ends it at any time');
  });

  test('the map comes as a picture too, with words for those who do not see it, on both sides', async () => {
    await say('Fay', '@Entente pairs');
    const files = [...slack.world.files.values()].filter(({ name }) => name === 'pairs.png');
    expect(files.length).toBeGreaterThan(0);
    const newest = files.at(-1);
    expect(newest?.bytes?.subarray(1, 4).toString()).toBe('PNG');
    expect(newest?.altText).toContain('front line, Riverbank Trust and Northwind Energy: a link');
    expect(newest?.title).toBe('Who keeps in touch with whom');
    expect(told('Fay')).toContain('The same as a picture.');
    expect(told('Fay')).toContain('everything goes through Fay Lindqvist');
    expect(told('Ana')).not.toContain('everything goes through Fay');
  });

  test('either changes the rhythm by a sentence; the other reads it with their next note', async () => {
    await say('Fay', '@Entente pair @cleo monthly');
    expect(last('Fay')).toContain('each month from now on');
    await goTo('2026-01-20T15:00:00Z');
    expect(told('Cleo')).toContain('You and Fay Lindqvist (Northwind Energy): a word');
  });

  test('a partner who leaves names a colleague; both who go on read the same card', async () => {
    await say('Fay', '@Entente leaving @eli');
    expect(last('Fay')).toContain('It concerns Cleo Marsh (Riverbank Trust)');
    await goTo('2026-01-21T15:00:00Z');
    await driver.click('Ana', 'Accept', BOT);
    await settle();
    await goTo('2026-01-23T15:00:00Z');
    const card = (who: string) =>
      /Eli Novak \(Northwind Energy\) takes over from Fay[\s\S]*?How each works/.exec(told(who))?.[0];
    expect(card('Eli')).toBeDefined();
    expect(card('Eli')).toBe(card('Cleo'));
    expect(card('Dana')).toBeUndefined();
  });
});

describe('comings and goings', () => {
  test('a deactivated person has left', async () => {
    await driver.admin.changeUser('Fay', { deleted: true });
    await settle();
    await say('Ana', '@Entente members');
    expect(last('Ana')).not.toContain('Fay Lindqvist');
  });

  test('an archived channel is answered with one last note; reopened, each date is shown with `New date`', async () => {
    await say('Hari', '@entente I will send the flood map to @eli by 6 February');
    await driver.click('Hari', 'Record it', BOT);
    await settle();
    await driver.admin.archive('Ana', CHANNEL);
    await settle();
    await goTo('2026-01-27T12:00:00Z');
    expect(told('Hari')).toContain('The channel of *Flood alliance* is closed for now');
    expect(told('Hari')).toMatch(/closed for now[\s\S]*flood map/);
    await driver.admin.archive('Ana', CHANNEL, false);
    await settle();
    await goTo('2026-01-29T12:00:00Z');
    const note = messages('Hari').find(({ text }) => text.includes('The alliance goes on'));
    expect(note?.text).toContain('flood map');
    expect(note?.controls.map(({ label }) => label)).toContain('New date');
  });

  test('nothing went wrong on the way, and no words are in the log', () => {
    const lines = logged.map((line) => JSON.parse(line) as { level: number; msg: string });
    expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
    expect(logged.join('\n')).not.toMatch(/flood map|Checked twice/);
  });
});
