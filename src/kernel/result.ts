export type Ok<T> = { readonly ok: true; readonly value: T };
export type Failure<E> = { readonly ok: false; readonly error: E };

/** What may go wrong as a matter of course is a value with its context; only bugs throw. */
export type Result<T, E> = Ok<T> | Failure<E>;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function fail<const E>(error: E): Failure<E> {
  return { ok: false, error };
}
