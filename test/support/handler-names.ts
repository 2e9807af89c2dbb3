/** What a form's handler asks for, found by letting it: so that a test can fill every input that there is. */

import type { Act, By } from '../../src/act.ts';
import type { PrismaClient } from '../../src/db/generated/client.ts';
import type { FormHandler } from '../../src/feature.ts';
import { newId } from '../../src/kernel/ids.ts';

interface Reading {
  readonly db: PrismaClient;
  readonly now: Date;
  /** The alliance of whoever sends the form. */
  readonly memberOf: string;
  /** Further answers, beside those that handlers know. */
  readonly answers: readonly string[];
}

/** The names that a handler reads, of its answers and of what it carries. Nothing of what it does is kept. */
export async function namesReadBy(
  handler: FormHandler,
  { db, now, memberOf, answers }: Reading,
): Promise<{ values: string[]; meta: string[] }> {
  const values = new Set<string>();
  const meta = new Set<string>();
  const member = await db.member.findFirstOrThrow({
    where: { allianceId: memberOf },
    include: { person: true },
  });
  const { id: personId, userId, name } = member.person;
  const actor = { personId, userId, name, viaTeamId: 'T', channelId: null, member };
  for (const answer of ['', newId(), 'spoke', 'me', '2026-03-02', 'yes', ...answers]) {
    const run = db.$transaction(async (tx) => {
      const work = { db: tx, now, actor, outbox: SILENT, tell: nothing, later: nothing } as unknown;
      await handler.submit(work as Act & By<Act>, listening(values, answer), listening(meta, answer));
      throw new Error('nothing of this is kept');
    });
    await run.catch(() => {});
  }
  return { values: [...values], meta: [...meta] };
}

const nothing = async () => {};
const SILENT = {
  add: nothing,
  reply: nothing,
  post: nothing,
  settle: nothing,
  lookAgain: nothing,
  redraw: nothing,
};

/** Answers to any name, which it notes. */
function listening(names: Set<string>, answer: string): Record<string, string> {
  return new Proxy<Record<string, string>>(
    {},
    {
      has: (_, name) => typeof name === 'string',
      get: (_, name) => {
        if (typeof name !== 'string') return undefined;
        names.add(name);
        return answer;
      },
    },
  );
}
