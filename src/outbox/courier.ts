/**
 * Lanes at work: each posts what is pending, redraws what has changed and recovers what a dead sender left, by itself,
 * so that a slow one holds up no other; what they ask of the database goes together.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { gathered } from '../kernel/gathered.ts';
import { lines } from '../kernel/turns.ts';
import { createLedger, type Sender } from './ledger.ts';
import { type DeliveryDeps, isDoors, type Parcel } from './parcel.ts';
import { LANES_A_ROUND, type LaneAsks, type LaneWork, prepare } from './preparing.ts';
import { patient, UNREACHED_MS } from './putting-off.ts';
import { leaveUnknown, recover } from './recovery.ts';
import { openDesk, reachMs } from './sending.ts';

/** How many things a lane does at a time. */
const MOST_AT_A_TIME = 100;
/** While some wait for their turn in a channel, the lane looks so often for what else has come up (real time). */
const LOOK_MS = 1_000;

export interface Courier {
  /**
   * Does all that a lane has to do now. While it is at it, the next one waits.
   *
   * @returns how many messages it took
   * @throws what the database or a fault of ours threw, once all else that was begun has ended
   */
  run(lane: string): Promise<number>;
  /** Resolves when no lane is at work. */
  idle(): Promise<void>;
  /** Takes nothing more, and gives back what waits for its turn: the process stops. */
  rest(): void;
}

export function createCourier(deps: DeliveryDeps): Courier {
  const ledger = createLedger(deps, reachMs(deps.settings.leaseMs));
  const prepared = gathered((asks: readonly LaneAsks[]) => prepare(deps, asks), LANES_A_ROUND);
  const inLine = lines();
  const running = new Set<Promise<unknown>>();
  const resting = new AbortController();

  async function work(lane: string): Promise<number> {
    const poster = await deps.posterFor(lane);
    const sender = poster && { ...deps, ledger, poster: patient(poster, deps.db, lane) };
    const underWay = new Set<Promise<void>>();
    const troubles: unknown[] = [];
    const start = (task: Promise<void>) => {
      const ended = task.catch((error) => void troubles.push(error)).finally(() => underWay.delete(ended));
      underWay.add(ended);
    };
    const desk = sender && openDesk(sender, start, resting.signal);
    let taken = 0;
    while (!resting.signal.aborted && troubles.length === 0) {
      const found = await prepared({ lane, isInstalled: sender !== null });
      taken += found.taken;
      begin(found, sender, start);
      if (desk) await desk.send(found.letters, found.lease);
      if (found.taken === 0 && underWay.size === 0) break;
      while (underWay.size >= MOST_AT_A_TIME) await Promise.race(underWay);
      if (!found.isFull)
        await Promise.race([Promise.all(underWay), sleep(LOOK_MS, undefined, { ref: false })]);
    }
    await Promise.all(underWay);
    if (troubles.length > 0) throw troubles[0];
    return taken;
  }

  function begin(
    { redraws, abandoned }: LaneWork,
    sender: Sender | null,
    start: (task: Promise<void>) => void,
  ): void {
    // Where the app is gone from the workspace nobody can look whether what it was posting arrived.
    for (const message of abandoned) start(sender ? recover(sender, message) : leaveUnknown(deps, message));
    if (sender) for (const parcel of redraws) start(redraw(sender, parcel));
  }

  return {
    async run(lane) {
      const run = inLine(lane)(() => work(lane));
      const settled = run.catch(() => {}); // the caller hears of it
      running.add(settled);
      try {
        return await run;
      } finally {
        running.delete(settled);
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    rest: () => resting.abort(),
  };
}

async function redraw({ ledger, poster, log }: Sender, { message, content }: Parcel): Promise<void> {
  const { channelId, ts } = message;
  if (!channelId || !ts || !content) return ledger.shown(message);
  const done = isDoors(message)
    ? await poster.pin(channelId, ts)
    : await poster.update(channelId, ts, content);
  if (done.kind === 'done') return ledger.shown(message);
  if (done.kind === 'refused') {
    log.warn({ message: message.id, error: done.error }, 'a message cannot be redrawn');
    return ledger.shown(message);
  }
  // Drawing twice does no harm, so what is unclear is simply done again.
  const afterMs = done.kind === 'limited' ? done.retryAfterMs : UNREACHED_MS;
  await ledger.back(message, { afterMs, error: done.kind });
}
