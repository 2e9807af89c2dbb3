import { expect, test } from '@jest/globals';
import { silent } from './db/log.ts';
import { heartbeat } from './heartbeat.ts';

function stage() {
  const done: string[] = [];
  const failing = new Set<string>();
  const logged: unknown[] = [];
  const held: (() => void)[] = [];
  const part = (name: string) => async () => {
    done.push(name);
    if (failing.has(name)) throw new RangeError(`${name} of Ana`);
  };
  const app = {
    engine: { plan: part('plan'), wakeLanes: part('wake') },
    async care() {
      await part('care')();
      await new Promise<void>((end) => held.push(end));
    },
  };
  const log = { ...silent, error: (...line: unknown[]) => void logged.push(line) };
  return { ...heartbeat(app, log), done, failing, logged };
}

test.each(['plan', 'wake', 'care'])('where %s fails, the others are done all the same', async (name) => {
  const { beat, rest, done, failing, logged } = stage();
  failing.add(name);
  beat();
  await rest();
  await new Promise(setImmediate);
  expect(done).toEqual(['plan', 'wake', 'care']);
  expect(logged).toEqual([[expect.objectContaining({ error: 'RangeError' }), 'the heartbeat failed']]);
  expect(JSON.stringify(logged)).not.toContain('Ana');
});

test('care that takes long holds up neither the next beat nor the end', async () => {
  const { beat, rest, done } = stage();
  beat();
  beat();
  await rest();
  expect(done).toEqual(['plan', 'wake', 'care', 'plan', 'wake', 'care']);
});
