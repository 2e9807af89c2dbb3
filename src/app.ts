/** The composition root: it alone knows everything. */
import type { Logger } from 'pino';
import { takeCare } from './care.ts';
import type { Config } from './config.ts';
import { type Database, openDatabase, type Tx } from './db/client.ts';
import { startEmbedded } from './db/embedded.ts';
import { errorDetails } from './db/log.ts';
import { migrate } from './db/migrate.ts';
import { keepsHolidays } from './db/people.ts';
import { openStatements } from './db/statements.ts';
import { downloadRoutes } from './downloads.ts';
import { createEngine, type Engine } from './engine.ts';
import type { Feature } from './feature.ts';
import { features as allFeatures } from './features/index.ts';
import { createHealth, type Health } from './health.ts';
import { jobLane, runJob } from './jobs.ts';
import type { Clock } from './kernel/clock.ts';
import { loadHolidays } from './kernel/holidays.ts';
import { createOutbox } from './outbox/create.ts';
import { type DeliverySettings, SLACK_SETTINGS } from './outbox/parcel.ts';
import { createPoster } from './outbox/poster.ts';
import { watchPoster } from './outbox/token-watch.ts';
import { whenIdle } from './queue/idle.ts';
import { openQueue } from './queue/queue.ts';
import { doorsMessage, itemKinds, registerShell, renderItems, sealBy, shellFeature } from './shell/index.ts';
import { type SlackEdge, slackEdge } from './slack/bolt.ts';
import { webClients } from './slack/client.ts';
import { fixedInstallation } from './slack/installations.ts';
import { vault } from './slack/secrets.ts';
import { storedInstallations } from './slack/stored-installations.ts';
import { installRoutes, transportOf } from './ways-in.ts';
import { followWorkspaces, listenToRemovals } from './workspaces.ts';

export interface AppOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  /** How delivery keeps to Slack's pace; a test may be in more of a hurry. */
  readonly delivery?: DeliverySettings;
  /** Where to listen; all addresses unless told. */
  readonly host?: string;
  /** How long a process that stops still answers a balancer on connections that it keeps open. */
  readonly lingerMs?: number;
}

export interface RunningApp {
  readonly engine: Engine;
  /** Where the process answers HTTP. */
  readonly port: number;
  /** Whether Slack reaches this process. */
  isOpen(): boolean;
  /** Resolves when all that was acknowledged has been done, or after `ms` at the latest (real time). */
  idle(ms: number): Promise<void>;
  /** Does all that is due and under way now, and delivers it: for whoever moves the clock. */
  step(): Promise<void>;
  /**
   * Once a day, whichever process comes first: what is old goes, and what Slack has not told is found out. It may take
   * long; `stop` ends it, and whichever process asks next begins anew.
   */
  care(): Promise<void>;
  /** Takes nothing more in, finishes what is under way, and lets go of everything. */
  stop(): Promise<void>;
}

const DELIVER = 'deliver';
const JOBS = 'jobs';
/** Below the time that Slack waits for an answer: a click behind a lock hears of it while it still can. */
const WEB = { statementTimeoutMs: 1_900, lockTimeoutMs: 1_500, max: 8 };
const WORK = { max: 6, freshPlans: true };
/** What a click waits for: it is quick, or its person hears that it was not kept. */
const ACK = { max: 3, statementTimeoutMs: 1_500, connectTimeoutMs: 1_500 };
/** Clicks whose process is gone are done by another one within this and their own patience (real time). */
const CATCH_UP_MS = 5_000;
/** A lane mostly waits: for Slack, and for its turn in a channel. What lanes ask of the database goes together. */
const LANES_AT_A_TIME = 1_000;
/** What is drawn and uploaded, and Homes that somebody waits for. */
const JOBS_AT_A_TIME = 3;
const DRAIN_MS = 10_000;

/**
 * Starts the bot: the database (the embedded one where none is configured), its migrations, the queue, the edge to
 * Slack. The heartbeat is process.ts's; whoever moves the clock beats by itself.
 *
 * @throws where the database, the queue or the port cannot be had; what was started is stopped again
 */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.toReversed())
      await close().catch((error) => options.log.error(errorDetails(error), 'stopping'));
  };
  try {
    return { ...(await assemble(options, (close) => closers.push(close))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  { config, clock, log, delivery = SLACK_SETTINGS, host, lingerMs = 0 }: AppOptions,
  atEnd: (close: () => Promise<void>) => void,
): Promise<Omit<RunningApp, 'stop'>> {
  const connectionString = config.databaseUrl ?? (await embedded(config.dataDir, log, atEnd));
  await migrate(connectionString, { log });
  const web = open(connectionString, WEB, atEnd);
  const work = open(connectionString, WORK, atEnd);
  const statements = openStatements(connectionString, ACK);
  atEnd(() => statements.close());

  const queue = openQueue({ connectionString, log });
  atEnd(() => queue.stop({ gracefulMs: DRAIN_MS }));
  await queue.start([DELIVER, JOBS]);

  const clients = webClients(config.slackApiUrl, log, (method) => health.limited(method));
  const { oauth } = config;
  const stored =
    oauth && storedInstallations({ db: work, vault: vault(oauth.encryptionKeys), clients, log, ...oauth });
  const installations = stored ?? fixedInstallation(config.botToken ?? '', clients);
  const lanes = async () => new Set((await installations.all()).map(({ teamId }) => teamId));
  const wake = async (db: Database['prisma'] | Tx, names: readonly string[], afterMs = 0) => {
    if (afterMs <= 0) return queue.sendAll(db, DELIVER, new Map(names.map((lane) => [lane, { lane }])));
    for (const lane of names) await queue.send(db, DELIVER, { lane }, { lane, startAfterMs: afterMs });
  };
  const laterOf =
    (how: { readonly unhurried: boolean }) =>
    (tx: Tx, job: string, ...ids: readonly string[]) => {
      const named = ids.map((id) => jobLane(job, id));
      return queue.sendAll(tx, JOBS, new Map(named.map((lane) => [lane, { lane }])), how);
    };

  const features: readonly Feature[] = [
    ...allFeatures({ doors: () => doorsMessage(features), publicUrl: config.publicUrl }),
    shellFeature,
    {
      name: 'figures',
      react: async (_work, fact) => {
        if (fact.kind === 'delivered') health.delivered(fact.items);
      },
    },
  ];
  const kinds = itemKinds(features);
  const outbox = createOutbox({ lanes, wake: (tx, lane) => wake(tx, [lane]) });
  const engine = createEngine({
    db: work,
    clock,
    features,
    outbox,
    lanes,
    wake,
    later: laterOf({ unhurried: false }),
    log,
    sending: config.sending,
    delivery: {
      log,
      settings: delivery,
      posterFor: async (lane) => {
        const installation = await installations.find(lane);
        if (!installation) return null;
        return watchPoster(createPoster(clients.of(installation)), () => void workspaces.left(lane));
      },
      render: (items, now) => renderItems(kinds, { db: work, now }, items),
    },
  });

  const workspaces = followWorkspaces({ db: work, clock, installations, engine, log });
  const health: Health = createHealth({
    db: work,
    clock,
    isOpen: () => edge.isOpen(),
    nextDue: engine.nextDue,
  });
  const edge: SlackEdge = slackEdge(
    {
      transport: transportOf(config),
      apiUrl: config.slackApiUrl,
      port: config.port,
      ...(host ? { host } : {}),
      lingerMs,
      routes: {
        ...health.routes,
        ...downloadRoutes(features, { db: web, clock }),
        ...(oauth && stored ? installRoutes(config, oauth, { db: work, log }, stored, workspaces) : {}),
      },
      onAnswered: health.answered,
    },
    installations,
    log,
  );
  listenToRemovals(edge.app, workspaces);
  const { through, catchUp } = registerShell(edge, {
    db: web,
    statements,
    seal: sealBy(config.signingSecret ?? config.appToken ?? ''),
    clock,
    features,
    installations,
    clients,
    log,
    workIn: engine.workIn,
  });
  if (config.role !== 'web') {
    await queue.work(DELIVER, ({ data }) => engine.deliver(data.lane ?? ''), {
      concurrency: LANES_AT_A_TIME,
    });
    atEnd(async () => engine.rest());
    const deps = { db: work, clock, features, kinds, engine, through, log };
    // Jobs hand over files and draw Homes: where nothing is to leave, they wait in the queue.
    if (config.sending)
      await queue.work(JOBS, ({ data, isLast }) => runJob(deps, data.lane ?? '', isLast), {
        concurrency: JOBS_AT_A_TIME,
      });
  }
  const port = await edge.start();
  atEnd(() => edge.stop());
  const lookForClicks = () =>
    edge.work.add(
      catchUp().catch((error) => log.error(errorDetails(error), 'clicks could not be looked for')),
    );
  lookForClicks(); // what was acknowledged before a crash
  const looking = setInterval(lookForClicks, CATCH_UP_MS).unref();
  atEnd(async () => clearInterval(looking));
  // It takes a moment, which the first form would otherwise wait for; where no organisation has a country, only memory.
  keepsHolidays(work)
    .then((kept) => kept && loadHolidays())
    .catch((error) => log.error(errorDetails(error), 'holidays could not be looked for'));
  const ending = new AbortController();
  let caring: Promise<void> | null = null;
  const caringFor = {
    db: work,
    clock,
    features,
    engine,
    later: laterOf({ unhurried: true }),
    connectionString,
    log,
  };
  atEnd(async () => {
    ending.abort();
    await caring?.catch(() => {}); // whoever asked for it hears of it
  });
  return {
    engine,
    port,
    isOpen: () => edge.isOpen(),
    idle: (ms) => edge.work.idle(ms),
    care() {
      caring ??= takeCare(caringFor, ending.signal).finally(() => {
        caring = null;
      });
      return caring;
    },
    async step() {
      await edge.work.idle(DRAIN_MS); // what an answer to Slack did not wait for, such as filling a modal
      await engine.plan();
      await engine.drain();
      if (config.role === 'web' || !config.sending) return;
      await whenIdle(work, JOBS, DRAIN_MS);
      await engine.plan(); // what the jobs have written
      await engine.drain(); // and changed
    },
  };
}

function open(
  connectionString: string,
  options: Parameters<typeof openDatabase>[1],
  atEnd: (close: () => Promise<void>) => void,
): Database['prisma'] {
  const { prisma, close } = openDatabase(connectionString, options);
  atEnd(close);
  return prisma;
}

async function embedded(
  dataDir: string,
  log: Logger,
  atEnd: (close: () => Promise<void>) => void,
): Promise<string> {
  const server = await startEmbedded({ dataDir, log });
  atEnd(() => server.stop());
  return server.connectionString;
}
