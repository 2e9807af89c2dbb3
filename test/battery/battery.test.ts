/** The battery's short form: every case that means something in seconds. `npm run battery` plays them all, in full. */
import { expect, test } from '@jest/globals';
import { ADMIN_URL } from '../support/server.ts';
import { kills } from './kills.ts';
import { outages } from './outages.ts';
import { payloads } from './payloads.ts';
import { repeats } from './repeats.ts';
import type { Case, Line } from './report.ts';
import { storms } from './storms.ts';

const adminUrl = process.env[ADMIN_URL] ?? '';

async function play(one: Case): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of one({ adminUrl, full: false, size: {}, say: () => {} })) lines.push(line);
  return lines;
}

test.each<[string, Case]>([
  ['processes are killed at every point', kills],
  ['connections to the database are ended', outages],
  ['Slack is in a storm', storms],
  ['events come four times', repeats],
  ['payloads are bent, huge and deep', payloads],
])(
  '%s: nothing is lost and nothing is seen twice',
  async (_name, one) => {
    const lines = await play(one);
    expect(lines.length).toBeGreaterThan(0);
    // How quick it is depends on what else the machine does; the battery's own run judges that.
    for (const { case: name, lost, doubled, crashed = false } of lines) {
      expect({ name, lost, doubled, crashed }).toEqual({ name, lost: 0, doubled: 0, crashed: false });
    }
  },
  300_000,
);
