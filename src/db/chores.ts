import type { Db } from './client.ts';

/** True for whoever asks first on a day (UTC); a day that passed without anybody asking is not made up for. */
export async function oncePerDay(db: Db, name: string, now: Date): Promise<boolean> {
  const day = now.toISOString().slice(0, 10);
  const taken = await db.$executeRaw`
    INSERT INTO chore (name, done_on) VALUES (${name}, ${day})
    ON CONFLICT (name) DO UPDATE SET done_on = excluded.done_on WHERE chore.done_on < excluded.done_on`;
  return taken === 1;
}
