/** The domain's clock: handed to everything that decides by time, and the only one that the sandbox moves. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
