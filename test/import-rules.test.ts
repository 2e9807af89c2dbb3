import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['src', 'sandbox', 'test', 'bench', 'prisma'];

/** A violation of each rule: who imports what. Each importer is a file of its own; whatever it imports exists. */
const PLANTED: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'kernel-is-a-leaf': ['src/kernel/a.ts', 'src/db/client.ts'],
  'db-stands-on-what-is-below': ['src/db/a.ts', 'src/slack/blocks.ts'],
  'queue-stands-on-what-is-below': ['src/queue/a.ts', 'src/outbox/outbox.ts'],
  'slack-stands-on-what-is-below': ['src/slack/a.ts', 'src/queue/queue.ts'],
  'outbox-stands-on-what-is-below': ['src/outbox/a.ts', 'src/features/apples/index.ts'],
  'shell-stands-on-what-is-below': ['src/shell/a.ts', 'src/app.ts'],
  'contract-names-the-layers-below': ['src/feature.ts', 'src/features/apples/domain.ts'],
  'features-are-islands': ['src/features/pears/a.ts', 'src/features/apples/domain.ts'],
  'features-are-handed-things': ['src/features/pears/b.ts', 'src/config.ts'],
  'domain-is-pure': ['src/features/pears/domain.ts', 'src/features/pears/through.ts'],
  'domain-has-few-packages': ['src/features/pears/more-domain.ts', 'pino'],
  'views-are-pure': ['src/features/pears/views.ts', 'src/outbox/outbox.ts'],
  'views-do-not-query': ['src/features/pears/more-views.ts', 'src/features/pears/store.ts'],
  'only-stores-query': ['src/features/pears/c.ts', 'src/db/client.ts'],
  'stores-only-query': ['src/features/pears/more-store.ts', 'src/outbox/outbox.ts'],
  'only-two-layers-speak-to-postgres': ['src/outbox/b.ts', 'pg'],
  'features-never-call-slack': ['src/features/pears/d.ts', '@slack/web-api'],
  'no-test-code-in-src': ['src/shell/b.ts', 'test/support/database.ts'],
  'no-tools-at-run-time': ['src/shell/c.ts', 'fast-check'],
  'sandbox-stands-alone': ['sandbox/a.ts', 'src/app.ts'],
  'no-broken-imports': ['src/shell/d.ts', './nowhere.ts'],
  'no-circles': ['src/kernel/b.ts', 'src/kernel/c.ts'],
};

/** What a good project has: imported by the violations, and innocent itself. */
const INNOCENT: Readonly<Record<string, readonly string[]>> = {
  'src/kernel/ids.ts': ['zod'],
  'src/kernel/c.ts': ['src/kernel/b.ts'],
  'src/db/client.ts': ['src/kernel/ids.ts', 'pg'],
  'src/queue/queue.ts': ['src/db/client.ts', 'pg-boss'],
  'src/slack/blocks.ts': ['@slack/types'],
  'src/outbox/outbox.ts': ['src/slack/blocks.ts', 'src/feature.ts', '@slack/web-api'],
  'src/features/apples/domain.ts': ['src/kernel/ids.ts', 'temporal-polyfill'],
  'src/features/apples/store.ts': ['src/features/apples/domain.ts', 'src/db/client.ts'],
  'src/features/apples/views.ts': ['src/features/apples/domain.ts', 'src/slack/blocks.ts', 'src/feature.ts'],
  'src/features/apples/index.ts': [
    'src/features/apples/store.ts',
    'src/features/apples/views.ts',
    'src/outbox/outbox.ts',
    'src/feature.ts',
  ],
  'src/features/apples/index.test.ts': ['test/support/database.ts', 'src/db/client.ts', 'fast-check'],
  'src/features/pears/store.ts': ['src/db/client.ts'],
  'src/features/pears/through.ts': ['src/outbox/outbox.ts'],
  'src/config.ts': ['zod'],
  'src/app.ts': ['src/config.ts', 'src/features/apples/index.ts', 'src/queue/queue.ts'],
  'sandbox/start.ts': ['src/app.ts'],
  'test/support/database.ts': ['src/db/client.ts'],
};

interface Report {
  readonly modules: readonly { source: string }[];
  readonly summary: {
    readonly violations: readonly { from: string; rule: { name: string } }[];
    readonly totalCruised: number;
  };
}

/** Runs the command line tool, as `npm run check` does. */
function cruise(folder: string): Promise<Report> {
  const { promise, resolve, reject } = Promise.withResolvers<Report>();
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [
    program,
    '--config',
    join(root, '.dependency-cruiser.cjs'),
    '--output-type',
    'json',
    ...FOLDERS.filter((name) => existsSync(join(folder, name))),
  ];
  execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
    if (stdout) resolve(JSON.parse(stdout));
    else reject(new Error(stderr, { cause: error }));
  });
  return promise;
}

const project = mkdtempSync(join(tmpdir(), 'entente-rules-'));
afterAll(() => rmSync(project, { recursive: true }));
for (const folder of FOLDERS) mkdirSync(join(project, folder));
cpSync(join(root, 'package.json'), join(project, 'package.json'));
symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
for (const [from, targets] of [
  ...Object.entries(INNOCENT),
  ...Object.values(PLANTED).map(([from, to]) => [from, [to]] as const),
]) {
  const up = '../'.repeat(from.split('/').length - 1);
  const specifier = (to: string) => (/^(src|test)\//.test(to) ? up + to : to);
  mkdirSync(dirname(join(project, from)), { recursive: true });
  writeFileSync(join(project, from), targets.map((to) => `import '${specifier(to)}';\n`).join(''));
}
const report = await cruise(project);

const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

test('a violation is planted of each rule', () => {
  expect(Object.keys(PLANTED).toSorted()).toEqual(
    forbidden.map(({ name }: { name: string }) => name).toSorted(),
  );
});

test.each(Object.entries(PLANTED))('a violation of %s is caught by that rule', (name, [from]) => {
  const caught = report.summary.violations.filter((violation) => violation.rule.name === name);
  expect(caught.map((violation) => violation.from)).toContain(from);
});

test('what keeps to the rules is left in peace', () => {
  const accused = new Set(report.summary.violations.map(({ from }) => from));
  accused.delete('src/kernel/c.ts'); // the other half of the circle
  expect(Object.keys(INNOCENT).filter((path) => accused.has(path))).toEqual([]);
});

test('the tool sees our modules: it says the same of no modules at all, which means nothing', async () => {
  const { summary, modules } = await cruise(root);
  expect(summary.totalCruised).toBeGreaterThan(50);
  expect(modules.map(({ source }) => source)).toContain('src/db/client.ts');
});

test('the contract holds nothing but types', () => {
  const code = stripTypeScriptTypes(readFileSync(join(root, 'src/feature.ts'), 'utf8'));
  expect(code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim()).toBe('');
});
