/** From the start of a process to its first acknowledgement, and what it occupies when idle: beside a bare Bolt app. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { clickBody, SECRET, signed } from './click-world.ts';
import { benchDatabase } from './database.ts';
import { median, report, rounded } from './report.ts';
import { slackStub } from './slack-stub.ts';

const RUNS = 5;
const PATIENCE_MS = 60_000;
const IDLE_MS = 4_000;
const GOAL_MORE_SECONDS = 2;
const GOAL_MEMORY_RATIO = 2;

interface Started {
  readonly seconds: number;
  readonly rssMb: number;
}

/** Prints one line: medians of interleaved starts. The database is up and migrated, as where there is one already. */
export async function benchStart(): Promise<void> {
  const bench = await benchDatabase(2);
  const slack = await slackStub();
  const env = {
    DATABASE_URL: bench.connectionString,
    SLACK_MODE: 'http',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_API_URL: slack.apiUrl,
    LOG_LEVEL: 'warn',
  };
  const ours: Started[] = [];
  const web: Started[] = [];
  const bare: Started[] = [];
  try {
    for (let run = 0; run < RUNS; run += 1) {
      bare.push(await started('./bare-app.ts', {}));
      ours.push(await started('../src/main.ts', env));
      web.push(await started('../src/main.ts', { ...env, ROLE: 'web' }));
    }
  } finally {
    slack.close();
    await bench.remove();
  }
  const of = (runs: readonly Started[], what: keyof Started) => median(runs.map((one) => one[what]));
  const more = of(ours, 'seconds') - of(bare, 'seconds');
  const ratio = of(ours, 'rssMb') / of(bare, 'rssMb');
  report({
    case: 'start: to the first acknowledgement, and idle memory',
    seconds: rounded(of(ours, 'seconds')),
    bare_seconds: rounded(of(bare, 'seconds')),
    seconds_more: rounded(more),
    goal_seconds_more: GOAL_MORE_SECONDS,
    rss_mb: rounded(of(ours, 'rssMb')),
    rss_mb_role_web: rounded(of(web, 'rssMb')),
    bare_rss_mb: rounded(of(bare, 'rssMb')),
    rss_ratio: rounded(ratio),
    goal_rss_ratio: GOAL_MEMORY_RATIO,
    runs: RUNS,
    met: more <= GOAL_MORE_SECONDS && ratio <= GOAL_MEMORY_RATIO,
  });
}

async function started(script: string, env: Readonly<Record<string, string>>): Promise<Started> {
  const port = await freePort();
  const file = fileURLToPath(new URL(script, import.meta.url));
  const began = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    while (!(await acknowledges(port))) {
      if (performance.now() - began > PATIENCE_MS || child.exitCode !== null)
        throw new Error(`${script} acknowledges nothing`);
      await pause(20);
    }
    const seconds = (performance.now() - began) / 1000;
    await pause(IDLE_MS);
    const kb = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' }));
    return { seconds, rssMb: kb / 1024 };
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await Promise.race([once(child, 'exit'), pause(PATIENCE_MS)]);
  }
}

async function acknowledges(port: number): Promise<boolean> {
  const press = { userId: 'U1', itemId: crypto.randomUUID(), choice: 'done' };
  const body = clickBody(press, 1, 'http://127.0.0.1:9/told');
  const { 'content-length': _, ...headers } = signed(body);
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false; // does not listen yet
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
