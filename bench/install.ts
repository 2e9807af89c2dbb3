/** How long `npm ci` takes and what it leaves on the disk, beside a project that needs Bolt alone. Needs the network. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report, rounded, seconds } from './report.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Installed {
  readonly seconds: number;
  readonly mb: number;
}

/** Prints one line. What npm has fetched before comes from its cache, for both: the first pass of each is not counted. */
export async function benchInstall(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'entente-install-'));
  try {
    const own = join(ROOT, 'package.json');
    const { dependencies } = JSON.parse(readFileSync(own, 'utf8'));
    const bolt = { dependencies: { '@slack/bolt': dependencies['@slack/bolt'] }, private: true };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(bolt));
    npm(folder, 'install');
    const bare = await installed(folder);
    for (const name of ['package.json', 'package-lock.json'])
      copyFileSync(join(ROOT, name), join(folder, name));
    const running = await installed(folder, '--omit=dev');
    const building = await installed(folder);
    report({
      case: 'install: npm ci, from the cache of npm, without install scripts',
      seconds: rounded(running.seconds),
      mb: rounded(running.mb),
      seconds_with_development: rounded(building.seconds),
      mb_with_development: rounded(building.mb),
      bare_seconds: rounded(bare.seconds),
      bare_mb: rounded(bare.mb),
      seconds_ratio: rounded(running.seconds / bare.seconds),
      mb_ratio: rounded(running.mb / bare.mb),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function installed(folder: string, ...options: string[]): Promise<Installed> {
  npm(folder, 'ci', ...options); // fills the cache
  const taken = await seconds(async () => npm(folder, 'ci', ...options));
  const kb = execFileSync('du', ['-sk', join(folder, 'node_modules')], { encoding: 'utf8' }).split('\t')[0];
  return { seconds: taken, mb: Number(kb) / 1024 };
}

function npm(folder: string, ...words: string[]): void {
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  execFileSync('npm', [...words, ...options], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
