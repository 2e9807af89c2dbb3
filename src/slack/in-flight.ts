import { setTimeout as sleep } from 'node:timers/promises';

/** Work that nobody waits for, so that stopping can: what an acknowledgement did not wait for is still finished. */
export interface InFlight {
  add(work: Promise<unknown>): void;
  /** Resolves when nothing is left, or after `ms` at the latest (real time). */
  idle(ms: number): Promise<void>;
}

/** Work added here must handle its own failure; one that does not is swallowed rather than ending the process. */
export function inFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  return {
    add(work) {
      const watched = work.catch(() => {}).finally(() => running.delete(watched));
      running.add(watched);
    },
    async idle(ms) {
      const end = performance.now() + ms;
      while (running.size > 0 && performance.now() < end) {
        const left = Math.max(0, end - performance.now());
        await Promise.race([Promise.all(running), sleep(left, undefined, { ref: false })]);
      }
    },
  };
}
