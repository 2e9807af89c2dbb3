/**
 * Clocks that go wrong, while three weeks of hours by day go by for people with promises and pairs: the process asleep
 * for six hours, its clock an hour and a day ahead and back again, a member who moves, and other time zone rules after
 * an update. Nothing is doubled, no budget is broken, and whoever is owed a word reads it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BotProcess } from '../support/killable.ts';
import { until } from '../support/until.ts';
import { doubledKeys, inbox, wordsOf } from './inbox.ts';
import { promises } from './promises.ts';
import { type CaseContext, type Line, rounded } from './report.ts';
import { type Stage, setStage } from './stage.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STEP = HOUR;
/** By night nobody is written to; Slack and the bot's people are from London. */
const DAYTIME = { from: 7, until: 18 };
/** Thursday. */
const START = Date.parse('2026-01-08T10:00:00Z');
const DAYS = 21;
const OTHER_RULES = fileURLToPath(new URL('other-zone-rules.ts', import.meta.url));
const PATIENCE_MS = 60_000;

interface Mishap {
  readonly name: string;
  /** Hours after the start at which it befalls, all in working time of London. */
  readonly at: number;
  readonly befall: (scene: Scene) => Promise<void>;
}

interface Scene {
  readonly stage: Stage;
  bot: BotProcess;
  now: number;
  /** Lets the bot live at this instant until it has nothing left to do. */
  live(now: number): Promise<void>;
}

const MISHAPS: readonly Mishap[] = [
  {
    // A laptop that was shut: the process stands still, and its clock does not.
    name: 'asleep for six hours',
    at: 4 * 24,
    async befall(scene) {
      process.kill(scene.bot.pid, 'SIGSTOP');
      await sleep(3_000); // more than a lease
      process.kill(scene.bot.pid, 'SIGCONT');
      await scene.live(scene.now + 6 * HOUR);
    },
  },
  { name: 'an hour ahead, and back', at: 6 * 24, befall: (scene) => thereAndBack(scene, HOUR) },
  { name: 'an hour back, and ahead', at: 7 * 24, befall: (scene) => thereAndBack(scene, -HOUR) },
  { name: 'a day ahead, and back', at: 11 * 24, befall: (scene) => thereAndBack(scene, DAY) },
  { name: 'a day back, and ahead', at: 13 * 24, befall: (scene) => thereAndBack(scene, -DAY) },
  {
    name: 'a member moves to New York, and back',
    at: 14 * 24,
    async befall(scene) {
      const { driver } = scene.stage.slack;
      await driver.admin.changeUser('Cleo', { tz: 'America/New_York' });
      await scene.live(scene.now + HOUR);
      await driver.admin.changeUser('Cleo', { tz: 'Europe/London' });
    },
  },
  {
    name: 'London keeps the time of Paris from now on',
    at: 18 * 24,
    async befall(scene) {
      await scene.bot.end();
      scene.bot = await scene.stage.start({ preload: [OTHER_RULES] });
      scene.stage.leadTo(scene.bot.port);
    },
  },
];

async function thereAndBack(scene: Scene, ms: number): Promise<void> {
  const { now } = scene;
  await scene.live(now + ms);
  await scene.live(now);
}

export async function* clocks({ adminUrl, say }: CaseContext): AsyncGenerator<Line> {
  const stage = await setStage(adminUrl, { start: new Date(START) });
  try {
    const { slack, db } = stage;
    const bot = await stage.start();
    stage.leadTo(bot.port);
    const they = promises(slack);
    const { ana, cleo } = slack.people;
    const scene: Scene = {
      stage,
      bot,
      now: START,
      async live(now) {
        slack.world.clock.set(new Date(now));
        scene.bot.setTime(new Date(now));
        await sleep(500); // two beats
        await until(
          async () => (await db.message.count({ where: { status: { in: ['pending', 'sending'] } } })) === 0,
          PATIENCE_MS,
        );
      },
    };
    // Two promises for each working day to come, so that every mishap has something to spoil.
    const pages: { page: string; userId: string }[] = [];
    for (let day = 1; day < DAYS - 1; day += 1) {
      const date = new Date(START + day * DAY);
      if (date.getUTCDay() % 6 === 0) continue;
      for (const { id: userId } of [ana, cleo]) {
        const page = `${pages.length}d`;
        pages.push({ page, userId });
        const when = `by ${date.getUTCDate()} January`;
        await they.say(userId, page, when);
        await they.asked(userId, page);
        await they.press(userId, page, 'Record it');
      }
    }
    const posts = slack.world.posts().length;
    const left = [...MISHAPS];
    for (let now = START; now <= START + DAYS * DAY; now += STEP) {
      const hour = new Date(now).getUTCHours();
      if (hour < DAYTIME.from || hour > DAYTIME.until) continue;
      scene.now = now;
      await scene.live(now);
      const [next] = left;
      if (next && now >= START + next.at * HOUR) {
        say(`${new Date(now).toISOString()} ${next.name}`);
        left.shift();
        await next.befall(scene);
        now = Math.max(now, slack.world.clock.now().getTime());
      }
    }
    const readers = [ana, cleo];
    const doubled = readers.flatMap(({ id }) => doubledKeys(slack, id));
    const notes = readers.flatMap(({ id }) => notesOf(slack, id).map((at) => ({ id, day: at.slice(0, 10) })));
    const twoOnADay = notes.filter(
      (one, n) => notes.findIndex(({ id, day }) => id === one.id && day === one.day) < n,
    );
    // Each was due, or late, or on its way: its owner has read of it beside the answer to what they said.
    const forgotten = pages.filter(
      ({ page, userId }) =>
        !inbox(slack, userId).some(
          (message) => !wordsOf(message).includes('Noted') && wordsOf(message).includes(`page ${page}`),
        ),
    );
    yield {
      case: 'clocks go wrong',
      tried: MISHAPS.length,
      lost: forgotten.length,
      doubled: doubled.length + twoOnADay.length,
      worst_recovery_s: null,
      met: forgotten.length === 0 && doubled.length === 0 && twoOnADay.length === 0,
      mishaps: MISHAPS.map(({ name }) => name),
      simulated_days: DAYS,
      promises: pages.length,
      messages_seen: slack.world.posts().length - posts,
      notes_a_day: rounded(notes.length / (readers.length * DAYS)),
      two_notes_on_a_day: twoOnADay.length,
    };
  } finally {
    await stage.close();
  }
}

/** When somebody was sent notes, in Slack's time. */
function notesOf(slack: Stage['slack'], userId: string): string[] {
  return slack.world
    .posts()
    .filter(({ to, metadata }) => {
      const { key } = (metadata?.event_payload ?? {}) as { key?: unknown };
      return to === userId && typeof key === 'string' && key.startsWith('note/');
    })
    .map(({ simulatedAt }) => simulatedAt.toISOString());
}
