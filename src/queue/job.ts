/** Ids only, so that a person who is erased leaves nothing behind here. */
export type JobData = Readonly<Record<string, string>>;

export interface Job {
  readonly id: string;
  readonly data: JobData;
}

export type Handler = (job: Job) => Promise<void>;
