import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { lastOf, listForm, readDockerfile } from './dockerfile.ts';

// What can be said of the image without building it. `npm run check:container` does its steps in an empty folder.

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const packageJson = JSON.parse(read('package.json'));
const stages = readDockerfile(read('Dockerfile'));
const image = stages.at(-1);
if (!image) throw new Error('there is no stage');

test('every stage stands on the same Node, pinned to the one that the tests run on', () => {
  const [, pinned = ''] = /^node:([\d.]+)-bookworm-slim$/.exec(stages[0]?.image ?? '') ?? [];
  expect(new Set(stages.map((stage) => stage.image)).size).toBe(1);
  expect(packageJson.devDependencies.node.startsWith(`${pinned}.`)).toBe(true);
});

test('the image holds production packages, is run by a user without rights, and answers for its health', () => {
  const runs = image.steps.filter(({ word }) => word === 'RUN').map(({ rest }) => rest);
  expect(runs).toEqual(['mkdir -p node_modules/.cache && chown node:node node_modules/.cache']); // and nothing is installed
  expect(lastOf(image, 'USER')).toBe('node');
  expect(lastOf(image, 'ENV')).toBe('NODE_ENV=production');
  expect(image.steps.findIndex(({ word }) => word === 'USER')).toBeGreaterThan(
    image.steps.findLastIndex(({ word }) => word === 'COPY'),
  );
  expect(listForm(lastOf(image, 'CMD') ?? '')).toEqual(['node', 'src/main.ts']);
  expect(listForm(lastOf(image, 'HEALTHCHECK') ?? '').join(' ')).toContain('/healthz');
  const from = /--from=(\S+) \/app\/node_modules/.exec(image.steps.map(({ rest }) => rest).join('\n'))?.[1];
  const packages = stages.find(({ name }) => name === from);
  expect(lastOf(packages ?? image, 'RUN')).toContain('npm ci --omit=dev --ignore-scripts');
});

test('every step is of the few that are known, nothing is fetched, and what is copied is there', () => {
  const known = ['WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD'];
  const names = stages.map(({ name }) => name);
  const ignored = read('.dockerignore').split('\n').filter(Boolean);
  for (const { word, rest } of stages.flatMap(({ steps }) => steps)) {
    expect(known).toContain(word);
    expect(`${word} ${rest}`).not.toMatch(/curl|wget|sudo|apt-get|https?:\/\/(?!127\.0\.0\.1)|TOKEN|SECRET/);
    if (word !== 'COPY') continue;
    const [, stage, paths = ''] = /^(?:--from=(\S+) )?(.*)$/.exec(rest) ?? [];
    if (stage) expect(names).toContain(stage);
    else
      for (const path of paths.split(' ').slice(0, -1)) {
        expect(existsSync(new URL(`../../${path}`, import.meta.url))).toBe(true);
        expect(ignored).not.toContain(path);
      }
  }
  for (const secret of ['.env', '.data', '.git']) expect(ignored).toContain(secret);
});

test('compose: the bot waits for a healthy PostgreSQL 18, whose data lie in a volume, and no password is written down', () => {
  const { services, volumes } = parse(read('compose.yaml'));
  expect(services.postgres.image).toMatch(/^postgres:18(\.|-)/);
  expect(services.entente.depends_on.postgres.condition).toBe('service_healthy');
  expect(services.postgres.volumes).toEqual(['postgres:/var/lib/postgresql']);
  expect(Object.keys(volumes)).toEqual(['postgres']);
  expect(read('compose.yaml').match(/PASSWORD[^}\n]*/g)).toEqual(
    Array.from({ length: 2 }, () =>
      expect.stringMatching(/^PASSWORD(: \$\{POSTGRES_PASSWORD)?:\?set it in \.env/),
    ),
  );
});
