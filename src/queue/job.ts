/** Ids only, so that a person who is erased leaves nothing behind here. */
export type JobData = Readonly<Record<string, string>>;

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
