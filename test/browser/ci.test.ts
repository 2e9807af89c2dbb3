import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

// What continuous integration does about a browser, with stand-ins for all that it calls.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'entente-ci-'));
  for (const tool of ['bash', 'dirname', 'timeout'])
    symlinkSync(
      spawnSync('bash', ['-c', `command -v ${tool}`])
        .stdout.toString()
        .trim(),
      join(folder, tool),
    );
  standIn('npm');
  standIn('id', 'echo 0');
});
afterEach(() => rmSync(folder, { recursive: true }));

const log = () => join(folder, 'log');
/** A program that notes how it was called, and does no more than it is told. */
function standIn(name: string, does = 'true'): void {
  const script = `#!${join(folder, 'bash')}\necho "${name} $*" >> ${log()}\n${does}\n`;
  writeFileSync(join(folder, name), script, { mode: 0o755 });
}
function run() {
  const { status } = spawnSync(join(folder, 'bash'), ['.ci/run'], { env: { PATH: folder } });
  const all = readFileSync(log(), 'utf8').trim().split('\n');
  return { status, called: all.filter((it) => !it.startsWith('id ')) };
}
const CHECKS = ['npm ci', 'npm test', 'npm run check', 'npm audit --omit=dev --audit-level=high --json'];

test('a machine with a browser installs none', () => {
  standIn('chromium');
  standIn('apt-get');
  expect(run()).toEqual({ status: 0, called: CHECKS });
});

test('a machine without one installs it, without asking', () => {
  standIn('apt-get');
  const { status, called } = run();
  expect(status).toBe(0);
  expect(called[0]).toMatch(/^apt-get .*update/);
  expect(called[1]).toMatch(/^apt-get .*install .*-y.* chromium$/);
  expect(called.slice(2)).toEqual(CHECKS);
});

test('where it cannot be installed, everything else runs all the same', () => {
  standIn('apt-get', 'exit 100');
  expect(run()).toMatchObject({ status: 0, called: expect.arrayContaining(CHECKS) });
  rmSync(join(folder, 'apt-get'));
  rmSync(log());
  expect(run()).toEqual({ status: 0, called: CHECKS });
});

test('somebody who is not root is not asked for a password', () => {
  standIn('apt-get');
  standIn('id', 'echo 1000');
  expect(run()).toEqual({ status: 0, called: CHECKS });
});

test('a failing test fails it all', () => {
  standIn('chromium');
  standIn('npm', '[ "$1" != test ]');
  expect(run()).toEqual({ status: 1, called: ['npm ci', 'npm test'] });
});
