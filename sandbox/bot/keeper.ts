import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { BotPort } from '../control/bot-port.ts';
import type { BotReport } from '../control/shapes.ts';
import type { Subject } from '../driver/time.ts';
import { secretFor } from '../world/ids.ts';
import type { World } from '../world/world.ts';
import { installBy } from './installing.ts';
import type { Answer, Question } from './protocol.ts';
import { dump, installedIn, reportOf, restore, whyOf } from './tables.ts';

const SCRIPT = fileURLToPath(new URL('process.ts', import.meta.url));
const EVENTS_PATH = '/slack/events';
const INSTALL_PATH = '/slack/install';
const KINDLY_MS = 10_000;

/** Runs the bot as a process beside the local Slack, keeps its data, and takes part in moving time for it. */
export class Keeper implements BotPort, Subject {
  readonly #world: World;
  readonly #database: pg.Pool;
  readonly #databaseUrl: string;
  readonly #waiting = new Map<number, (answer: Answer | null) => void>();
  #child: ChildProcess | undefined;
  #up = false;
  #address: string | null = null;
  #asked = 0;

  constructor(world: World, database: pg.Pool, databaseUrl: string) {
    this.#world = world;
    this.#database = database;
    this.#databaseUrl = databaseUrl;
  }

  get address(): string | null {
    return this.#address;
  }

  get installUrl(): string {
    return new URL(INSTALL_PATH, this.#world.baseUrl).href;
  }

  async report(): Promise<BotReport> {
    return { running: this.#up, messages: await reportOf(this.#database) };
  }

  why(keys: readonly string[]): Promise<Record<string, string[]>> {
    return whyOf(this.#database, keys);
  }

  /** Resolves when Slack reaches the bot. @throws Error where the process ends before that */
  async start(): Promise<void> {
    if (this.#child !== undefined) return;
    const child = fork(SCRIPT, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
      env: this.#environment(),
    });
    this.#child = child;
    const up = new Promise<void>((resolve) => {
      child.on('message', (message: Answer) => {
        if ('up' in message) {
          this.#reach(`http://127.0.0.1:${message.port}`);
          this.#hint(message.hints);
          resolve();
        } else this.#waiting.get(message.id)?.(message);
      });
    });
    const gone = once(child, 'exit').then(([code, signal]) => {
      if (this.#child === child) this.#child = undefined;
      this.#up = false;
      this.#address = null;
      for (const settle of this.#waiting.values()) settle(null);
      this.#world.changes.touch();
      return `the bot's process ended with ${code ?? signal}`;
    });
    const early = await Promise.race([up, gone]);
    if (early !== undefined) throw new Error(early);
    this.#up = true;
    await this.#introduce();
    this.#world.changes.touch();
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Ends the process and waits for it; whoever does not come to an end is killed. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => void this.kill(), KINDLY_MS);
    await this.#end('SIGTERM');
    clearTimeout(timer);
  }

  save(): Promise<unknown> {
    return dump(this.#database);
  }

  load(data: unknown): Promise<void> {
    return restore(this.#database, data);
  }

  async nextDue(): Promise<Date | null> {
    const answer = await this.#ask('next');
    return answer !== null && 'due' in answer && answer.due !== null ? new Date(answer.due) : null;
  }

  async run(): Promise<void> {
    await this.#ask('run');
  }

  /** Null: the bot is down, or went down before it had answered. */
  async #ask(ask: Question['ask']): Promise<Answer | null> {
    const child = this.#child;
    if (child === undefined || !this.#up) return null;
    this.#asked += 1;
    const id = this.#asked;
    const answered = new Promise<Answer | null>((resolve) => this.#waiting.set(id, resolve));
    const question: Question = { id, ask, now: this.#world.clock.now().toISOString() };
    child.send(question, (error) => error && this.#waiting.get(id)?.(null));
    try {
      return await answered;
    } finally {
      this.#waiting.delete(id);
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** Many workspaces over HTTP, each by OAuth: so people of other organisations can install the bot from the page. */
  #environment(): NodeJS.ProcessEnv {
    const { apps, baseUrl, clock } = this.#world;
    const [app] = apps.values();
    const key = createHash('sha256').update(`what the bot keeps ${app?.clientSecret}`).digest('base64');
    return {
      ...process.env,
      SLACK_MODE: 'http',
      SLACK_CLIENT_ID: app?.clientId,
      SLACK_CLIENT_SECRET: app?.clientSecret,
      SLACK_SIGNING_SECRET: app?.signingSecret,
      SLACK_STATE_SECRET: secretFor(`state ${app?.id}`),
      // The same for every start, so that a saved world can be read again.
      TOKEN_ENCRYPTION_KEY: key,
      SLACK_API_URL: `${baseUrl}/api/`,
      PUBLIC_URL: baseUrl,
      DATABASE_URL: this.#databaseUrl,
      PORT: '0',
      SANDBOX_NOW: clock.now().toISOString(),
    };
  }

  /** From now on Slack reaches the bot there. */
  #reach(address: string): void {
    this.#address = address;
    const url = new URL(EVENTS_PATH, address).href;
    for (const app of this.#world.apps.values()) {
      app.transport = 'http';
      app.requestUrls = { events: url, interactivity: url, commands: url };
    }
  }

  /** Installs the bot, as a browser would, wherever the world says that it is and it does not know. */
  async #introduce(): Promise<void> {
    const known = await installedIn(this.#database);
    const there = this.#world.installations.filter(({ revoked }) => !revoked);
    for (const { teamId } of there) if (!known.includes(teamId)) await installBy(this.installUrl, teamId);
  }

  #hint(hints: readonly { readonly usage: string; readonly about: string }[]): void {
    for (const app of this.#world.apps.values()) app.commands = app.commands.map((it) => ({ ...it, hints }));
  }
}
