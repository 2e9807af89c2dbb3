/**
 * What nobody's Slack would send, signed as Slack signs: requests that were caught on their way are bent at random,
 * cut, made huge and deep. The bot may refuse it or shrug; it may not fall, and not grow.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { atATime } from '../support/at-a-time.ts';
import { memoryGauge, middle } from './gauges.ts';
import { BOT } from './promises.ts';
import { type CaseContext, type Line, percentile, rounded } from './report.ts';
import { seeded } from './shuffle.ts';
import { setStage } from './stage.ts';
import { bent, huge } from './strange.ts';
import { post, recorder, type WireRequest } from './wire.ts';

const FULL = { malformed: 10_000, huge: 1_000, minutes: 16 };
const SHORT = { malformed: 300, huge: 24, minutes: 0 };
const AT_A_TIME = 8;
const MINUTE = 60_000;
/** Before, a process still takes the room that it will keep. */
const WARM_MINUTES = 10;
const MOST_GROWTH = 1.1;
const PATIENCE_MS = 3_500;
/** An event that is not done by then is refused, so that Slack sends it again. */
const LATE_MS = 2_400;

export async function* payloads({ adminUrl, full, size, say }: CaseContext): AsyncGenerator<Line> {
  const counts = full ? FULL : SHORT;
  const malformed = size.payloads ?? counts.malformed;
  const large = size.payloads ? Math.ceil(size.payloads / 10) : counts.huge;
  // Spread over more than the ten minutes after which memory is not to grow.
  const minutes = size.minutes ?? (size.payloads ? 0 : counts.minutes);
  const stage = await setStage(adminUrl);
  try {
    const { slack } = stage;
    const bot = await stage.start({ env: { ROLE: 'web' } });
    const sane = await caught(stage, bot.port);
    say(`${sane.length} requests caught`);
    const random = seeded(size.seed ?? 11);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
    // Each would be a thing of its own: events with one id would only wait for one another.
    const fresh = (request: WireRequest, n: number): WireRequest => ({
      ...request,
      body: String(request.body).replaceAll(/"event_id":"\w+"/g, `"event_id":"EvB${n}"`),
    });
    const strange = Array.from({ length: malformed }, (_, n) => bent(fresh(pick(sane), n), random));

    const gauge = memoryGauge(bot.port, full ? 1_000 : 200);
    const answers = new Map<string, number>();
    let [faults, late] = [0, 0];
    const took: number[] = [];
    const send = async (request: WireRequest) => {
      const at = performance.now();
      const answer = await post(bot.port, request, { secret: slack.signingSecret, timeoutMs: PATIENCE_MS });
      const ms = performance.now() - at;
      took.push(ms);
      answers.set(String(answer), (answers.get(String(answer)) ?? 0) + 1);
      if (!(Number(answer) >= 500)) return;
      faults += 1;
      if (ms >= LATE_MS) late += 1;
      say(`${answer} after ${Math.round(ms)} ms: ${String(request.body).slice(0, 1_000)}`);
    };
    // Large ones all the way through, one after ten.
    const perLarge = Math.max(1, Math.floor(malformed / large));
    const began = performance.now();
    await atATime(AT_A_TIME, strange, async (request, n) => {
      await sleep(Math.max(0, (n / malformed) * minutes * MINUTE - (performance.now() - began)));
      await send(request);
      if (n % 1_000 === 999) say(`${n + 1} sent, ${JSON.stringify([...answers])}`);
      if (n % perLarge === 0 && n / perLarge < large) await send(huge(pick(sane), random));
    });
    gauge.stop();
    const isWell = bot.lives() && (await fetch(`http://127.0.0.1:${bot.port}/healthz`)).status === 200;
    const lasted = (performance.now() - began) / MINUTE;
    const isLong = lasted > WARM_MINUTES + 1;
    const rssAt = (minute: number) =>
      middle(gauge.samples, 'rssMb', (minute - 0.5) / lasted, (minute + 0.5) / lasted);
    const [first, last] = isLong
      ? [rssAt(WARM_MINUTES), rssAt(lasted - 0.5)]
      : [middle(gauge.samples, 'rssMb', 0, 0.5), middle(gauge.samples, 'rssMb', 0.5, 1)];
    const growth = last / first;
    yield {
      case: 'malformed, oversized and deep payloads',
      tried: malformed + large,
      lost: 0,
      doubled: 0,
      worst_recovery_s: null,
      met: isWell && faults === 0 && (!isLong || growth < MOST_GROWTH),
      malformed,
      oversized_or_deep: large,
      crashed: !isWell,
      server_faults: faults,
      of_these_too_late: late,
      answers: Object.fromEntries([...answers].sort()),
      p99_ms: rounded(percentile(took, 0.99)),
      minutes: rounded(lasted),
      [isLong ? 'rss_mb_after_ten_minutes_and_at_the_end' : 'rss_mb_in_each_half']: [first, last].map(
        rounded,
      ),
      growth: rounded(growth),
    };
  } finally {
    await stage.close();
  }
}

/** What Slack sends for each kind of act. */
async function caught({ slack, leadTo, atEnd }: Awaited<ReturnType<typeof setStage>>, port: number) {
  const { driver, world, people } = slack;
  const tape = await recorder(port);
  atEnd(() => tape.close());
  slack.setRequestUrl(tape.url);
  const CHANNEL = '#flood-alliance';
  await driver.say('Cleo', CHANNEL, '@Entente I will send the map to @ben by 30 January');
  await driver.say('Cleo', BOT, 'help');
  for (const words of ['members', 'commit', 'me', 'away until 20 January']) {
    await driver.slash('Ana', CHANNEL, '/alliance', words);
    await driver.settled(200);
    if (world.modalsOf(people.ana.id).some(({ data }) => data.submit)) {
      await driver.submit('Ana', {}).catch(() => undefined);
    }
    await driver.settled(200);
    world.modalsOf(people.ana.id).length = 0;
  }
  await driver.openHome('Ana');
  await driver.shortcut('Ana', 'commitments.record', { in: CHANNEL, message: 'Good to be here' });
  await driver.leave('Isha', CHANNEL);
  await driver.admin.changeUser('Ben', { tz: 'Europe/Paris' });
  leadTo(port);
  return tape.requests;
}
