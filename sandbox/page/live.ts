import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Overview } from '../control/shapes.ts';
import { get, Problem } from './api.ts';

export interface Live {
  readonly overview: Overview | null;
  /** Grows with every change, so that whoever shows something looks again. */
  readonly change: number;
  readonly connected: boolean;
}

/** Follows the one event stream, and what all of the page shares. */
export function useLive(): Live {
  const [overview, setOverview] = useState<Overview | null>(null);
  const [change, setChange] = useState(0);
  const [connected, setConnected] = useState(false);
  const asked = useRef(0);
  const shown = useRef(0);

  const look = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    try {
      const seen = await get<Overview>('/overview');
      if (mine < shown.current) return;
      shown.current = mine;
      setOverview(seen);
    } catch (error) {
      // The stream says that the sandbox has gone, and calls again once it is back.
      if (!(error instanceof Problem)) throw error;
    }
  }, []);
  useEffect(() => {
    const stream = new EventSource('/sandbox/events');
    stream.onopen = () => setConnected(true);
    stream.onerror = () => setConnected(false);
    stream.onmessage = () => {
      setChange((count) => count + 1);
      void look();
    };
    return () => stream.close();
  }, [look]);
  return { overview, change, connected };
}
