/** Features behind the real edge, shell and outbox, in the local Slack: what a person does there goes over the wire. */
import { type Example, startExample } from '../../sandbox/example.ts';
import { type Log, silent } from '../../src/db/log.ts';
import { openStatements } from '../../src/db/statements.ts';
import { createEngine, type Engine } from '../../src/engine.ts';
import type { Feature } from '../../src/feature.ts';
import { jobLane, runJob } from '../../src/jobs.ts';
import { type AllianceId, type MemberId, newId, type PersonId } from '../../src/kernel/ids.ts';
import { createOutbox } from '../../src/outbox/create.ts';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { SLACK_SETTINGS } from '../../src/outbox/parcel.ts';
import { createPoster } from '../../src/outbox/poster.ts';
import { itemKinds, registerShell, renderItems, sealBy, shellFeature } from '../../src/shell/index.ts';
import { slackEdge } from '../../src/slack/bolt.ts';
import { webClients } from '../../src/slack/client.ts';
import { fixedInstallation } from '../../src/slack/installations.ts';
import type { TestDatabase } from './database.ts';

/** A person looks at what came of a click once the app has done it, or after this. */
export const LOOKS_AFTER_MS = 2_000;

export interface WiredApp {
  readonly slack: Example;
  readonly outbox: Outbox;
  readonly engine: Engine;
  /** Everything that is under way has ended: what came in, what it opened, what it sends. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the local Slack and an app of these features in it. Call `stop` before the database goes. */
export async function wiredApp(
  { db, connectionString }: TestDatabase,
  own: readonly Feature[],
  options: { transport?: 'http' | 'socket'; log?: Log } = {},
): Promise<WiredApp> {
  const { transport = 'http', log = silent } = options;
  const slack = await startExample({ transport });
  const clock = { now: () => slack.world.clock.now() };
  const clients = webClients(slack.apiUrl, log);
  const installations = fixedInstallation(slack.tokens.bot, clients);
  const lanes = async () => new Set((await installations.all()).map(({ teamId }) => teamId));
  const wake = async () => {}; // delivered by `settled`
  const waiting = new Set<string>();
  const later = async (_tx: unknown, job: string, ...ids: readonly string[]) => {
    for (const id of ids) waiting.add(jobLane(job, id));
  };
  const features = [...own, shellFeature];
  const outbox = createOutbox({ lanes, wake });
  const engine = createEngine({
    db,
    clock,
    features,
    outbox,
    lanes,
    wake,
    later,
    log,
    sending: true,
    delivery: {
      log,
      settings: { ...SLACK_SETTINGS, channelIntervalMs: 0 },
      posterFor: async (lane) => {
        const installation = await installations.find(lane);
        return installation ? createPoster(clients.of(installation)) : null;
      },
      render: (items, now) => renderItems(itemKinds(features), { db, now }, items),
    },
  });
  const edge = slackEdge(
    {
      transport:
        transport === 'http'
          ? { mode: 'http', signingSecret: slack.signingSecret }
          : { mode: 'socket', appToken: slack.tokens.app },
      apiUrl: slack.apiUrl,
      port: 0,
      host: '127.0.0.1',
      routes: {},
    },
    installations,
    log,
  );
  const statements = openStatements(connectionString, {
    max: 2,
    statementTimeoutMs: 1_500,
    connectTimeoutMs: 1_500,
  });
  const { through } = registerShell(edge, {
    db,
    statements,
    seal: sealBy(slack.signingSecret),
    clock,
    features,
    installations,
    clients,
    log,
    workIn: engine.workIn,
  });
  slack.setRequestUrl(`http://127.0.0.1:${await edge.start()}/slack/events`);

  slack.driver.attach({ idle: () => edge.work.idle(LOOKS_AFTER_MS) });

  const jobDeps = { db, clock, features, kinds: itemKinds(features), engine, through, log };

  return {
    slack,
    outbox,
    engine,
    async settled() {
      await slack.driver.settled();
      await edge.work.idle(5_000);
      await engine.drain();
      for (const lane of waiting) {
        waiting.delete(lane);
        await runJob(jobDeps, lane);
      }
      await engine.drain();
      await slack.driver.settled();
    },
    async stop() {
      await edge.stop();
      await statements.close();
      await slack.close();
    },
  };
}

/** An alliance in the example's channel, its people members; the first of them coordinates. */
export async function exampleAlliance(
  { db }: Pick<TestDatabase, 'db'>,
  { slack: { world, channels, teams } }: Pick<WiredApp, 'slack'>,
  people: readonly { readonly id: string; readonly teamId: string; readonly realName: string }[],
) {
  const createdAt = world.clock.now();
  const id = newId<AllianceId>();
  await db.alliance.create({
    data: {
      id,
      name: 'Flood plain',
      purpose: 'Dry feet',
      hostTeamId: teams.riverbank.id,
      channelId: channels.alliance.id,
      createdAt,
    },
  });
  const organisations = new Map<string, string>();
  const members: { id: MemberId; personId: PersonId; userId: string }[] = [];
  for (const [position, { id: userId, teamId, realName }] of people.entries()) {
    const organisationId = organisations.get(teamId) ?? newId();
    if (!organisations.has(teamId)) {
      organisations.set(teamId, organisationId);
      const hours = { zone: 'Europe/London', workDays: [1, 2, 3, 4, 5], workFrom: 540, workUntil: 1020 };
      await db.organisation.create({
        data: {
          id: organisationId,
          allianceId: id,
          name: world.team(teamId).name,
          teamIds: [teamId],
          isHost: teamId === teams.riverbank.id,
          ...hours,
        },
      });
    }
    const member = { id: newId<MemberId>(), personId: newId<PersonId>(), userId };
    await db.person.create({
      data: { id: member.personId, homeTeamId: teamId, userId, name: realName, createdAt },
    });
    await db.member.create({
      data: {
        id: member.id,
        allianceId: id,
        personId: member.personId,
        organisationId,
        position,
        joinedAt: createdAt,
        role: position === 0 ? 'coordinator' : 'member',
      },
    });
    members.push(member);
  }
  return { id, members };
}
