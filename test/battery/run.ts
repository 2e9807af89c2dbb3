/**
 * `npm run battery [case …] [--short] [--results] [--NAME=number …]`: every case, or those named, a JSON line each.
 * `--results` writes what was printed into RESULTS.md; `--minutes=5` and the like size the run.
 */
import { startScratch } from '../../prisma/scratch.ts';
import { clocks } from './clocks.ts';
import { kills } from './kills.ts';
import { outages } from './outages.ts';
import { payloads } from './payloads.ts';
import { repeats } from './repeats.ts';
import type { Case, Line } from './report.ts';
import { writeResults } from './results.ts';
import { soak } from './soak.ts';
import { storms } from './storms.ts';
import { year } from './year.ts';

const CASES: Readonly<Record<string, Case>> = {
  kills,
  outages,
  storms,
  repeats,
  payloads,
  clocks,
  year,
  soak,
};

const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith('--'));
const unknown = wanted.filter((name) => !(name in CASES));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}. There are: ${Object.keys(CASES).join(', ')}.\n`);
  process.exit(2);
}
const size = Object.fromEntries(
  words.flatMap((word) => {
    const [, name, number] = /^--([a-z]+)=([\d.]+)$/.exec(word) ?? [];
    return name ? [[name, Number(number)]] : [];
  }),
);

const lines: Line[] = [];
const server = await startScratch('battery');
try {
  const full = !words.includes('--short');
  for (const [name, play] of Object.entries(CASES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const say = (progress: string) =>
      process.stderr.write(`${new Date().toISOString()} ${name}: ${progress}\n`);
    for await (const line of play({ adminUrl: server.adminUrl, full, size, say })) {
      lines.push(line);
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  }
} finally {
  await server.remove();
}
if (words.includes('--results')) await writeResults(lines, words);
if (lines.some(({ met }) => !met)) process.exitCode = 1;
