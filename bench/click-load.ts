/** Presses buttons as fast as they are acknowledged, over so many connections: a process of its own. */
import { Agent, request } from 'node:http';
import { clickBody, type Press, signed } from './click-world.ts';

export interface Load {
  readonly ports: readonly number[];
  readonly connections: number;
  readonly presses: readonly Press[];
  /** Stops after so long (milliseconds), also where something is left to press. */
  readonly forMs: number;
  /** Clicks a second over all connections; as fast as they are acknowledged where left out. */
  readonly perSecond?: number;
  readonly responseUrl: string;
}

export interface Loaded {
  readonly pressed: number;
  readonly seconds: number;
  /** Of each acknowledgement, in milliseconds. */
  readonly ms: readonly number[];
  /** Everything but an empty 200. */
  readonly refused: number;
}

process.on('message', (load: Load) => {
  void press(load).then((loaded) => process.send?.(loaded));
});
process.send?.('ready');

async function press(load: Load): Promise<Loaded> {
  const ms: number[] = [];
  let refused = 0;
  let next = 0;
  const began = performance.now();
  const pause = load.perSecond ? 1000 / load.perSecond : 0;

  async function connection(n: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const port = load.ports[n % load.ports.length];
    while (next < load.presses.length && performance.now() - began < load.forMs) {
      const index = next;
      next += 1;
      const one = load.presses[index];
      if (!one) break;
      const wait = began + index * pause - performance.now();
      if (wait > 0) await new Promise((resume) => setTimeout(resume, wait));
      const body = clickBody(one, index, load.responseUrl);
      const start = performance.now();
      if (!(await post(agent, port, body))) refused += 1;
      ms.push(performance.now() - start);
    }
    agent.destroy();
  }

  await Promise.all(Array.from({ length: load.connections }, (_, n) => connection(n)));
  return { pressed: ms.length, seconds: (performance.now() - began) / 1000, ms, refused };
}

function post(agent: Agent, port: number | undefined, body: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const options = { agent, port, host: '127.0.0.1', path: '/slack/events', method: 'POST' };
    const sent = request({ ...options, headers: signed(body) }, (answer) => {
      let length = 0;
      answer.on('data', (chunk: Buffer) => {
        length += chunk.length;
      });
      answer.on('end', () => resolve(answer.statusCode === 200 && length === 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
