/** Starts the bot as a process that can be killed at any moment. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Example } from '../../sandbox/example.ts';

export interface BotProcess {
  readonly port: number;
  readonly pid: number;
  /** `kill -9`: no chance to tidy up. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM: it finishes what it has begun, and goes; its exit code. */
  end(): Promise<number | null>;
  /** Sets its clock, which stands still otherwise. */
  setTime(to: Date): void;
  /** Whether it runs. */
  lives(): boolean;
}

export interface BotProcessOptions {
  /** Where it finds Slack; the local Slack itself unless told. */
  readonly apiUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Modules that are loaded before the bot. */
  readonly preload?: readonly string[];
}

const SCRIPT = fileURLToPath(new URL('bot-process.ts', import.meta.url));

/** Compiled once: half of what a start takes, and there are many. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/entente-compiled', import.meta.url));

/** Resolves when the process listens. It takes the local Slack's time as it is now, and keeps it. */
export async function startBotProcess(
  slack: Example,
  databaseUrl: string,
  { apiUrl = slack.apiUrl, env = {}, preload = [] }: BotProcessOptions = {},
): Promise<BotProcess> {
  const child: ChildProcess = fork(SCRIPT, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: preload.flatMap((path) => ['--import', path]),
    env: {
      ...process.env,
      SLACK_MODE: 'http',
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: apiUrl,
      DATABASE_URL: databaseUrl,
      PORT: '0',
      NODE_COMPILE_CACHE: COMPILED,
      TEST_NOW: slack.world.clock.now().toISOString(),
      ...env,
    },
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const [port] = (await Promise.race([
    once(child, 'message'),
    exited.then((code) => {
      throw new Error(`the bot's process ended at once, with ${code}`);
    }),
  ])) as [number];
  const lives = () => child.exitCode === null && child.signalCode === null;
  return {
    port,
    pid: child.pid ?? 0,
    async kill() {
      if (!lives()) return;
      child.kill('SIGKILL');
      await exited;
    },
    async end() {
      if (lives()) child.kill('SIGTERM');
      return exited;
    },
    setTime: (to) => void (lives() && child.send(to.toISOString())),
    lives,
  };
}
