/** What to do to the calls or events that a rule matches. */
export type Effect =
  | { kind: 'rate-limit'; retryAfter: number }
  | { kind: 'status'; status: number }
  | { kind: 'error'; error: string }
  /** The connection breaks; with `after`, Slack has done what it was asked and only the answer is lost. */
  | { kind: 'reset'; after: boolean }
  | { kind: 'delay'; ms: number }
  /** Answers 503 at once, or never, and does it later all the same. */
  | { kind: 'accept-late'; ms: number; answer: 'error' | 'nothing' }
  | { kind: 'duplicate'; copies: number }
  /** Holds events for a while and lets them out in another order. */
  | { kind: 'shuffle'; holdMs: number };

export interface FaultRule {
  readonly effect: Effect;
  /** A Web API method, or `event` for what Slack sends the app. Absent: every method. */
  readonly method?: string;
  readonly team?: string;
  readonly channel?: string;
  /** How often it strikes; absent, for ever. */
  readonly times?: number;
  /** How many matches it lets pass before it begins. */
  readonly after?: number;
  /** Between 0 and 1; drawn from a seeded row, so a run can be repeated. */
  readonly probability?: number;
}

interface Standing extends FaultRule {
  readonly id: number;
  struck: number;
  passed: number;
}

/** The rules in force. The first that matches and strikes wins. */
export class Faults {
  #rules: Standing[] = [];
  #last = 0;
  #seed = 1;

  add(rule: FaultRule): number {
    this.#last += 1;
    this.#rules.push({ ...rule, id: this.#last, struck: 0, passed: 0 });
    return this.#last;
  }

  remove(id: number): boolean {
    const before = this.#rules.length;
    this.#rules = this.#rules.filter((rule) => rule.id !== id);
    return this.#rules.length < before;
  }

  clear(): void {
    this.#rules = [];
  }

  list(): readonly Readonly<Standing>[] {
    return this.#rules;
  }

  seed(seed: number): void {
    this.#seed = seed;
  }

  /** A number in [0, 1), the same row for the same seed (mulberry32). */
  random(): number {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** The effect on this call or event, if any. Events match only rules that name `event`. */
  strike(what: { method: string; team?: string | null; channel?: string }): Effect | undefined {
    for (const rule of this.#rules) {
      if (!matches(rule, what)) continue;
      if (rule.times !== undefined && rule.struck >= rule.times) continue;
      if (rule.passed < (rule.after ?? 0)) {
        rule.passed += 1;
        continue;
      }
      if (rule.probability !== undefined && this.random() >= rule.probability) continue;
      rule.struck += 1;
      return rule.effect;
    }
    return undefined;
  }
}

function matches(rule: FaultRule, what: { method: string; team?: string | null; channel?: string }): boolean {
  if (rule.method === undefined ? what.method === 'event' : rule.method !== what.method) return false;
  if (rule.team !== undefined && rule.team !== what.team) return false;
  return rule.channel === undefined || rule.channel === what.channel;
}
