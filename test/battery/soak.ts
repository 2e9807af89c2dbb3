/**
 * Steady load for an hour: people speak, press and ask while the bot's days go by, one a minute. Latency is the time
 * until Slack has its answer, and until the person sees what was said back; memory is read at `/metrics`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Example } from '../../sandbox/example.ts';
import { memoryGauge, middle, type Sample } from './gauges.ts';
import { doubledKeys, inbox } from './inbox.ts';
import { promises } from './promises.ts';
import { type CaseContext, type Line, percentile, rounded } from './report.ts';
import { setStage } from './stage.ts';

const TICK_MS = 500;
const MINUTE = 60_000;
const DAY = 86_400_000;
/** One simulated day in a minute. */
const SPEED = DAY / MINUTE;
/** Before anything is measured: a process's first acts wait for what is loaded with them. */
const COLD_ACTS = 40;
/** Until then everything is still being compiled, cached and pooled. */
const WARM_UP = 1 / 6;
const MOST_GROWTH = 1.1;
/** A quarter more than at the start is no longer flat. */
const MOST_SLOWER = 1.25;
const KEPT_MESSAGES = 40;
/** Of so many sentences one is recorded, so that nudges and notes come of it; the others are left. */
const RECORD_EVERY = 8;

type What = 'event' | 'seen' | 'click' | 'command';
interface Measured {
  readonly what: What;
  readonly at: number;
  readonly ms: number;
}

export async function* soak({ adminUrl, full, size, say }: CaseContext): AsyncGenerator<Line> {
  const minutes = size.minutes ?? (full ? 60 : 0.25);
  const stage = await setStage(adminUrl, { crowd: 21 });
  try {
    const { slack } = stage;
    const env = { TEST_PACE: 'slack', TEST_BEAT_MS: '2000' };
    const web = await stage.start({ env: { ...env, ROLE: 'web' } });
    const worker = await stage.start({ env: { ...env, ROLE: 'worker' } });
    stage.leadTo(web.port);
    slack.world.log.keep = 1_000;
    const people = [...slack.world.users.values()].filter(
      ({ teamId, isBot }) => teamId === slack.teams.riverbank.id && !isBot,
    );
    const gauges = { web: memoryGauge(web.port, 5_000), worker: memoryGauge(worker.port, 5_000) };
    const gone = { acts: 0, unanswered: 0, lost: 0, doubled: 0 };
    const measured: Measured[] = [];
    const cold = actsOf(slack, () => {}, { acts: 0 });
    for (let n = 0; n < COLD_ACTS; n += 1) {
      const { id = '' } = people[n % people.length] ?? {};
      await (n % 2 === 0 ? cold.promise(id, `${n}c`, false) : cold.ask(id)).catch(() => {});
    }
    const began = performance.now();
    const start = slack.world.clock.now().getTime();
    const end = minutes * MINUTE;
    const keep = (what: What, ms: number) => measured.push({ what, at: performance.now() - began, ms });
    const acts = actsOf(slack, keep, gone);
    const underWay = new Set<Promise<void>>();

    for (let n = 0; performance.now() - began < end; n += 1) {
      const now = new Date(start + (performance.now() - began) * SPEED);
      slack.world.clock.set(now);
      for (const bot of [web, worker]) bot.setTime(now);
      const person = people[n % people.length];
      if (!person) throw new RangeError('nobody is there');
      gone.acts += 1;
      const isRecorded = n % RECORD_EVERY === 0;
      const act = (n % 2 === 0 ? acts.promise(person.id, `${n}s`, isRecorded) : acts.ask(person.id)).catch(
        (error: unknown) => {
          if (error instanceof Unanswered) gone.unanswered += 1;
          else gone.lost += 1;
          say(String(error));
        },
      );
      underWay.add(act);
      void act.finally(() => underWay.delete(act));
      if (n % 120 === 119) {
        gone.doubled += tidy(slack);
        say(
          `${Math.round((performance.now() - began) / MINUTE)} min, ${gone.acts} acts, ${gone.unanswered} unanswered, ${gone.lost} lost`,
        );
      }
      await sleep(Math.max(0, TICK_MS * (n + 1) - (performance.now() - began)));
    }
    await Promise.all(underWay);
    gone.doubled += tidy(slack);
    for (const gauge of Object.values(gauges)) gauge.stop();
    yield lineOf({ minutes, measured, gone, web: gauges.web.samples, worker: gauges.worker.samples });
  } finally {
    await stage.close();
  }
}

/** Slack had no answer in three seconds, and the person saw so. */
class Unanswered extends Error {}

function actsOf(slack: Example, keep: (what: What, ms: number) => void, gone: { acts: number }) {
  const { driver, world } = slack;
  const they = promises(slack);
  return {
    /** Says a sentence, reads what comes back, presses one of its buttons. */
    async promise(userId: string, page: string, isRecorded: boolean): Promise<void> {
      const { acked, attempts } = await they.say(userId, page, 'by Friday');
      if (!acked) throw new Unanswered(`page ${page}: Slack has no answer`);
      for (const attempt of attempts) if (attempt.kind === 'acked') keep('event', attempt.ms);
      keep('seen', await they.asked(userId, page));
      const label = isRecorded ? 'Record it' : 'Leave it';
      gone.acts += 1;
      const pressed = await they.press(userId, page, label);
      if (!pressed?.ok) throw new Unanswered(`page ${page}: "${label}": ${pressed?.error}`);
      keep('click', pressed.ms);
    },

    /** Asks who takes part. */
    async ask(userId: string): Promise<void> {
      const { ok, ms, error } = await driver.slash(userId, '#flood-alliance', '/alliance', 'members');
      if (!ok) throw new Unanswered(`a command: ${error}`);
      keep('command', ms);
      world.modalsOf(userId).length = 0;
    },
  };
}

/** Puts away what the local Slack would remember for ever; how often somebody had the same message twice. */
function tidy(slack: Example): number {
  const { world } = slack;
  let doubled = 0;
  for (const { id, isBot } of world.users.values()) {
    if (isBot) continue;
    doubled += doubledKeys(slack, id).length;
    if (inbox(slack, id).length === 0) continue;
    for (const dm of world.dms.values()) {
      const messages = world.messagesIn(dm.id);
      if (dm.members.has(id)) messages.splice(0, Math.max(0, messages.length - KEPT_MESSAGES));
    }
  }
  world.ephemerals = [];
  world.notices = [];
  return doubled;
}

interface Soaked {
  readonly minutes: number;
  readonly measured: readonly Measured[];
  readonly gone: Readonly<Record<'acts' | 'unanswered' | 'lost' | 'doubled', number>>;
  readonly web: readonly Sample[];
  readonly worker: readonly Sample[];
}

function lineOf({ minutes, measured, gone, web, worker }: Soaked): Line {
  const end = minutes * MINUTE;
  const figures = (what: What) => {
    const values = (from: number, to: number) =>
      measured
        .filter((one) => one.what === what && one.at >= from * end && one.at < to * end)
        .map(({ ms }) => ms);
    // The first ten minutes of an hour, and the last ten.
    const [first, last] = [values(0, WARM_UP), values(1 - WARM_UP, 1)];
    const pair = (share: number) =>
      [rounded(percentile(first, share)), rounded(percentile(last, share))] as const;
    return { p50_ms: pair(0.5), p99_ms: pair(0.99) };
  };
  const memory = (samples: readonly Sample[]) => {
    const rss = [
      middle(samples, 'rssMb', WARM_UP, 2 * WARM_UP),
      middle(samples, 'rssMb', 1 - WARM_UP, 1),
    ] as const;
    const heap = [
      middle(samples, 'heapMb', WARM_UP, 2 * WARM_UP),
      middle(samples, 'heapMb', 1 - WARM_UP, 1),
    ] as const;
    return { rss_mb: rss.map(rounded), heap_mb: heap.map(rounded), growth: rounded(rss[1] / rss[0]) };
  };
  const latency = {
    event: figures('event'),
    seen: figures('seen'),
    click: figures('click'),
    command: figures('command'),
  };
  const flat = Object.values(latency).every(({ p50_ms: [first, last] }) => last <= first * MOST_SLOWER);
  const [ofWeb, ofWorker] = [memory(web), memory(worker)];
  const small = ofWeb.growth <= MOST_GROWTH && ofWorker.growth <= MOST_GROWTH;
  return {
    case: 'soak',
    tried: gone.acts,
    lost: gone.lost,
    doubled: gone.doubled,
    worst_recovery_s: null,
    met: gone.lost === 0 && gone.unanswered === 0 && gone.doubled === 0 && flat && small,
    unanswered: gone.unanswered,
    minutes,
    simulated_days: minutes,
    first_and_last_sixth: latency,
    memory_after_first_sixth_and_at_end: { web: ofWeb, worker: ofWorker },
  };
}
