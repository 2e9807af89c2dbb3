/** What a process does once a minute. */
import type { RunningApp } from './app.ts';
import { errorDetails, type Log } from './db/log.ts';

export interface Heartbeat {
  /** Begins what is to be done now; what fails is logged, and keeps nothing else from being done. */
  beat(): void;
  /** Resolves when nothing is being planned or woken. Care is not waited for: stopping the app ends it. */
  rest(): Promise<void>;
}

export function heartbeat(
  {
    engine,
    care,
  }: { readonly engine: Pick<RunningApp['engine'], 'plan' | 'wakeLanes'> } & Pick<RunningApp, 'care'>,
  log: Log,
): Heartbeat {
  let beating: Promise<void> = Promise.resolve();
  const safely = (part: string, run: () => Promise<void>) =>
    run().catch((error: unknown) => log.error({ part, ...errorDetails(error) }, 'the heartbeat failed'));
  return {
    beat() {
      // One at a time: a slow one is followed by the next minute's, not overtaken by it.
      beating = beating.then(async () => {
        await safely('planning', engine.plan);
        await safely('waking lanes', engine.wakeLanes);
        // It goes through all alliances, which what is due in the meantime does not wait for.
        void safely('care', care);
      });
    },
    rest: () => beating,
  };
}
