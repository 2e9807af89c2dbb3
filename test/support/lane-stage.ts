/** One lane of delivery on a real database, over a Slack that fails as a test says. */
import { beforeEach } from '@jest/globals';
import type { DeliveredItem } from '../../src/act.ts';
import { transact } from '../../src/db/client.ts';
import { silent } from '../../src/db/log.ts';
import {
  type AllianceId,
  type MemberId,
  newId,
  type OrganisationId,
  type PersonId,
} from '../../src/kernel/ids.ts';
import { createCourier } from '../../src/outbox/courier.ts';
import { createOutbox } from '../../src/outbox/create.ts';
import type { NewItem } from '../../src/outbox/outbox.ts';
import type { DeliveryDeps } from '../../src/outbox/parcel.ts';
import { planNotes } from '../../src/outbox/planning.ts';
import type { Found, Outcome, Poster, Sendable } from '../../src/outbox/poster.ts';
import { testDatabase } from './database.ts';

export const LANE = 'T1';
export const MONDAY = new Date('2026-01-12T09:00Z');

/** A Slack that keeps what it was told, and fails as a test says. */
class FakeSlack implements Poster {
  posts: {
    channelId: string;
    text: string;
    key: string;
    threadTs: string | undefined;
    items: readonly string[];
    redrawn?: string;
  }[] = [];
  pinned: string[] = [];
  openFails: Outcome<string> | null = null;
  /** What the next posts answer; `lost` is accepted first. */
  answers: ('lost' | Outcome<string>)[] = [];

  async open(userId: string): Promise<Outcome<string>> {
    return this.openFails ?? { kind: 'done', value: `D-${userId}` };
  }
  async post(
    channelId: string,
    { text, items = [] }: Sendable,
    key: string,
    threadTs?: string,
  ): Promise<Outcome<string>> {
    const answer = this.answers.shift();
    if (answer && answer !== 'lost') return answer;
    this.posts.push({ channelId, text, key, threadTs, items });
    if (answer === 'lost') return { kind: 'unclear', error: 'ECONNRESET' };
    return { kind: 'done', value: String(this.posts.length) };
  }
  async update(_channelId: string, ts: string, { text }: { text: string }): Promise<Outcome<void>> {
    const post = this.posts[Number(ts) - 1];
    if (post) post.redrawn = text;
    return { kind: 'done', value: undefined };
  }
  async pin(_channelId: string, ts: string): Promise<Outcome<void>> {
    this.pinned.push(ts);
    return { kind: 'done', value: undefined };
  }
  async find(channelId: string, key: string): Promise<Outcome<Found | null>> {
    const n = this.posts.findIndex((post) => post.channelId === channelId && post.key === key);
    return { kind: 'done', value: n < 0 ? null : { ts: String(n + 1), items: this.posts[n]?.items ?? [] } };
  }
}

/** Call it at the top of a test file: Dana, whom the lane of the alliance's host reaches, anew for each test. */
export async function laneStage() {
  const { db } = await testDatabase();
  const lanes = new Set([LANE]);
  const outbox = createOutbox({ lanes: async () => lanes, wake: async () => {} });
  const stage = {
    db,
    outbox,
    slack: new FakeSlack(),
    /** The keys of what was delivered. */
    delivered: [] as string[],
    deps: {} as DeliveryDeps,
    allianceId: newId<AllianceId>(),
    memberId: newId<MemberId>(),
    personId: newId<PersonId>(),
    /** Writes an item; its reference. */
    async add(kind: string, ref = newId(), more: Partial<NewItem> = {}): Promise<string> {
      const { allianceId, memberId } = stage;
      const item = {
        key: `${kind}/${ref}`,
        allianceId,
        memberId,
        kind,
        ref,
        rank: 50,
        urgency: 'answer' as const,
      };
      await transact(db, (tx) => outbox.add(tx, MONDAY, [{ ...item, ...more }]));
      return ref;
    },
    plan: () => transact(db, (tx) => planNotes(tx, MONDAY, 100, lanes)),
    work: () => createCourier(stage.deps).run(LANE),
    /** Whoever was sending is long dead. */
    abandon: () =>
      db.$executeRaw`UPDATE message SET lease_until = now() - interval '1 minute' WHERE status = 'sending'`,
  };
  beforeEach(async () => {
    await db.item.deleteMany();
    await db.message.deleteMany();
    await db.rateGate.deleteMany();
    await db.alliance.deleteMany();
    await db.person.deleteMany();
    stage.slack = new FakeSlack();
    stage.delivered = [];
    stage.deps = {
      db,
      transact: (fn) => transact(db, fn),
      now: () => MONDAY,
      log: silent,
      posterFor: async () => stage.slack,
      render: async (items) =>
        items.map((item) =>
          item.kind === 'test.gone'
            ? null
            : { text: `${item.status} ${item.kind}`, choices: [{ id: 'ok', label: 'OK' }] },
        ),
      wake: async () => {},
      onDelivered: async (_tx, _now, items: readonly DeliveredItem[]) => {
        stage.delivered.push(...items.map(({ key }) => key));
      },
      settings: { leaseMs: 30_000, graceMs: 0, channelIntervalMs: 0 },
    };
    stage.allianceId = newId<AllianceId>();
    stage.memberId = newId<MemberId>();
    stage.personId = newId<PersonId>();
    const organisationId = newId<OrganisationId>();
    const createdAt = MONDAY;
    await db.person.create({
      data: { id: stage.personId, homeTeamId: 'T2', userId: 'U2', name: 'Dana', createdAt },
    });
    await db.alliance.create({
      data: {
        id: stage.allianceId,
        name: 'Flood',
        purpose: 'Dry feet',
        hostTeamId: LANE,
        channelId: 'C1',
        createdAt,
      },
    });
    await db.organisation.create({
      data: {
        id: organisationId,
        allianceId: stage.allianceId,
        name: 'Northwind',
        teamIds: ['T2'],
        isHost: false,
        zone: 'Europe/London',
        workDays: [1, 2, 3, 4, 5],
        workFrom: 540,
        workUntil: 1020,
      },
    });
    await db.member.create({
      data: {
        id: stage.memberId,
        allianceId: stage.allianceId,
        personId: stage.personId,
        organisationId,
        position: 0,
        joinedAt: createdAt,
      },
    });
  });
  return stage;
}
