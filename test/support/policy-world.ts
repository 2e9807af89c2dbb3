/** All features on the real database and engine, over a toy Slack: people act, time passes, notes arrive. */

import type { Actor, By, Look, Work } from '../../src/act.ts';
import { transact } from '../../src/db/client.ts';
import type { PrismaClient } from '../../src/db/generated/client.ts';
import { silent } from '../../src/db/log.ts';
import { createEngine } from '../../src/engine.ts';
import type { Values } from '../../src/feature.ts';
import { features as allFeatures } from '../../src/features/index.ts';
import type { ItemRow, ItemView, Reply } from '../../src/item.ts';
import { createOutbox } from '../../src/outbox/create.ts';
import { itemKinds, renderItems, shellFeature } from '../../src/shell/index.ts';
import type { Form } from '../../src/slack/blocks.ts';
import { type TestMember, testAlliance } from './alliance.ts';
import { initialValues } from './driver.ts';
import { ToySlack } from './toy-slack.ts';

const LANES = new Set(['T1']);
/** A battery's machine may be busy: what somebody does here is done, however long it takes. */
const UNHURRIED = { timeoutMs: 60_000, maxWaitMs: 60_000 };

export type PolicyWorld = ReturnType<typeof policyWorld>;

export function policyWorld(db: PrismaClient, start: Date, lanesOf: ReadonlySet<string> = LANES) {
  const clock = { now: start };
  const slack = new ToySlack(() => clock.now, { post: () => {}, update: () => {} });
  const features = [...allFeatures({ doors: () => ({ text: '', blocks: [] }) }), shellFeature];
  const kinds = itemKinds(features);
  const wake = async () => {};
  const outbox = createOutbox({ lanes: async () => lanesOf, wake });
  const engine = createEngine({
    db,
    clock: { now: () => clock.now },
    features,
    outbox,
    lanes: async () => lanesOf,
    wake,
    later: async () => {},
    log: silent,
    sending: true,
    delivery: {
      log: silent,
      settings: { leaseMs: 30_000, graceMs: 0, channelIntervalMs: 0 },
      posterFor: async () => slack,
      render: (items, now) => renderItems(kinds, { db, now }, items),
    },
  });
  const directory: Look['slack'] = {
    person: async () => null,
    channelPeople: async () => [],
    channelUserIds: async () => [],
    teamName: async () => null,
  };

  async function actorOf({ id, personId, userId }: TestMember): Promise<By<Look>['actor']> {
    const row = await db.member.findUniqueOrThrow({ where: { id }, include: { person: true } });
    const { allianceId, organisationId, role, level } = row;
    const actor = { personId, userId, name: row.person.name, viaTeamId: 'T1', channelId: null };
    return {
      ...actor,
      member: { id, allianceId, organisationId, role, level } as Actor['member'],
    } as By<Look>['actor'];
  }
  const work = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
    transact(db, (tx) => run(engine.workIn(tx, clock.now)), UNHURRIED);

  async function newest(member: TestMember, kind: string, about?: string): Promise<ItemRow | null> {
    const where = { memberId: member.id, kind, deliveredAt: { not: null }, ...(about ? { ref: about } : {}) };
    const row = await db.item.findFirst({ where, orderBy: { seq: 'desc' } });
    return row as unknown as ItemRow | null;
  }
  async function view(item: ItemRow): Promise<ItemView | null> {
    return (await kinds.get(item.kind)?.render({ db, now: clock.now }, [item]))?.[0] ?? null;
  }

  const world = {
    clock,
    slack,
    engine,
    outbox,
    work,
    newest,

    /** Lives until then, stopping wherever something is due. */
    async goTo(until: Date): Promise<void> {
      for (let n = 0; ; n += 1) {
        if (n > 2_000) throw new Error('time does not pass');
        await engine.plan();
        await engine.drain();
        const next = await engine.nextDue();
        if (!next || next > until) break;
        if (next > clock.now) clock.now = next;
      }
      clock.now = until;
    },

    tell: (member: TestMember) => work(({ tell }) => tell({ kind: 'member', id: member.id })),

    /** What somebody's newest delivered item of a kind says now; null where there is none. */
    async read(member: TestMember, kind = 'commitments.nudge'): Promise<ItemView | null> {
      const item = await newest(member, kind);
      return item && view(item);
    },

    /** Presses a button of their newest delivered item of a kind; 'not offered' where it has none such. */
    async press(
      member: TestMember,
      choice: string,
      kind = 'commitments.nudge',
      about?: string,
    ): Promise<Reply | 'not offered'> {
      const item = await newest(member, kind, about);
      const shown = item && (await view(item));
      if (!item || !shown?.choices.some(({ id }) => id === choice)) return 'not offered';
      const actor = await actorOf(member);
      const found = kinds.get(kind);
      if (found?.opens?.includes(choice)) {
        return (await found.open?.({ db, now: clock.now, slack: directory, actor }, item, choice)) ?? null;
      }
      return work(async (inside) => (await found?.choose?.({ ...inside, actor }, item, choice)) ?? null);
    },

    async submit(member: TestMember, form: Form, changes: Values = {}): Promise<Reply> {
      const handler = features.map(({ forms = {} }) => forms[form.name]).find((one) => one !== undefined);
      if (!handler) throw new Error(`no form ${form.name}`);
      const actor = await actorOf(member);
      const values = { ...initialValues(form), ...changes };
      return work((inside) => handler.submit({ ...inside, actor }, values, form.meta ?? {}));
    },

    /** `@Entente WORD …` */
    async command(member: TestMember, word: string, words = ''): Promise<Reply> {
      const command = features.flatMap(({ commands = [] }) => commands).find((one) => one.word === word);
      if (!command) throw new Error(`no command ${word}`);
      const actor = await actorOf(member);
      return work(async (inside) => (await command.run?.({ ...inside, actor }, words)) ?? null);
    },

    /** Everything that reached somebody, in the order of delivery. */
    async delivered(member: TestMember) {
      const where = { memberId: member.id, deliveredAt: { not: null } };
      return db.item.findMany({ where, orderBy: [{ deliveredAt: 'asc' }, { seq: 'asc' }] });
    },
  };
  return world;
}

const TABLES = [
  'alliance',
  'person',
  'nudgePlan',
  'nudgeStep',
  'nudgeMute',
  'item',
  'message',
  'mailbox',
  'digest',
  'digestPlan',
] as const;

/** Ten o'clock on Monday 5 January 2026. */
export const POLICY_START = new Date('2026-01-05T10:00:00Z');

/** Nobody and nothing is left. */
export async function clearPolicy(db: PrismaClient): Promise<void> {
  for (const table of TABLES) await (db[table] as typeof db.person).deleteMany();
}

/** Ana, Lea, Lou and Cora of Southwark, Ben and Dana of Northwind. */
export async function policyPeople(ours: Awaited<ReturnType<typeof testAlliance>>) {
  return {
    ana: await ours.member(ours.south, 'Ana'),
    ben: await ours.member(ours.north, 'Ben'),
    dana: await ours.member(ours.north, 'Dana'),
    lea: await ours.member(ours.south, 'Lea', { role: 'leader' }),
    lou: await ours.member(ours.south, 'Lou', { role: 'leader' }),
    cora: await ours.member(ours.south, 'Cora', { role: 'coordinator' }),
  };
}

/** Everything anew, with one alliance. */
export async function policyCast(db: PrismaClient) {
  await clearPolicy(db);
  const world = policyWorld(db, POLICY_START);
  const ours = await testAlliance(db, POLICY_START);
  return { world, ours, ...(await policyPeople(ours)) };
}

/** The form in a reply. */
export function formIn(reply: Reply | 'not offered'): Form {
  if (reply && reply !== 'not offered' && 'form' in reply) return reply.form;
  throw new Error(`no form: ${JSON.stringify(reply)}`);
}
