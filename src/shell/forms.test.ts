import { expect, test } from '@jest/globals';
import { type ForgedForm, forger } from '../../test/support/forged.ts';
import { toyStage } from '../../test/support/toy-stage.ts';
import { newId } from '../kernel/ids.ts';

const { alliance, app, database, done, driver, errors, lines, modal, people, slash, trouble } =
  await toyStage();

test('a command opens its form; errors keep it open, and sending it is done once', async () => {
  await slash('ben', 'plan');
  expect(modal('ben')).toContain('Write something');
  await driver.submit('ben', { text: 'bad' });
  expect(errors('ben')).toEqual({ text: 'Not that.' });
  expect(await database.db.rateGate.count({ where: { key: 'bad' } })).toBe(0);
  await driver.submit('ben', { text: 'good' });
  expect(modal('ben')).toContain('Kept: good');
  expect(done).toEqual(['form good for here']);
});

test('a form that failed says so with a reference, and the log has it without words', async () => {
  await slash('ben', 'plan');
  trouble.on = 'form';
  await driver.submit('ben', { text: 'secret words' });
  const [error] = Object.values(errors('ben'));
  const ref = /ref (\w{4})/.exec(error ?? '')?.[1];
  expect(error).toContain('pressing again counts once');
  const faults = lines.filter((line) => line.includes('something went wrong'));
  expect(faults).toEqual([expect.stringContaining(`"ref":"${ref}"`)]);
  expect(lines.join()).not.toMatch(/secret words|xoxb|xapp/);
});

const { form } = forger(app.slack);
/** The form of the toy, whatever the person's client made of it. */
const forged = (userId: string, { text, ...view }: Omit<ForgedForm, 'name' | 'values'> & { text: string }) =>
  form(userId, { ...view, name: 'toy.form', values: { text: { type: 'plain_text_input', value: text } } });

test('pressing again after an answer was lost counts once; the next step of a modal counts anew', async () => {
  const view = {
    id: 'V1',
    hash: '1.a',
    metadata: { a: alliance.id, c: null, m: { where: 'x' } },
    text: 'again',
  };
  const { ben } = people;
  expect(await forged(ben.id, view)).toContain('Kept: again');
  expect(await forged(ben.id, view)).toContain('it counts once');
  expect(await forged(ben.id, { ...view, hash: '2.b', text: 'next' })).toContain('Kept: next');
  expect(done).toEqual(['form again for x', 'form next for x']);
});

test('what a form says of alliances is not believed', async () => {
  const { ben, cleo } = people;
  const view = { id: 'V2', hash: '1.a', text: 'x' };
  const elsewhere = { a: newId(), c: null, m: { where: 'x' } };
  expect(await forged(ben.id, { ...view, metadata: elsewhere })).toContain('not in the alliance');
  const here = { a: alliance.id, c: null, m: { where: 'x' } };
  expect(await forged(cleo.id, { ...view, hash: '2.b', metadata: here })).toContain('not in the alliance');
  expect(await forged(ben.id, { ...view, metadata: { a: 'drop' } })).toContain('Something went wrong');
  const unsealed = JSON.stringify({ ...here, c: 'C1' });
  for (const metadata of [unsealed, `${'A'.repeat(22)}${unsealed}`, '']) {
    expect(await forged(ben.id, { ...view, metadata })).toContain('This form is too old');
  }
  expect(done).toEqual([]);
});

test('a view that fails says so in its modal', async () => {
  trouble.on = 'open';
  await slash('ben', 'plan');
  expect(modal('ben')).toMatch(/Nothing was changed; please try again/);
});

test('where the bot has not been added, it says how to add it, and that is no fault', async () => {
  trouble.on = 'channel';
  await slash('ben', 'plan');
  expect(modal('ben')).toContain('/invite @entente');
  expect(lines.filter((line) => line.includes('something went wrong'))).toEqual([]);
});
