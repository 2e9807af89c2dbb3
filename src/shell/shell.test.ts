import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { testDatabase } from '../../test/support/database.ts';
import { exampleAlliance, type WiredApp, wiredApp } from '../../test/support/slack.ts';
import { toy } from '../../test/support/toy.ts';
import { newId } from '../kernel/ids.ts';
import { doorsMessage } from './index.ts';

const database = await testDatabase();
const lines: string[] = [];
const write = (details: object, message: string) => void lines.push(JSON.stringify({ ...details, message }));
const { feature, done, trouble } = toy();

let app: WiredApp;
let alliance: Awaited<ReturnType<typeof exampleAlliance>>;

beforeAll(async () => {
  app = await wiredApp(database, [feature], { log: { info: write, warn: write, error: write } });
  const { ana, ben, dana } = app.slack.people;
  alliance = await exampleAlliance(database, app, [ana, ben, dana]);
});
afterAll(() => app.stop());
beforeEach(() => {
  done.length = 0;
  lines.length = 0;
  trouble.on = null;
  for (const name of Object.keys(app.slack.people)) app.slack.driver.reload(name);
});

const CHANNEL = '#flood-alliance';

async function slash(as: string, text: string, where = CHANNEL): Promise<string> {
  const { answer } = await app.slack.driver.slash(as, where, '/alliance', text);
  await app.settled();
  return (answer as { text?: string } | undefined)?.text ?? '';
}

const modal = (as: string) => app.slack.driver.screen(as).modals.at(-1)?.text;

/** The newest private word from the bot, in its direct messages. */
const direct = (as: string) =>
  app.slack.driver
    .screen(as)
    .dms.flatMap(({ messages }) => messages)
    .at(-1);

async function mention(as: string, text: string, where = CHANNEL): Promise<string> {
  await app.slack.driver.say(as, where, text);
  await app.settled();
  return direct(as)?.text ?? '';
}

const whispers = (as: string) =>
  app.slack.driver
    .screen(as)
    .channels.concat(app.slack.driver.screen(as).dms)
    .flatMap(({ messages }) => messages.filter(({ ephemeral }) => ephemeral).map(({ text }) => text));

/** An item for the first, second or third member, delivered. */
async function ask(who: 0 | 1 | 2): Promise<string> {
  const member = alliance.members[who];
  if (!member) throw new RangeError('no such member');
  const ref = newId();
  await database.db.$transaction((tx) =>
    app.outbox.reply(tx, app.slack.world.clock.now(), {
      key: `toy/${ref}`,
      personId: member.personId,
      allianceId: alliance.id,
      memberId: member.id,
      kind: 'toy.ask',
      ref,
    }),
  );
  await app.settled();
  return ref;
}

test('a command is run for members and answered to them alone', async () => {
  expect(await slash('ben', 'echo 1 < 2 & 3')).toBe('Ben Okafor: 1 &lt; 2 &amp; 3');
  expect(done).toEqual(['echo 1 < 2 & 3']);
});

test('help lists the words, and an unknown one is guessed at', async () => {
  expect(await slash('ben', '')).toMatch(/alliance echo WORDS.*alliance plan/s);
  expect(await slash('ben', '')).toContain('Coordinators also have `boss`');
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

test('a command opens its form; errors keep it open, and sending it is done once', async () => {
  await slash('ben', 'plan');
  expect(modal('ben')).toContain('Write something');
  await app.slack.driver.submit('ben', { text: 'bad' });
  expect(app.slack.driver.screen('ben').modals.at(-1)?.errors).toEqual({ text: 'Not that.' });
  expect(await database.db.rateGate.count({ where: { key: 'bad' } })).toBe(0);
  await app.slack.driver.submit('ben', { text: 'good' });
  expect(modal('ben')).toContain('Kept: good');
  expect(done).toEqual(['form good for here']);
});

test('a form that failed says so with a reference, and the log has it without words', async () => {
  await slash('ben', 'plan');
  trouble.on = 'form';
  await app.slack.driver.submit('ben', { text: 'secret words' });
  const [error] = Object.values(app.slack.driver.screen('ben').modals.at(-1)?.errors ?? {});
  const ref = /ref (\w{4})/.exec(error ?? '')?.[1];
  expect(error).toContain('pressing again counts once');
  expect(lines.filter((line) => line.includes(`"ref":"${ref}"`))).toHaveLength(1);
  expect(lines.join()).not.toMatch(/secret words|xoxb|xapp/);
  await app.slack.driver.close('ben', { all: true });
});

/** What Slack would send for a form, whatever the person's client made of it. */
async function forged(userId: string, view: { id: string; hash: string; metadata: object; text: string }) {
  const payload = {
    type: 'view_submission',
    api_app_id: app.slack.app.id,
    team: { id: app.slack.teams.riverbank.id },
    user: { id: userId },
    view: {
      id: view.id,
      hash: view.hash,
      callback_id: 'toy.form',
      app_installed_team_id: app.slack.teams.riverbank.id,
      private_metadata: JSON.stringify(view.metadata),
      blocks: [{ type: 'input', block_id: 'text' }],
      state: { values: { text: { text: { type: 'plain_text_input', value: view.text } } } },
    },
  };
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const at = Math.floor(Date.now() / 1000);
  const hash = createHmac('sha256', app.slack.signingSecret).update(`v0:${at}:${body}`).digest('hex');
  const response = await fetch(app.slack.app.requestUrls.interactivity ?? '', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${hash}`,
    },
  });
  return JSON.stringify(await response.json());
}

test('pressing again after an answer was lost counts once; the next step of a modal counts anew', async () => {
  const view = {
    id: 'V1',
    hash: '1.a',
    metadata: { a: alliance.id, c: null, m: { where: 'x' } },
    text: 'again',
  };
  const { ben } = app.slack.people;
  expect(await forged(ben.id, view)).toContain('Kept: again');
  expect(await forged(ben.id, view)).toContain('it counts once');
  expect(await forged(ben.id, { ...view, hash: '2.b', text: 'next' })).toContain('Kept: next');
  expect(done).toEqual(['form again for x', 'form next for x']);
});

test('what a form says of alliances is not believed', async () => {
  const { ben, cleo } = app.slack.people;
  const view = { id: 'V2', hash: '1.a', text: 'x' };
  const elsewhere = { a: newId(), c: null, m: { where: 'x' } };
  expect(await forged(ben.id, { ...view, metadata: elsewhere })).toContain('not in the alliance');
  const here = { a: alliance.id, c: null, m: { where: 'x' } };
  expect(await forged(cleo.id, { ...view, hash: '2.b', metadata: here })).toContain('not in the alliance');
  expect(await forged(ben.id, { ...view, metadata: { a: 'drop' } })).toContain('Something went wrong');
  expect(done).toEqual([]);
});

test('a door opens for members of its channel’s alliance, whatever its button carries', async () => {
  await database.db.$transaction((tx) =>
    app.outbox.post(tx, app.slack.world.clock.now(), {
      key: 'doors',
      allianceId: alliance.id,
      ...doorsMessage([feature]),
      doors: true,
    }),
  );
  await app.settled();
  await app.slack.driver.click('dana', 'In', { in: CHANNEL });
  await app.settled();
  expect(modal('dana')).toContain('Write something');
  await app.slack.driver.close('dana', { all: true });
  await app.slack.driver.click('cleo', 'In', { in: CHANNEL });
  await app.settled();
  expect(modal('cleo')).toContain('not in the alliance of this channel');
  await app.slack.driver.close('cleo', { all: true });
});

test('a view that fails says so in its modal', async () => {
  trouble.on = 'open';
  await slash('ben', 'plan');
  expect(modal('ben')).toMatch(/Nothing was changed; please try again/);
  await app.slack.driver.close('ben', { all: true });
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
  expect(await mention('dana', '@Entente plan')).toContain('Ready when you are.');
  await app.slack.driver.click('dana', 'Open');
  await app.settled();
  expect(modal('dana')).toContain('Write something');
  await app.slack.driver.submit('dana', { text: 'from the other side' });
  expect(done).toEqual(['form from the other side for here']);
  await app.slack.driver.close('dana', { all: true });
});

test('a choice is done and answered; chosen again, it is settled', async () => {
  await ask(2);
  await app.slack.driver.click('dana', 'Yes');
  await app.settled();
  expect(done).toEqual(['yes']);
  expect(whispers('dana')).toContain('Thank you, Dana Whitfield.');
  expect(direct('dana')?.controls).toEqual([]);
});

test('a choice that opens something leads to its form', async () => {
  await ask(2);
  await app.slack.driver.click('dana', 'More');
  await app.settled();
  await app.slack.driver.submit('dana', { text: 'more' });
  expect(done).toEqual(['form more for item']);
  await app.slack.driver.close('dana', { all: true });
});

test('a choice of somebody else’s item is refused, in their words and in a note', async () => {
  await ask(2);
  const item = await database.db.item.findFirstOrThrow({
    where: { kind: 'toy.ask' },
    orderBy: { seq: 'desc' },
  });
  await ask(1);
  const [block] =
    app.slack.world
      .messagesIn(direct('ben')?.ts ? dmOf('ben') : '')
      .at(-1)
      ?.blocks?.slice(-1) ?? [];
  const [button] = (block as { elements: { value: string }[] }).elements;
  if (!button) throw new Error('no button');
  button.value = item.id; // what a forged click would carry
  await app.slack.driver.click('ben', 'Yes');
  await app.settled();
  expect(done).toEqual([]);
  expect(whispers('ben')).toContain('That one is for somebody else.');
});

const dmOf = (as: string) => app.slack.driver.screen(as).dms[0]?.id ?? '';

test('a bell opens for its own person only, and its answers are done together', async () => {
  app.slack.driver.admin.failDms('dana', 'channel_not_found');
  await database.db.dm.deleteMany();
  await ask(2);
  app.slack.driver.admin.failDms('dana', null);
  await app.slack.driver.click('ben', 'Open', { in: CHANNEL });
  await app.settled();
  expect(whispers('ben')).toContain('That one is for somebody else.');

  await app.slack.driver.click('dana', 'Open', { in: CHANNEL });
  await app.settled();
  expect(modal('dana')).toContain('Will you?');
  await app.slack.driver.submit('dana', { 'Your answer': 'More' });
  expect(modal('dana')).toContain('Write something');
  await app.slack.driver.submit('dana', { text: 'by bell' });
  expect(modal('dana')).toContain('Kept: by bell');
  await app.slack.driver.close('dana', { all: true });

  await app.slack.driver.click('dana', 'Open', { in: CHANNEL });
  await app.settled();
  await app.slack.driver.submit('dana', { 'Your answer': 'Yes' });
  expect(modal('dana')).toContain('Thank you, Dana Whitfield.');
  expect(done).toEqual(['form by bell for item', 'yes']);
});
