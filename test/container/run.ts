/**
 * `npm run check:container`: what the Dockerfile does, step by step, where there is no container engine. Its stages are
 * folders, its commands run in them, and what the last one holds is started as it says, by a user without rights, on the
 * local Slack: it is healthy, hears a command, writes an answer, and ends when told. Needs the package registry.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { databaseUrl, query, startScratch } from '../../prisma/scratch.ts';
import { startExample } from '../../sandbox/example.ts';
import { lastOf, listForm, readDockerfile, type Stage } from './dockerfile.ts';

const run = promisify(execFile);
const ROOT = new URL('../..', import.meta.url).pathname;
/** `nobody`, where this runs as root; else whoever runs it has no rights to give up. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
/** Whom the image calls `node`. */
const OWNER = `${NOBODY.uid ?? process.getuid?.()}:${NOBODY.gid ?? process.getgid?.()}`;
const PATIENCE_MS = 60_000;

const base = mkdtempSync(join(tmpdir(), 'entente-container-'));
await run('chmod', ['755', base]);
const say = (line: string) => void process.stdout.write(`${line}\n`);
const runtime = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);

const stages = readDockerfile(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const image = stages.at(-1);
if (!image) throw new Error('The Dockerfile has no stage');
const folderOf = (stage: Stage) => join(base, stage.name ?? 'image');
for (const stage of stages) await build(stage);
const { stdout: size } = await run('du', ['-sm', folderOf(image)]);
say(`the image holds ${Number.parseInt(size, 10)} MB beside the Node that it stands on (${image.image})`);

const scratch = await startScratch('container');
const slack = await startExample({ transport: 'http' });
let child: ChildProcess | undefined;
try {
  await live();
  say('fine: it was built, healthy, spoken to, and stopped');
} finally {
  child?.kill('SIGKILL');
  await slack.close();
  await scratch.remove();
  rmSync(base, { recursive: true, force: true });
}

/** Does a stage's steps in a folder that stands for its `/app`. */
async function build(stage: Stage): Promise<void> {
  const folder = folderOf(stage);
  mkdirSync(folder);
  for (const { word, rest } of stage.steps) {
    if (word === 'COPY') {
      const [, from, paths = ''] = /^(?:--from=(\S+) )?(.*)$/.exec(rest) ?? [];
      const parts = paths.split(' ');
      const source = from ? join(base, from) : ROOT;
      for (const part of parts.slice(0, -1)) {
        const path = part.replace(/^\/app\//, '');
        cpSync(join(source, path), join(folder, path), {
          recursive: true,
          verbatimSymlinks: true,
          filter: isWanted,
        });
      }
    }
    if (word !== 'RUN') continue;
    say(`${stage.name ?? 'image'}: ${rest.slice(0, 80)}`);
    await run('sh', ['-c', rest.replaceAll('node:node', OWNER)], { cwd: folder, maxBuffer: 1 << 26 });
  }
}

/** What is generated is made anew by the steps, not taken from here. */
function isWanted(path: string): boolean {
  return !path.startsWith(join(ROOT, 'src/db/generated'));
}

async function live(): Promise<void> {
  if (!image) return;
  await query(scratch.adminUrl, 'CREATE DATABASE container');
  const port = await freePort();
  const env = {
    PATH: runtime,
    ...Object.fromEntries([(lastOf(image, 'ENV') ?? '').split('=')]),
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: await overTcp(databaseUrl(scratch.adminUrl, 'container')),
    PORT: String(port),
  };
  const [command = '', ...words] = listForm(lastOf(image, 'CMD') ?? '');
  const started = performance.now();
  const running = spawn(command, words, {
    cwd: folderOf(image),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...NOBODY,
  });
  child = running;
  running.stdout.resume();
  const ended = once(running, 'exit').then(([code]) => code as number | null);

  const [check = '', ...how] = listForm(lastOf(image, 'HEALTHCHECK') ?? '');
  const isHealthy = () =>
    run(check, how, { env }).then(
      () => true,
      () => false,
    );
  await waitFor(isHealthy, () => running.exitCode !== null);
  say(`healthy after ${((performance.now() - started) / 1000).toFixed(1)} s`);

  slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  const { ok } = await slack.driver.slash('Ana', '#flood-alliance', '/alliance', 'help');
  if (!ok) throw new Error('It did not answer a command');
  await slack.driver.say('Ana', '#flood-alliance', '@Entente members');
  const answers = () =>
    slack.driver.screen('Ana').dms.flatMap(({ messages }) => messages.filter(({ isApp }) => isApp));
  await waitFor(
    async () => answers().length > 0,
    () => running.exitCode !== null,
  );
  say('it answered a command, and wrote a direct message');

  running.kill('SIGTERM');
  const code = await ended;
  if (code !== 0) throw new Error(`It ended with ${code} when it was told to stop`);
  if (readdirSync(join(folderOf(image), 'node_modules/.cache/entente-start')).length === 0)
    throw new Error('It did not keep what it has compiled');
  if (await isHealthy()) throw new Error('The health check says that it lives when it does not');
}

async function waitFor(holds: () => Promise<boolean>, isOver: () => boolean): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (isOver()) throw new Error('It ended by itself');
    if (performance.now() > until) throw new Error('It took too long');
    await new Promise((resume) => setTimeout(resume, 250));
  }
}

/** The embedded server is in a folder that nobody else may enter; an image reaches its database over the network. */
async function overTcp(url: string): Promise<string> {
  const folder = new URL(url).searchParams.get('host');
  if (!folder) return url;
  const path = join(folder, '.s.PGSQL.5432');
  const server = createServer((here) => {
    const there = connect(path);
    here.pipe(there).pipe(here);
    for (const [one, other] of [
      [here, there],
      [there, here],
    ] as const)
      one.on('error', () => other.destroy());
  }).listen(0, '127.0.0.1');
  server.unref();
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { username, pathname } = new URL(url);
  return `postgresql://${username}@127.0.0.1:${port}${pathname}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
