/** Processes of a benchmark: each measured thing has one of its own, and so has whoever puts load on it. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Process {
  readonly child: ChildProcess;
  /** What it said first: its port, usually. */
  readonly first: unknown;
  /** Sends it something and waits for its answer. */
  ask<Answer>(message: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

const EXPERIMENTAL = '--disable-warning=ExperimentalWarning';

/**
 * Starts a script beside this one, and waits until it has sent its first message.
 * @param options.execArgv options for node itself, such as `--cpu-prof`
 */
export async function start(
  script: string,
  env: Readonly<Record<string, string>> = {},
  { execArgv = [] }: { execArgv?: readonly string[] } = {},
): Promise<Process> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [], {
    env: { ...process.env, ...env },
    execArgv: [EXPERIMENTAL, ...execArgv],
  });
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  });
  gone.catch(() => {});
  const heard = <Answer>() =>
    Promise.race([new Promise<Answer>((resolve) => child.once('message', resolve as never)), gone]);
  const first = await heard();
  return {
    child,
    first,
    ask(message) {
      const answer = heard<never>();
      child.send(message as object);
      return answer;
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null)
        await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}
