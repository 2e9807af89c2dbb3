import { expect, test } from '@jest/globals';
import { CHANNEL, toyStage } from '../../test/support/toy-stage.ts';
import { until } from '../../test/support/until.ts';

const { app, click, done, driver, lines, mention, modal, slash, trouble } = await toyStage();

test('a command is run for members and answered to them alone', async () => {
  expect(await slash('ben', 'echo 1 < 2 & 3')).toBe('Ben Okafor: 1 &lt; 2 &amp; 3');
  expect(done).toEqual(['echo 1 < 2 & 3']);
});

test('help lists the words, and an unknown one is guessed at', async () => {
  expect(await slash('ben', '')).toMatch(/alliance echo WORDS.*alliance plan/s);
  expect(await slash('ben', '')).toContain('Leaders or coordinators also have `boss`');
  expect(await slash('ana', 'help')).toContain('`/alliance boss`');
  expect(await slash('ben', 'ecoh')).toContain('Did you mean `/alliance echo`?');
});

test('whoever may not is told so kindly, and nothing is done', async () => {
  expect(await slash('ben', 'boss')).toMatch(/for coordinators/);
  expect(await slash('cleo', 'echo x')).toMatch(/not in the alliance of this channel yet/);
  expect(done).toEqual([]);
  expect(await slash('ana', 'boss')).toBe('As you say.');
});

test('elsewhere, the only alliance of a person is meant; somebody without one is told how to begin', async () => {
  expect(await slash('ben', 'echo x', '#general')).toBe('Ben Okafor: x');
  expect(await slash('cleo', 'echo x', '#general')).toMatch(/no alliance here yet/);
});

test('a failed command is answered with a sentence', async () => {
  trouble.on = 'run';
  expect(await slash('ben', 'echo x')).toMatch(/ref \w{4}.*please look before you say it again/);
});

test('a mention is a command too, for partners as well, and the answer is private', async () => {
  expect(await mention('dana', '@Entente echo hello')).toBe('Dana Whitfield: hello');
  expect(await mention('dana', '@Entente I promise the map')).toBe('A promise: I promise the map');
  expect(await mention('ben', 'echo hi', '@Entente')).toBe('Ben Okafor: hi');
  expect(await mention('ben', '@Entente nothing of note')).toMatch(/did not find a promise/);
  expect(await mention('ben', '@Entente ehco')).toMatch(/Did you mean/);
  expect(await mention('ben', '@Entente hello!')).toMatch(/^Hello\..*`@entente help`/);
  expect(await mention('ben', 'Thank you', '@Entente')).toBe('With pleasure.');
});

test('a mention by somebody outside the alliance is answered too', async () => {
  expect(await mention('cleo', '@Entente echo hello')).toMatch(/not in the alliance of this channel/);
});

test('a mention that Slack sends four times is done once', async () => {
  app.slack.world.faults.add({ effect: { kind: 'duplicate', copies: 3 }, method: 'event', times: 1 });
  await mention('dana', '@Entente echo once');
  expect(done).toEqual(['echo once']);
});

test('a command that needs a modal is offered as a button where none can be opened', async () => {
  expect(await mention('dana', '@Entente plan')).toContain('`plan` is ready. It opens for you alone.');
  await click('dana', 'Open');
  expect(modal('dana')).toContain('Write something');
  await driver.submit('dana', { text: 'from the other side' });
  expect(done).toEqual(['form from the other side for here']);
});

test('an event that features follow is handled once; one that failed comes again', async () => {
  const { cleo } = app.slack.people;
  app.slack.world.faults.add({ effect: { kind: 'duplicate', copies: 2 }, method: 'event', times: 1 });
  await driver.leave('cleo', CHANNEL);
  await app.settled();
  expect(done).toEqual([`left ${cleo.id}`]);

  await driver.invite('ana', CHANNEL, 'Cleo');
  trouble.on = 'listen';
  const left = driver.leave('cleo', CHANNEL);
  await until(() => lines.some((line) => line.includes('something went wrong')));
  trouble.on = null;
  await left;
  await app.settled();
  expect(done).toEqual([`left ${cleo.id}`, `left ${cleo.id}`]);
});
