import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

// What is installed is what was looked at: pinned, with checksums, and no script of a package runs that is not listed.

const read = (path: string) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
const { dependencies, devDependencies, overrides, allowScripts } = read('package.json');
interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}
const { packages, lockfileVersion } = read('package-lock.json') as {
  packages: Record<string, Locked>;
  lockfileVersion: number;
};
const locked = Object.entries(packages).filter(([path]) => path !== '');

test('every package is pinned, and the lockfile names the same', () => {
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect([name, packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
  }
  for (const version of Object.values(overrides)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
});

test('the lockfile is complete: each package with its version and a checksum', () => {
  expect(lockfileVersion).toBe(3);
  expect(locked.length).toBeGreaterThan(100);
  for (const [path, { version, integrity }] of locked)
    expect([path, version, integrity]).toEqual([
      path,
      expect.stringMatching(/^\d+\.\d+\.\d+/),
      expect.stringMatching(/^sha512-/),
    ]);
});

test('every package that brings an install script is listed, whether it may run or not, and no other is', () => {
  const withScript = locked
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(Object.keys(allowScripts).toSorted()).toEqual([...new Set(withScript)].toSorted());
});
