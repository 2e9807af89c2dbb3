/** Tells whoever watches that something may have changed; what, they look up. */
export class Changes {
  readonly #watchers = new Set<() => void>();
  #count = 0;

  /** How often something happened so far. */
  get count(): number {
    return this.#count;
  }

  touch(): void {
    this.#count += 1;
    for (const watcher of this.#watchers) watcher();
  }

  /** Calls back after every change; returns the way to stop. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
