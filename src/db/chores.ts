import type { Db } from './client.ts';

/** Whether it has been done on the day of an instant (UTC), or later. */
export async function isDone(db: Db, name: string, at: Date): Promise<boolean> {
  const row = await db.chore.findUnique({ where: { name } });
  return row !== null && row.doneOn >= dayOf(at);
}

/** It has been done for the day of an instant. */
export async function markDone(db: Db, name: string, at: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO chore (name, done_on) VALUES (${name}, ${dayOf(at)})
    ON CONFLICT (name) DO UPDATE SET done_on = greatest(chore.done_on, excluded.done_on)`;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
