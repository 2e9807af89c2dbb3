/** Starts the bot as a process that can be killed at any moment. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Example } from '../../sandbox/example.ts';

export interface BotProcess {
  readonly port: number;
  /** `kill -9`: no chance to tidy up. Resolves when it is gone. */
  kill(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('bot-process.ts', import.meta.url));

/** Compiled once: half of what a start takes, and there are many. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/entente-compiled', import.meta.url));

/** Resolves when the process listens. It takes the local Slack's time as it is now, and keeps it. */
export async function startBotProcess(
  slack: Example,
  databaseUrl: string,
  { apiUrl = slack.apiUrl }: { readonly apiUrl?: string } = {},
): Promise<BotProcess> {
  const child: ChildProcess = fork(SCRIPT, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
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
    },
  });
  const [port] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the bot's process ended at once, with ${code}`);
    }),
  ])) as [number];
  return {
    port,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
