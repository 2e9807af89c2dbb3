/** Requests bent out of shape. */
import type { WireRequest } from './wire.ts';

type Random = () => number;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const FORM = 'application/x-www-form-urlencoded';
const MB = 1024 * 1024;

/** A request that was sane, and is no longer. */
export function bent(request: WireRequest, random: Random): WireRequest {
  const way = random();
  if (way < 0.06) return { ...request, body: noise(request.body, random) };
  if (way < 0.1)
    return { ...request, body: request.body.slice(0, Math.floor(random() * request.body.length)) };
  if (way < 0.13)
    return { body: request.body, type: pick(['', 'text/plain', 'multipart/form-data', FORM], random) };
  if (way < 0.17) return { type: 'application/json', body: JSON.stringify(oddity(random)) };
  if (way < 0.2) return { type: FORM, body: `payload=${encodeURIComponent(JSON.stringify(oddity(random)))}` };
  return reshaped(request, (value) => {
    const times = 1 + Math.floor(random() * 4);
    let changed = value;
    for (let n = 0; n < times; n += 1) changed = mutated(changed, random);
    return changed;
  });
}

/** A request that is far too long or far too deep. */
export function huge(request: WireRequest, random: Random): WireRequest {
  const way = Math.floor(random() * 6);
  if (way === 0) return { type: 'application/json', body: '[{"a":'.repeat(100_000) };
  if (way === 1) return { type: 'application/json', body: `${'['.repeat(200_000)}${']'.repeat(200_000)}` };
  if (way === 2)
    return { type: 'application/json', body: JSON.stringify({ event: { text: 'x'.repeat(5 * MB) } }) };
  if (way === 3) return { type: FORM, body: Array.from({ length: 100_000 }, (_, n) => `k${n}=v`).join('&') };
  const deep = nested(3_000);
  const long = 'a '.repeat(MB);
  return reshaped(request, (value) => mutatedWith(value, random, () => (way === 4 ? deep : long)));
}

function reshaped({ type, body }: WireRequest, change: (value: Json) => Json): WireRequest {
  const text = String(body);
  if (!type.startsWith(FORM)) return { type, body: JSON.stringify(change(JSON.parse(text))) };
  const fields = Object.fromEntries(new URLSearchParams(text));
  if (fields.payload !== undefined) {
    return {
      type,
      body: new URLSearchParams({ payload: JSON.stringify(change(JSON.parse(fields.payload))) }).toString(),
    };
  }
  const changed = change(fields);
  const pairs = Object.entries(typeof changed === 'object' && changed ? changed : {});
  return {
    type,
    body: new URLSearchParams(
      pairs.map(([key, value]): [string, string] => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ).toString(),
  };
}

/** One place anywhere in it is taken away, or becomes something else. */
function mutated(value: Json, random: Random): Json {
  return mutatedWith(value, random, () => oddity(random));
}

function mutatedWith(value: Json, random: Random, odd: () => Json): Json {
  if (typeof value !== 'object' || value === null) return odd();
  const copy = structuredClone(value) as Json[] & Record<string, Json>;
  let at: Json[] & Record<string, Json> = copy;
  for (let depth = 0; depth < 12; depth += 1) {
    const keys = Object.keys(at);
    if (keys.length === 0) break;
    const key = pick(keys, random);
    const inner = at[key];
    if (typeof inner === 'object' && inner !== null && random() < 0.8) {
      at = inner as typeof at;
      continue;
    }
    if (random() < 0.3) delete at[key];
    else at[key] = odd();
    break;
  }
  return copy;
}

const ODDITIES: readonly (() => Json)[] = [
  () => null,
  () => true,
  () => -1,
  () => 1e308,
  () => '',
  () => '\u0000',
  () => '\ud800',
  () => '<!channel> <@U0> *_~`',
  () => 'U'.repeat(300),
  () => '٣٠ يناير 💧',
  () => "'; DROP TABLE person; --",
  () => [],
  () => ({}),
  () => [[[]]],
  () => ({ __proto__: null, constructor: { prototype: 1 } }),
  () => JSON.parse('{"__proto__":{"toString":1}}'),
  () => ({ toString: 'x', length: -1 }),
  () => nested(50),
];

function oddity(random: Random): Json {
  return pick(ODDITIES, random)();
}

function nested(depth: number): Json {
  let value: Json = 'x';
  for (let n = 0; n < depth; n += 1) value = n % 2 === 0 ? [value] : { a: value };
  return value;
}

function noise(body: string | Buffer, random: Random): Buffer {
  const bytes = Buffer.from(body);
  for (let n = 0; n < 8; n += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return bytes;
}

function pick<T>(all: readonly T[], random: Random): T {
  return all[Math.floor(random() * all.length)] as T;
}
