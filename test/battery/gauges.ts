/** What a process of the bot says of itself at `/metrics`, as an operator reads it. */

export interface Sample {
  /** Since the gauge was begun (milliseconds). */
  readonly at: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

export interface MemoryGauge {
  readonly samples: readonly Sample[];
  stop(): void;
}

const MB = 1024 * 1024;

/** Reads a process's memory again and again until it is stopped; what it does not answer is left out. */
export function memoryGauge(port: number, everyMs: number): MemoryGauge {
  const began = performance.now();
  const samples: Sample[] = [];
  const look = async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const figure = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]) / MB;
    samples.push({
      at: performance.now() - began,
      rssMb: figure('process_resident_memory_bytes'),
      heapMb: figure('nodejs_heap_size_used_bytes'),
    });
  };
  const timer = setInterval(() => void look().catch(() => {}), everyMs);
  return { samples, stop: () => clearInterval(timer) };
}

/** The middle of what was read between two shares of the whole time (0 to 1). */
export function middle(
  samples: readonly Sample[],
  what: 'rssMb' | 'heapMb',
  from: number,
  to: number,
): number {
  const end = samples.at(-1)?.at ?? 0;
  const values = samples
    .filter(({ at }) => at >= from * end && at <= to * end)
    .map((sample) => sample[what])
    .sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}
