/** Members who promise one another something, over the feature `commitments`: for the tests of what it does. */
import { beforeEach } from '@jest/globals';
import type { Act, By } from '../../src/act.ts';
import type { PrismaClient } from '../../src/db/generated/client.ts';
import type { Values } from '../../src/feature.ts';
import { commitments } from '../../src/features/commitments/index.ts';
import type { Reply } from '../../src/item.ts';
import { driven } from './acting.ts';
import { type TestMember, testAlliance } from './alliance.ts';

export const WEDNESDAY = new Date('2026-01-14T10:00:00Z');
export const CONFIRM = 'commitments.confirm';
export const PROPOSAL = 'commitments.proposal';

const source = { channelId: 'C1', ts: '1.1', permalink: 'https://x.example/p1', isDirect: false };

/** Ana of Southwark, Ben and Cy of Northwind, anew before each test; and what they can do on a Wednesday. */
export function promising(db: PrismaClient) {
  const app = driven(db, commitments);
  const who = {} as { ana: TestMember; ben: TestMember; cy: TestMember };
  const here = {} as { ours: Awaited<ReturnType<typeof testAlliance>> };

  beforeEach(async () => {
    await db.alliance.deleteMany();
    await db.person.deleteMany();
    app.told.length = 0;
    here.ours = await testAlliance(db, WEDNESDAY);
    who.ana = await here.ours.member(here.ours.south, 'Ana');
    who.ben = await here.ours.member(here.ours.north, 'Ben');
    who.cy = await here.ours.member(here.ours.north, 'Cy');
  });

  return {
    app,
    who,
    here,
    say: (member: TestMember, text: string) =>
      app.act(WEDNESDAY, member, (act) => commitments.sentence?.(act, text, source) as Promise<Reply>),
    choose: async (member: TestMember, kind: string, choice: string) => {
      const item = await app.itemOf(member, kind);
      return app.act(WEDNESDAY, member, (act) => commitments.items?.[kind]?.choose?.(act, item, choice));
    },
    submit: (member: TestMember, name: string, values: Values, meta: Record<string, string>) =>
      app.act(WEDNESDAY, member, (act) =>
        commitments.forms?.[`commitments.${name}`]?.submit(act as Act & By<Act>, values, meta),
      ),
    /** What the form that a choice opens needs back. */
    open: async (member: TestMember, kind: string, choice: string) => {
      const look = await app.look(WEDNESDAY, member);
      return metaOf(await commitments.items?.[kind]?.open?.(look, await app.itemOf(member, kind), choice));
    },
    read: async (member: TestMember, kind: string) => {
      const view = await app.read(WEDNESDAY, member, kind);
      return view === null || view === 'missing' ? view : view.text;
    },
    all: () => db.commitment.findMany({ include: { events: { orderBy: { id: 'asc' } } } }),
  };
}

export function metaOf(reply: Reply | undefined): Record<string, string> {
  return reply && 'form' in reply ? (reply.form.meta ?? {}) : {};
}
