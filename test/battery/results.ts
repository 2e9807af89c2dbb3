/** The printed lines of a real run, with what they were printed on. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Line } from './report.ts';

const FILE = fileURLToPath(new URL('RESULTS.md', import.meta.url));
const BEGIN = '<!-- runs -->';

/** Puts a run at the top of RESULTS.md, above those before it. */
export async function writeResults(lines: readonly Line[], options: readonly string[]): Promise<void> {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${gigabytes} GiB`;
  const rows = lines.map(
    ({ case: name, tried, lost, doubled, worst_recovery_s: recovery, met }) =>
      `| ${[name, tried, lost, doubled, recovery ?? '–', met ? 'yes' : '**no**'].join(' | ')} |`,
  );
  const run = [
    `## ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit}`,
    '',
    `\`npm run battery -- ${options.join(' ')}\` on ${machine}, Node ${process.version}.`,
    '',
    '| case | tried | lost | doubled | worst recovery (s) | met |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '```json',
    ...lines.map((line) => JSON.stringify(line)),
    '```',
  ].join('\n');
  const [head = '', before = ''] = readFileSync(FILE, 'utf8').split(BEGIN);
  writeFileSync(FILE, `${head}${BEGIN}\n\n${run}\n${before}`);
}
