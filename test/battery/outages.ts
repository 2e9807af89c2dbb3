/**
 * The database in trouble while people go on: what was acknowledged is there, whoever acts in vain is told, and nothing
 * is doubled afterwards.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/until.ts';
import { startFleet } from './fleet.ts';
import { canHaveDisk, startPostgres } from './postgres.ts';
import { BOT, FAULT, promises } from './promises.ts';
import { type CaseContext, type Line, rounded } from './report.ts';
import { setStage } from './stage.ts';
import { TROUBLES, type Trouble } from './troubles.ts';

const CALM_MS = 2_000;
const BACK_IN_MS = 180_000;
const BACK_AT_WORK_S = 60;
/** Slack goes on for six minutes; troubles that are shorter are not to end with its giving up. */
const RETRIES_MS = [0, 1_000, 5_000, 15_000, 40_000];

export async function* outages({ full, size, say }: CaseContext): AsyncGenerator<Line> {
  for (const [n, trouble] of TROUBLES.entries()) {
    if (size.only !== undefined && size.only !== n + 1) continue;
    const usual = full ? trouble.seconds.full : trouble.seconds.short;
    if (usual === null) continue;
    if (trouble.diskMb && !canHaveDisk()) {
      say(`${trouble.name}: not played, since a disk of its own takes root on Linux`);
      continue;
    }
    say(trouble.name);
    yield await liveThrough(trouble, n, size.outage ?? usual, full ? 700 : 300, say);
  }
}

async function liveThrough(
  trouble: Trouble,
  n: number,
  seconds: number,
  everyMs: number,
  say: (words: string) => void,
): Promise<Line> {
  const postgres = await startPostgres(`outage-${n}`, trouble.diskMb);
  try {
    const stage = await setStage(postgres.adminUrl, {
      crowd: 9,
      world: { retryDelaysMs: trouble.retriesMs ?? RETRIES_MS },
    });
    try {
      const { slack, databaseUrl } = stage;
      const fleet = await startFleet(slack, databaseUrl);
      stage.atEnd(() => fleet.close());
      const crowd = crowdOf(stage.slack, say);
      // Half a second is all that lies between the bot's own limit and Slack's: what the machine took of it.
      const stalls = monitorEventLoopDelay();
      stalls.enable();
      await crowd.warmUp();
      let isOver = false;
      const acting = (async () => {
        for (let k = 0; !isOver; k += 1) {
          crowd.act(k);
          await sleep(everyMs);
        }
      })();
      await sleep(CALM_MS);
      await trouble.befall(postgres, fleet, seconds);
      const over = performance.now();
      isOver = true;
      await acting;
      say(`it is over; ${crowd.tried()} acts so far`);
      // Back at work: somebody who comes now is served.
      let served = Number.NaN;
      for (let attempt = 0; Number.isNaN(served) && performance.now() - over < BACK_IN_MS; attempt += 1) {
        if (await crowd.isServed(`${attempt}z`)) served = performance.now() - over;
      }
      await crowd.finish();
      await until(() => crowd.missing() === 0, BACK_IN_MS).catch(() => {});
      const through = performance.now() - over;
      const { told, silent, unheard } = crowd.figures();
      const [lost, doubled] = [crowd.missing(), crowd.doubled()];
      const recovery = Number.isNaN(served) ? null : rounded(served / 1000);
      return {
        case: `database ${trouble.name}`,
        tried: crowd.tried(),
        lost,
        doubled,
        worst_recovery_s: recovery,
        met: lost === 0 && doubled === 0 && silent === 0 && recovery !== null && recovery <= BACK_AT_WORK_S,
        seconds,
        told_that_it_did_not_work: told,
        told_nothing: silent,
        events_that_slack_gave_up: unheard,
        all_through_after_s: rounded(through / 1000),
        longest_stall_of_the_local_slack_ms: rounded(stalls.max / 1e6),
      };
    } finally {
      await stage.close();
    }
  } finally {
    await postgres.remove();
  }
}

/** People who speak, command and press, and remember what they were told. */
function crowdOf(slack: Parameters<typeof promises>[0], say: (words: string) => void) {
  const { driver, world, teams, people } = slack;
  const they = promises(slack);
  const crowd = [...world.users.values()].filter(
    ({ id, teamId, isBot }) => teamId === teams.riverbank.id && !isBot && id !== people.ben.id,
  );
  /** Page by page: who, and whether the bot has said yes to it. */
  const kept = new Map<string, { userId: string; acked: boolean }>();
  /** Page by page: who pressed, and whether the bot took it. */
  const pressed = new Map<string, { userId: string; taken: boolean }>();
  const underWay = new Set<Promise<void>>();
  const figures = { told: 0, silent: 0, unheard: 0, forgotten: 0 };
  let acts = 0;

  const track = (work: Promise<void>) => {
    acts += 1;
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  const personOf = (n: number) => crowd[n % crowd.length]?.id ?? '';

  /** The bot has said nothing; Slack's own words for it are what the person reads. */
  const untold = (what: string) => {
    figures.silent += 1;
    say(what);
  };

  async function speak(userId: string, page: string): Promise<void> {
    kept.set(page, { userId, acked: false });
    const { acked } = await they.say(userId, page);
    kept.set(page, { userId, acked });
    if (!acked) figures.unheard += 1;
  }

  async function command(userId: string, page: string): Promise<void> {
    const words = `commit I will send page ${page} to @ben by 30 January`;
    const { ok, answer, error } = await driver.slash(userId, '#flood-alliance', '/alliance', words);
    const said = JSON.stringify(answer ?? '');
    if (!ok) untold(`a command: ${error}`);
    else if (FAULT.test(said)) figures.told += 1;
    else kept.set(page, { userId, acked: true });
  }

  /** Presses the button under an answer. */
  async function press(userId: string, page: string): Promise<void> {
    const outcome = await they.press(userId, page, 'Record it');
    if (outcome === null) return;
    pressed.set(page, { userId, taken: outcome.ok });
    if (!outcome.ok) untold(`a press: ${outcome.error}`);
  }

  /** Presses that the bot took and that came to nothing, beyond those of which their person was told. */
  function forgotten(): number {
    const open = [...pressed].filter(([page, { userId, taken }]) => taken && !they.isNoted(userId, page));
    const byPerson = Map.groupBy(open, ([, { userId }]) => userId);
    return [...byPerson].reduce(
      (sum, [userId, pages]) => sum + Math.max(0, pages.length - they.faultsTold(userId)),
      0,
    );
  }

  return {
    act(n: number): void {
      const userId = personOf(n);
      const page = `${n}o`;
      if (n % 3 === 0) track(speak(userId, page));
      else if (n % 3 === 1) track(command(userId, page));
      else {
        const open = [...kept].find(
          ([one, { userId: who }]) => !pressed.has(one) && they.answers(who, one).length > 0,
        );
        if (open) track(press(open[1].userId, open[0]));
      }
    },

    /** One act of each kind, until it is done: a process that has just started loads with its first acts what they need. */
    async warmUp(): Promise<void> {
      const [userId, page] = [personOf(0), '0w'];
      await they.say(userId, page);
      await they.asked(userId, page, BACK_IN_MS);
      await until(async () => (await they.press(userId, page, 'Record it'))?.ok ?? true, BACK_IN_MS);
      await until(() => they.isNoted(userId, page), BACK_IN_MS);
      const asks = () => driver.slash(userId, '#flood-alliance', '/alliance', 'members');
      await until(async () => (await asks()).ok, BACK_IN_MS);
    },

    /** Somebody says something and reads the answer, within ten seconds. */
    async isServed(page: string): Promise<boolean> {
      const { id = '' } = crowd[0] ?? {};
      acts += 1;
      const { acked } = await driver
        .say(id, BOT, `I will send page ${page} to @ben by 30 January`)
        .then(({ deliveries }) => ({ acked: deliveries[0]?.acked ?? false }));
      kept.set(page, { userId: id, acked });
      if (!acked) return false;
      return they.asked(id, page, 10_000).then(
        () => true,
        () => false,
      );
    },

    /** Waits for what is under way and what was taken; whoever reads that it did not work presses again. */
    async finish(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
      await until(() => forgotten() === 0, BACK_IN_MS).catch(() => {});
      figures.forgotten = forgotten();
      for (const { id } of crowd) figures.told += they.faultsTold(id);
      for (const [page, { userId }] of pressed) {
        for (let n = 0; n < 5 && !they.isNoted(userId, page); n += 1) {
          await they.press(userId, page, 'Record it');
          await until(() => they.isNoted(userId, page), 5_000).catch(() => {});
        }
      }
    },

    tried: () => acts,
    figures: () => figures,
    /** What was acknowledged and is not to be seen, or was pressed and is not noted. */
    missing: () =>
      figures.forgotten +
      [...kept].filter(([page, { userId, acked }]) => acked && they.answers(userId, page).length === 0)
        .length +
      [...pressed].filter(([page, { userId }]) => !they.isNoted(userId, page)).length,
    doubled: () => [...kept].filter(([page, { userId }]) => they.answers(userId, page).length > 1).length,
  };
}
