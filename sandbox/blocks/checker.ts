import { isRecord } from '../world/json.ts';
import type { Json } from '../world/model.ts';

/** Where something is shown; it decides which blocks and elements may be there. */
export type Surface = 'message' | 'modal' | 'home';

/** Collects what is wrong, each with a pointer to the place, in Slack's wording. */
export class Checker {
  readonly errors: string[] = [];
  readonly surface: Surface;
  /** Ids of files that exist, for image blocks that show one. */
  readonly hasFile: (id: string) => boolean;

  constructor(surface: Surface, hasFile: (id: string) => boolean) {
    this.surface = surface;
    this.hasFile = hasFile;
  }

  fail(path: string, message: string): undefined {
    this.errors.push(`${message} [json-pointer:${path}]`);
  }

  /** True if the value is an object with no keys but these, and all that are required. */
  shape(
    value: unknown,
    path: string,
    required: readonly string[],
    optional: readonly string[],
  ): value is Json {
    if (!isRecord(value)) {
      this.fail(path, 'must be an object');
      return false;
    }
    for (const key of required)
      if (value[key] === undefined) this.fail(path, `missing required field: ${key}`);
    for (const key of Object.keys(value)) {
      if (!required.includes(key) && !optional.includes(key))
        this.fail(path, `invalid additional property: ${key}`);
    }
    return true;
  }

  /** A string within limits; undefined is fine, `shape` has seen to what is required. */
  string(value: unknown, path: string, max: number, min = 0): undefined {
    if (value === undefined) return;
    if (typeof value !== 'string') return this.fail(path, 'must be a string');
    if (value.length < min) this.fail(path, `must be more than ${min - 1} characters`);
    if (value.length > max) this.fail(path, `must be less than ${max + 1} characters`);
  }

  flag(value: unknown, path: string): void {
    if (value !== undefined && typeof value !== 'boolean') this.fail(path, 'must be a boolean');
  }

  oneOf(value: unknown, path: string, allowed: readonly unknown[]): void {
    if (value !== undefined && !allowed.includes(value)) this.fail(path, 'must be a valid enum value');
  }

  matches(value: unknown, path: string, pattern: RegExp, what: string): void {
    if (value === undefined) return;
    if (typeof value !== 'string' || !pattern.test(value)) this.fail(path, `must be ${what}`);
  }

  integer(value: unknown, path: string, min: number, max: number): undefined {
    if (value === undefined) return;
    if (typeof value !== 'number' || !Number.isInteger(value)) return this.fail(path, 'must be an integer');
    if (value < min) this.fail(path, `must be greater than ${min - 1}`);
    if (value > max) this.fail(path, `must be less than ${max + 1}`);
  }

  url(value: unknown, path: string, max = 3000): void {
    this.string(value, path, max, 1);
    if (typeof value === 'string' && !URL.canParse(value)) this.fail(path, 'must be a valid URL');
  }

  /** A list within limits, each item looked at in turn. */
  list(
    value: unknown,
    path: string,
    max: number,
    min: number,
    each: (item: unknown, path: string) => void,
  ): undefined {
    if (value === undefined) return;
    if (!Array.isArray(value)) return this.fail(path, 'must be an array');
    if (value.length < min) this.fail(path, `no less than ${min} items allowed`);
    if (value.length > max) this.fail(path, `no more than ${max} items allowed`);
    value.forEach((item, index) => {
      each(item, `${path}/${index}`);
    });
  }

  /** A text object; `plain` where Slack takes no mrkdwn. */
  text(value: unknown, path: string, max: number, plain: boolean): undefined {
    if (value === undefined) return;
    if (!isRecord(value)) return this.fail(path, 'must be an object');
    const kinds = plain ? ['plain_text'] : ['plain_text', 'mrkdwn'];
    this.oneOf(value.type ?? null, `${path}/type`, kinds);
    this.shape(value, path, ['type', 'text'], value.type === 'mrkdwn' ? ['verbatim'] : ['emoji']);
    this.string(value.text, `${path}/text`, max, 1);
  }
}
