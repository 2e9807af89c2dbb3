import type { Json } from './model.ts';

/** One call to the Web API, and how it ended as the app saw it. */
export interface Call {
  readonly number: number;
  readonly method: string;
  readonly teamId: string | null;
  readonly args: Json;
  readonly realAt: number;
  readonly simulatedAt: Date;
  ok: boolean;
  error: string | null;
  status: number;
  ms: number;
  /** The fault that was put in its way, if any. */
  fault: string | null;
}

/** A message that an app got through to people. */
export interface Post {
  readonly channelId: string;
  readonly ts: string;
  readonly teamId: string;
  /** The one person who sees it: an ephemeral message's reader, or the person of a DM. */
  readonly to: string | null;
  readonly ephemeral: boolean;
  readonly text: string;
  readonly blocks: Json[];
  readonly metadata: Json | null;
  readonly simulatedAt: Date;
}

/** What happened at the Web API. `keep` bounds it where a benchmark makes millions of calls. */
export class CallLog {
  readonly calls: Call[] = [];
  readonly posts: Post[] = [];
  keep = Number.POSITIVE_INFINITY;
  #count = 0;

  /** Notes the start of a call; the caller fills in how it ended. */
  begin(method: string, teamId: string | null, args: Json, simulatedAt: Date): Call {
    this.#count += 1;
    const call: Call = {
      number: this.#count,
      method,
      teamId,
      args,
      realAt: Date.now(),
      simulatedAt,
      ok: false,
      error: null,
      status: 0,
      ms: 0,
      fault: null,
    };
    this.#add(this.calls, call);
    return call;
  }

  post(post: Post): void {
    this.#add(this.posts, post);
  }

  /** Becomes the log of another world. */
  restore(calls: readonly Call[], posts: readonly Post[]): void {
    this.calls.splice(0, this.calls.length, ...calls);
    this.posts.splice(0, this.posts.length, ...posts);
    this.#count = calls.at(-1)?.number ?? 0;
  }

  #add<T>(list: T[], item: T): void {
    list.push(item);
    if (list.length > this.keep * 2) list.splice(0, list.length - this.keep);
  }
}
