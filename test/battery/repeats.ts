/** Events that come four times each, shuffled and at the same time, to two processes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { atATime } from '../support/at-a-time.ts';
import { until } from '../support/until.ts';
import { promises } from './promises.ts';
import { type CaseContext, type Line, percentile, rounded } from './report.ts';
import { shuffled } from './shuffle.ts';
import { setStage } from './stage.ts';
import { post } from './wire.ts';

const FULL = 10_000;
const SHORT = 60;
const TIMES = 4;
/** So many, a third of them in the workspace that has the app, that each may be answered at Slack's pace. */
const CROWD = 240;
const AT_A_TIME = 32;
/** Slack sends again what was not taken: at once, and twice more after a while. */
const WAITS_MS = [0, 0, 2_000, 10_000];
const PATIENCE_MS = 1_200_000;
/** One in so many is said in the channel, and answered privately. */
const IN_CHANNEL = 5;

export async function* repeats({ adminUrl, full, size, say }: CaseContext): AsyncGenerator<Line> {
  const count = size.events ?? (full ? FULL : SHORT);
  const stage = await setStage(adminUrl, { crowd: full ? CROWD : 60 });
  try {
    const { slack, db } = stage;
    const { world, driver, teams, signingSecret } = slack;
    const people = [...world.users.values()].filter(
      ({ teamId, isBot }) => teamId === teams.riverbank.id && !isBot,
    );
    // What is said is kept, and sent by hand.
    const events: string[] = [];
    const real = world.outbound;
    world.outbound = {
      event: async (_app, envelope) => {
        events.push(JSON.stringify(envelope));
        return { eventId: '', type: '', attempts: [], acked: true };
      },
      interaction: async () => ({ kind: 'failed', reason: 'connection_failed' }),
    };
    const speakers = new Map<string, string>();
    for (let n = 0; n < count; n += 1) {
      const { id = '' } = people[n % people.length] ?? {};
      const page = `${n}e`;
      speakers.set(page, id);
      if (n % IN_CHANNEL === 0) {
        await driver.say(id, '#flood-alliance', `@Entente I will send page ${page} to @dana by 30 January`);
      } else await promises(slack).say(id, page);
    }
    world.outbound = real;
    say(`${events.length} events`);

    const web = await Promise.all([0, 1].map(() => stage.start({ env: { ROLE: 'web' } })));
    // With the leases and pauses that it has on Slack: hurried ones are over before a busy machine has sent anything.
    const pace = full ? 'slack' : '';
    await stage.start({ env: { ROLE: 'worker', TEST_BEAT_MS: '1000', TEST_PACE: pace } });
    const copies = shuffled(
      events.flatMap((body) => Array.from({ length: TIMES }, () => body)),
      7,
    );
    const began = performance.now();
    const took: number[] = [];
    let [retried, refused] = [0, 0];
    await atATime(AT_A_TIME, copies, async (body, n) => {
      if (n % 4_000 === 3_999) say(`${n + 1} sent`);
      for (const [attempt, wait] of WAITS_MS.entries()) {
        await sleep(wait);
        const { port = 0 } = web[(n + attempt) % web.length] ?? {};
        const at = performance.now();
        const status = await post(
          port,
          { type: 'application/json', body },
          { secret: signingSecret, headers: attempt > 0 ? { 'x-slack-retry-num': String(attempt) } : {} },
        );
        took.push(performance.now() - at);
        if (status === 200) return;
        retried += 1;
      }
      refused += 1;
    });
    const taken = performance.now() - began;
    const seen = () => {
      const counts = new Map<string, number>();
      for (const { text, blocks, to } of world.posts()) {
        const page = /\bpage (\d+e)\b/.exec(`${text} ${JSON.stringify(blocks)}`)?.[1];
        if (page && speakers.get(page) === to) counts.set(page, (counts.get(page) ?? 0) + 1);
      }
      return counts;
    };
    const isQuiet = async () =>
      (await db.message.count({ where: { status: { in: ['pending', 'sending'] } } })) === 0;
    const sent = performance.now();
    await until(async () => seen().size === count && (await isQuiet()), PATIENCE_MS).catch(() => {});
    const counts = seen();
    const lost = count - counts.size;
    const doubled = [...counts.values()].filter((times) => times > 1).length;
    yield {
      case: 'each event four times, shuffled, concurrent',
      tried: count,
      lost,
      doubled,
      worst_recovery_s: null,
      met: lost === 0 && doubled === 0,
      requests: copies.length,
      at_a_time: AT_A_TIME,
      sent_again: retried,
      never_taken: refused,
      requests_per_second: rounded((copies.length / taken) * 1000),
      p99_ms: rounded(percentile(took, 0.99)),
      answered_after_s: rounded((performance.now() - sent) / 1000),
    };
  } finally {
    await stage.close();
  }
}
