/** Ids only, so that a person who is erased leaves nothing behind here. */
export type JobData = Readonly<Record<string, string>>;

/** What nobody waits for says so in its data, so that it still does when it is sent once more. */
export function unhurriedly(data: JobData): JobData {
  return { ...data, unhurried: 'yes' };
}

/** Jobs of a higher one are fetched first; of one, those that have waited longest. */
export function priorityOf(data: JobData): number {
  return data.unhurried ? -1 : 0;
}

export interface Job {
  readonly id: string;
  readonly data: JobData;
  /** If it fails now, it is not tried again. */
  readonly isLast: boolean;
}

/**
 * What a handler throws where the job is to be done again later, as Slack asked: that is no failure, and as many times as
 * it takes.
 */
export class Later extends Error {
  override readonly name = 'Later';
  readonly afterMs: number;

  constructor(afterMs: number) {
    super('not now');
    this.afterMs = afterMs;
  }
}

export type Handler = (job: Job) => Promise<void>;
