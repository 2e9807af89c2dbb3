import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { query } from '../../prisma/scratch.ts';
import { startEmbedded } from './embedded.ts';

const base = join(tmpdir(), `entente-embedded-${process.pid}`);
mkdirSync(base, { mode: 0o755 });
afterAll(() => rmSync(base, { recursive: true, force: true }));

const asRoot = process.getuid?.() === 0;
const pidFile = (dataDir: string) => join(dataDir, 'postgres', 'postmaster.pid');

async function inProcess(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const program = new URL('../../test/support/embedded-process.ts', import.meta.url);
  const child = fork(program, [dataDir], { execArgv: [] });
  const [url] = await once(child, 'message');
  return { child, url };
}

async function stop(child: ChildProcess): Promise<void> {
  child.send('stop');
  await once(child, 'exit');
}

test('processes that start together share one server, and the last to stop takes it down', async () => {
  const dataDir = join(base, 'shared');
  const [one, two, three] = await Promise.all([inProcess(dataDir), inProcess(dataDir), inProcess(dataDir)]);
  await query(one.url, 'CREATE TABLE trial (id int)', 'INSERT INTO trial VALUES (1)');
  await stop(one.child);
  expect(await query(two.url, 'SELECT id FROM trial')).toEqual([{ id: 1 }]);
  await Promise.all([stop(two.child), stop(three.child)]);
  expect(existsSync(pidFile(dataDir))).toBe(false);
});

test('a process that is killed leaves the server running, and the next one takes it over', async () => {
  const dataDir = join(base, 'shared');
  const { child, url } = await inProcess(dataDir);
  const before = readFileSync(pidFile(dataDir), 'utf8').split('\n')[0];
  child.kill('SIGKILL');
  await once(child, 'exit');

  const next = await startEmbedded({ dataDir, fsync: false });
  expect(next.connectionString).toBe(url);
  expect(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0]).toBe(before);
  expect(await query(url, 'SELECT id FROM trial')).toEqual([{ id: 1 }]);
  await next.stop();
  await next.stop(); // twice is once
  expect(existsSync(pidFile(dataDir))).toBe(false);

  // A machine that went down leaves the file behind, and its number may by now be another program's: ours.
  writeFileSync(pidFile(dataDir), `${process.pid}\n${join(dataDir, 'postgres')}\n0\n5432\n\n\n\nready\n`);
  const afterwards = await startEmbedded({ dataDir, fsync: false });
  expect(await query(url, 'SELECT id FROM trial')).toEqual([{ id: 1 }]);
  await afterwards.stop();
});

test('a server that dies is started again', async () => {
  const dataDir = join(base, 'shared');
  const server = await startEmbedded({ dataDir, fsync: false });
  process.kill(Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0]), 'SIGKILL');
  const deadline = Date.now() + 20_000;
  const answers = () => query(server.connectionString, 'SELECT 1 AS one').catch(() => undefined);
  while (!(await answers()) && Date.now() < deadline) await new Promise((resume) => setTimeout(resume, 50));
  expect(await answers()).toEqual([{ one: 1 }]);
  await server.stop();
  expect(existsSync(pidFile(dataDir))).toBe(false);
});

test('a path that is too long for a socket is no hindrance, nor is one with odd characters', async () => {
  const dataDir = join(base, `it's odd & ${'long-'.repeat(20)}`);
  const server = await startEmbedded({ dataDir, fsync: false });
  expect(await query(server.connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  const run = new URL(server.connectionString).searchParams.get('host') ?? '';
  await server.stop();
  rmSync(run, { recursive: true });
});

test('a path that a shell would act on is refused', async () => {
  await expect(startEmbedded({ dataDir: join(base, 'a$(b)') })).rejects.toThrow('cannot live in a folder');
});

test('without sockets it listens on this machine only, and asks for a password', async () => {
  const dataDir = join(base, 'loopback');
  const server = await startEmbedded({ dataDir, fsync: false, loopback: true });
  expect(await query(server.connectionString, 'SHOW listen_addresses')).toEqual([
    { listen_addresses: '127.0.0.1' },
  ]);
  const wrong = new URL(server.connectionString);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  await server.stop();
});

test('data of another version is refused with a sentence', async () => {
  const data = join(base, 'old', 'postgres');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'PG_VERSION'), '14\n');
  await expect(startEmbedded({ dataDir: join(base, 'old') })).rejects.toThrow('holds data of Postgres 14');
});

(asRoot ? test : test.skip)(
  'below a home that others cannot enter, root keeps the data elsewhere',
  async () => {
    const home = join(base, 'home');
    mkdirSync(home, { mode: 0o700 });
    const dataDir = join(home, 'data');
    const server = await startEmbedded({ dataDir, fsync: false });
    const elsewhere = readFileSync(join(dataDir, 'postgres-lives-elsewhere.txt'), 'utf8').trim();
    try {
      expect(await query(server.connectionString, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(existsSync(join(elsewhere, 'postgres', 'PG_VERSION'))).toBe(true);
    } finally {
      await server.stop();
      rmSync(elsewhere, { recursive: true, force: true });
      if (readdirSync(dirname(elsewhere)).length === 0) rmdirSync(dirname(elsewhere));
    }
  },
);
