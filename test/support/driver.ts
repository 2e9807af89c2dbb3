/** Features without Slack: people act on them in real transactions, through the real outbox. */

import type { Actor, By, Fact, Look, Work } from '../../src/act.ts';
import { transact } from '../../src/db/client.ts';
import type { PrismaClient } from '../../src/db/generated/client.ts';
import type { Feature, Surface, Values } from '../../src/feature.ts';
import type { ItemRow, ItemView, Reply } from '../../src/item.ts';
import { newId, type PersonId } from '../../src/kernel/ids.ts';
import { reach } from '../../src/kernel/permissions.ts';
import { createOutbox } from '../../src/outbox/create.ts';
import type { Form } from '../../src/slack/blocks.ts';
import type { Directory, SeenPerson } from '../../src/slack/directory.ts';

export const HOST = 'THOST';

/** Who acts, and from where. */
export interface At {
  readonly userId: string;
  readonly channelId?: string | null;
}

/** What a directory knows, as a test tells it. */
export interface Known {
  readonly people: SeenPerson[];
  readonly teams: Record<string, string>;
  /** Who is in each channel, by user id, where jobs may look. */
  readonly channels: Map<string, readonly string[]>;
}

export function said(reply: Reply): string {
  return reply && 'say' in reply ? reply.say : JSON.stringify(reply);
}

/** Drives some features over a test's database. `clock.now` moves as the test says. */
export function drive(db: PrismaClient, features: readonly Feature[], clock: { now: Date }) {
  const known: Known = { people: [], teams: {}, channels: new Map() };
  const facts: Fact[] = [];
  const jobs: { job: string; id: string }[] = [];
  const outbox = createOutbox({ lanes: async () => new Set([HOST]), wake: async () => {} });
  const slack: Directory = {
    person: async (userId) => known.people.find((one) => one.userId === userId) ?? null,
    channelPeople: async () => known.people.filter(({ isBot }) => !isBot),
    channelUserIds: async () => known.people.map(({ userId }) => userId),
    teamName: async (teamId) => known.teams[teamId] ?? null,
  };

  /** What a job sees of channels; it shows nothing. */
  const surface = {
    channel: async (channelId: string) =>
      known.channels.has(channelId) ? { isIn: true, isArchived: false } : null,
    people: async (channelId: string) =>
      known.people.filter(({ userId }) => known.channels.get(channelId)?.includes(userId)),
    userIds: async (channelId: string) => known.channels.get(channelId) ?? null,
    teamName: slack.teamName,
  } as Surface;

  async function work<T>(run: (work: Work) => Promise<T>): Promise<T> {
    return transact(db, async (tx) => {
      const inside: Work = {
        db: tx,
        now: clock.now,
        outbox,
        async tell(fact) {
          facts.push(fact);
          for (const { react } of features) await react?.(inside, fact);
        },
        later: async (job, ...ids) => void jobs.push(...ids.map((id) => ({ job, id }))),
      };
      return run(inside);
    });
  }

  async function actorOf({ userId, channelId = null }: At, allianceId?: string | null): Promise<Actor> {
    const person = await db.person.findFirstOrThrow({ where: { userId } });
    const member = await db.member.findFirst({
      where: { personId: person.id, status: 'active', ...(allianceId ? { allianceId } : {}) },
    });
    const { id: personId, name } = person;
    return { personId, userId, name, viaTeamId: HOST, channelId, member } as Actor;
  }

  const byMember = (actor: Actor) => {
    if (!actor.member) throw new Error(`${actor.name} is no member`);
    return actor as By<Look>['actor'];
  };

  return {
    known,
    facts,
    /** What was left to workers. */
    jobs,
    /** Does it, and what that leaves to them. */
    async doJobs(): Promise<void> {
      for (let next = jobs.shift(); next; next = jobs.shift()) {
        const { job: name, id } = next;
        const job = features.map(({ jobs: own = {} }) => own[name]).find((one) => one !== undefined);
        const look = { db, now: clock.now, write: work };
        await job?.({ ...look, surface: async () => (known.channels.size > 0 ? surface : null) }, id);
      }
    },
    outbox,
    work,

    /** A person whom the host's installation has seen. */
    async person(name: string, homeTeamId: string, more: Partial<SeenPerson> = {}): Promise<SeenPerson> {
      const seen: SeenPerson = {
        personId: newId<PersonId>(),
        userId: `U${name.toUpperCase()}`,
        homeTeamId,
        name,
        title: '',
        zone: 'Europe/London',
        isBot: false,
        isGone: false,
        isGuest: false,
        ...more,
      };
      const { personId: id, zone: slackZone, ...row } = seen;
      await db.person.create({ data: { id, slackZone, ...row, createdAt: clock.now } });
      await db.sighting.create({ data: { viaTeamId: HOST, userId: seen.userId, personId: id } });
      known.people.push(seen);
      return seen;
    },

    /** `/alliance WORD …` */
    async command(at: At, word: string, words = ''): Promise<Reply> {
      const command = features.flatMap(({ commands = [] }) => commands).find((one) => one.word === word);
      if (!command) throw new Error(`no command ${word}`);
      const actor = await actorOf(at);
      const opens = command.opens?.(words) ?? !command.run;
      if (command.who === 'anyone') {
        if (opens) return (await command.open?.({ db, now: clock.now, actor, slack }, words)) ?? null;
        return work(async (inside) => (await command.run?.({ ...inside, actor }, words)) ?? null);
      }
      const by = byMember(actor);
      if (reach(command.who, by.member.role) === 'no') throw new Error(`not for a ${by.member.role}`);
      if (opens) return (await command.open?.({ db, now: clock.now, actor: by, slack }, words)) ?? null;
      return work(async (inside) => (await command.run?.({ ...inside, actor: by }, words)) ?? null);
    },

    /** Opens one of the pinned message's doors. */
    async door(at: At, id: string): Promise<Reply> {
      const door = features.flatMap(({ doors = [] }) => doors).find((one) => one.id === id);
      if (!door) throw new Error(`no door ${id}`);
      return door.open({ db, now: clock.now, actor: byMember(await actorOf(at)), slack });
    },

    /** Sends a form as it was opened, its initial values changed by `changes`. */
    async submit(at: At, form: Form, changes: Values = {}): Promise<Reply> {
      const handler = features.map(({ forms = {} }) => forms[form.name]).find((one) => one !== undefined);
      if (!handler) throw new Error(`no form ${form.name}`);
      const values = { ...initialValues(form), ...changes };
      const actor = await actorOf(at);
      const meta = form.meta ?? {};
      if (handler.who === 'anyone') {
        return work((inside) => handler.submit({ ...inside, actor }, values, meta));
      }
      const by = byMember(actor);
      return work((inside) => handler.submit({ ...inside, actor: by }, values, meta));
    },

    /** What somebody's items of a kind read, in the order of writing. */
    async reads(userId: string, kind: string): Promise<(ItemView | null)[]> {
      const rows = await itemsOf(userId, kind);
      const render = kindOf(kind).render;
      return render({ db, now: clock.now }, rows);
    },

    /** Answers somebody's newest item of a kind; only what it offers can be chosen. */
    async choose(userId: string, kind: string, choice: string): Promise<Reply> {
      const row = (await itemsOf(userId, kind)).at(-1);
      if (!row) throw new Error(`${userId} has no ${kind}`);
      const { render, choose } = kindOf(kind);
      const [view] = await render({ db, now: clock.now }, [row]);
      if (!view?.choices.some(({ id }) => id === choice)) throw new Error(`${kind} does not offer ${choice}`);
      const actor = byMember(await actorOf({ userId }, row.allianceId));
      return work(async (inside) => (await choose?.({ ...inside, actor }, row, choice)) ?? null);
    },

    /** What opening something is given. */
    async look(userId: string): Promise<By<Look>> {
      return { db, now: clock.now, actor: byMember(await actorOf({ userId })), slack };
    },

    /** Marks everything that waits as shown, as delivery would. */
    async deliverAll(): Promise<void> {
      await db.item.updateMany({ where: { deliveredAt: null }, data: { deliveredAt: clock.now } });
    },

    /** An event of Slack's. */
    async event(type: string, event: object): Promise<void> {
      for (const { listen } of features) {
        await work(async (inside) => listen?.[type]?.({ ...inside, viaTeamId: HOST, slack }, event));
      }
    },
  };

  function kindOf(kind: string) {
    const found = features.map(({ items = {} }) => items[kind]).find((one) => one !== undefined);
    if (!found) throw new Error(`no item kind ${kind}`);
    return found;
  }

  async function itemsOf(userId: string, kind: string): Promise<ItemRow[]> {
    const rows = await db.item.findMany({ where: { kind, person: { userId } }, orderBy: { seq: 'asc' } });
    return rows as unknown as ItemRow[];
  }
}

/** What Slack would send for a form that was left as it was opened. */
export function initialValues(form: Form): Values {
  const values: Record<string, string | null> = {};
  for (const block of form.blocks) {
    if (block.type !== 'input' || !block.block_id) continue;
    const { element } = block;
    const name = block.block_id;
    if (element.type === 'plain_text_input') values[name] = element.initial_value ?? null;
    else if (element.type === 'datepicker') values[name] = element.initial_date ?? null;
    else if (element.type === 'static_select' || element.type === 'radio_buttons') {
      values[name] = element.initial_option?.value ?? null;
    }
  }
  return values;
}
