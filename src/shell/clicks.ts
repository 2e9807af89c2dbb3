/**
 * Clicks that are done rather than opened: each is stored before Slack is answered, and done right after, a person's
 * own in the order in which they were pressed (docs/adr/0018-a-click-is-kept-then-done.md).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../item.ts';
import { gathered } from '../kernel/gathered.ts';
import { atMost, lines } from '../kernel/turns.ts';
import { report } from '../slack/boundary.ts';
import { inTransaction } from './acting.ts';
import { tellClicker } from './click.ts';
import * as store from './click-store.ts';
import { choose, ownItems } from './items.ts';
import { sentence } from './modals.ts';
import type { Shell, Via } from './shell.ts';
import { clickFailed, said } from './views.ts';

/** Done at a time by one process; and while Slack waits for others to be stored, which come first. */
const AT_A_TIME = 4;
const MEANWHILE = 1;
/** Stored by one statement at most. */
const AT_ONCE = 200;
/** Between attempts, in real time: a lock or a lost connection is over by then, or the click waits for `catchUp`. */
const PAUSES_MS: readonly number[] = [200, 500, 1_000, 2_000, 4_000, 8_000];
/** From which failure on whoever clicked is told that it takes longer. */
const TELL_AFTER = 2;
/** Whoever stored a click does it within this, or is gone. */
const OVERDUE_MS = 5_000;
const CATCH_UP = 200;

export interface Clicks {
  /** Stores a click and has it done, once it has returned. @throws where it could not be stored: nothing is kept then */
  keep(
    via: Via,
    click: Omit<store.NewClick, keyof store.Clicker> & { readonly userId: string },
  ): Promise<void>;
  /** Does what another process stored and did not come to, or what this one could not do. */
  catchUp(overdueMs?: number): Promise<void>;
}

export function createClicks(shell: Shell): Clicks {
  const inLine = lines();
  let storing = 0;
  const slot = atMost(() => (storing > 0 ? MEANWHILE : AT_A_TIME));
  // What is pressed while others are being stored is stored together with the next.
  const keep = gathered<store.NewClick, boolean>(
    (clicks) => store.keep(shell.statements, clicks, shell.clock.now()),
    AT_ONCE,
  );

  /** Does a person's oldest click, whichever process has stored it; until it is done, or will not be. */
  async function doOldest(clicker: store.Clicker): Promise<void> {
    let click: store.KeptClick | null = null;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await slot(async () => {
          click = await store.oldest(shell.db, clicker);
          if (click) await done(shell, clicker, click);
        });
        return;
      } catch (error) {
        const ref = report(shell.log, error, { click: 'kept', attempt });
        const pause = PAUSES_MS[attempt - 1];
        if (pause === undefined) return giveUp(clicker, click, ref);
        if (attempt === TELL_AFTER) tell(click, said.keptForLater);
        await sleep(pause, undefined, { ref: false });
      }
    }
  }

  /** A click that cannot be done is not tried for ever. Where the database is away, it waits in there. */
  async function giveUp(clicker: store.Clicker, click: store.KeptClick | null, ref: string): Promise<void> {
    const isGone = click && (await store.take(shell.db, click.seq).catch(() => false));
    if (isGone) tell(click, clickFailed(ref));
    const outcome = isGone ? 'dropped' : 'left for later';
    shell.log.error({ ref, team: clicker.viaTeamId, outcome }, 'a click was not done');
  }

  function tell(click: store.KeptClick | null, text: string | null): void {
    if (click?.responseUrl) tellClicker(shell, { response_url: click.responseUrl }, text);
  }

  function enqueue(clicker: store.Clicker): Promise<void> {
    const job = inLine(`${clicker.viaTeamId} ${clicker.userId}`)(() => doOldest(clicker));
    shell.work.add(job);
    return job;
  }

  return {
    async keep(via, click) {
      const clicker = { viaTeamId: via.teamId, userId: click.userId };
      storing += 1;
      const isNew = await keep({ ...click, ...clicker }).finally(() => {
        storing -= 1;
      });
      if (isNew) void enqueue(clicker);
    },
    async catchUp(overdueMs = OVERDUE_MS) {
      await Promise.all((await store.waiting(shell.db, overdueMs, CATCH_UP)).map(enqueue));
    },
  };
}

/** Does one click, in the transaction that takes it. */
async function done(
  shell: Shell,
  { viaTeamId, userId }: store.Clicker,
  click: store.KeptClick,
): Promise<void> {
  const via = await shell.through(viaTeamId);
  if (!via) {
    await store.take(shell.db, click.seq); // the app was removed meanwhile
    return;
  }
  const { itemId, choice, responseUrl } = click;
  const mine = (await ownItems(shell, via, userId, [itemId])).get(itemId) ?? 'gone';
  let isMine = false;
  const reply = await inTransaction(shell, async (work): Promise<Reply> => {
    isMine = await store.take(work.db, click.seq);
    if (!isMine) return null;
    return typeof mine === 'string' ? { say: said[mine] } : choose(shell, via, work, mine, choice);
  });
  if (!isMine) return;
  if (reply && 'errors' in reply) await store.take(shell.db, click.seq); // which has undone the taking, too
  if (responseUrl) tellClicker(shell, { response_url: responseUrl }, sentence(reply));
}
