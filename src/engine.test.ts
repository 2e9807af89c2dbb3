import { expect, test } from '@jest/globals';
import { testDatabase } from '../test/support/database.ts';
import type { Log } from './db/log.ts';
import { silent } from './db/log.ts';
import { createEngine } from './engine.ts';
import type { Feature } from './feature.ts';
import { createOutbox } from './outbox/create.ts';

const { db } = await testDatabase();
const NOW = new Date('2026-01-12T09:00:00Z');

test('a feature that cannot plan is logged and thrown, once all others have planned', async () => {
  const planned: string[] = [];
  const logged: object[] = [];
  let left = 3;
  const features: Feature[] = [
    {
      name: 'broken',
      due: { run: () => Promise.reject(new RangeError('no such day')), next: async () => null },
    },
    {
      name: 'sound',
      due: {
        run: async () => {
          planned.push('sound');
          left -= 1;
          return left > 0 ? 1 : 0;
        },
        next: async () => null,
      },
    },
  ];
  const lanes = async () => new Set(['T1']);
  const log: Log = { ...silent, error: (details: object) => void logged.push(details) };
  const engine = createEngine({
    db,
    clock: { now: () => NOW },
    features,
    outbox: createOutbox({ lanes, wake: async () => {} }),
    lanes,
    wake: async () => {},
    later: async () => {},
    log,
    sending: true,
    delivery: {
      log,
      settings: { leaseMs: 30_000, graceMs: 0, channelIntervalMs: 0 },
      posterFor: async () => null,
      render: async (items) => items.map(() => null),
    },
  });
  await expect(engine.plan()).rejects.toThrow('no such day');
  expect(planned).toEqual(['sound', 'sound', 'sound']);
  expect(logged).toEqual([expect.objectContaining({ job: 'broken', error: 'RangeError' })]);
});
