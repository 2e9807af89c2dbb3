/** What the page asks the sandbox. */

/** What could not be done, in words for whoever tried. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/** Reads from `/sandbox/…`. @throws Problem */
export function get<T>(path: string): Promise<T> {
  return asked<T>(path, {});
}

/** @throws Problem with the sandbox's sentence, where it refuses */
export function post<T = unknown>(path: string, body: unknown): Promise<T> {
  return asked<T>(path, { method: 'POST', body: JSON.stringify(body) });
}

/** @throws Problem */
export function take(path: string): Promise<unknown> {
  return asked(path, { method: 'DELETE' });
}

async function asked<T>(path: string, init: RequestInit): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/sandbox${path}`, init);
  } catch {
    throw new Problem('The sandbox does not answer. Is `npm start` still running?');
  }
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text) as T;
  throw new Problem(reasonIn(text));
}

function reasonIn(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'error' in body) return String(body.error);
  } catch {
    // Not JSON: the sentence itself.
  }
  return text;
}

/** An address's query, without what is not given. */
export function query(parts: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
}
