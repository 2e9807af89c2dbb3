/**
 * The line from one process of the bot to Postgres. A commit can be stopped on it, before Postgres has heard of it or
 * after it is done there and the process does not know; and the whole line can go dead without a word.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface DatabaseLine {
  /** The process's `DATABASE_URL`. */
  readonly url: string;
  /** Stops commits from now on, after so many have passed; resolves when the first one stands. */
  holdCommit(side: 'before' | 'after', skip: number): Promise<void>;
  /** Stops no more commits; what stands goes on. */
  pass(): void;
  /** Nothing passes any more, in either direction, and nobody is told. */
  goDead(): void;
  /** Lets everything pass again; connections that have stood still are cut, as a router does that forgot them. */
  comeBack(): void;
  /** Cuts all connections. */
  cut(): void;
  close(): Promise<void>;
}

/** A simple query or a prepared one: the word stands in the bytes as it is. */
const COMMIT = Buffer.from('COMMIT\0');

/** @param databaseUrl of a server on a Unix socket (`?host=…`) or on TCP */
export async function databaseLine(databaseUrl: string): Promise<DatabaseLine> {
  const url = new URL(databaseUrl);
  const folder = url.searchParams.get('host');
  const pairs = new Set<readonly [Socket, Socket]>();
  let hold: { side: 'before' | 'after'; skip: number; reached: () => void } | null = null;
  let isDead = false;
  let standing: (() => void)[] = [];

  const server: Server = createServer((near) => {
    const far = folder
      ? connect({ path: `${folder}/.s.PGSQL.${url.port || 5432}` })
      : connect({ host: url.hostname, port: Number(url.port || 5432) });
    const pair = [near, far] as const;
    pairs.add(pair);
    /** A commit stands here: what Postgres says of it is kept, and so is the commit itself where it was stopped before. */
    let stands = false;
    const kept: Buffer[] = [];
    near.on('data', (bytes) => {
      if (isDead) return;
      if (hold && !stands && bytes.includes(COMMIT)) {
        if (hold.skip > 0) hold.skip -= 1;
        else {
          stands = true;
          const isBefore = hold.side === 'before';
          if (!isBefore) far.write(bytes);
          standing.push(() => {
            stands = false;
            if (isBefore) far.write(bytes);
            for (const answer of kept.splice(0)) near.write(answer);
          });
          return hold.reached();
        }
      }
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (isDead) return;
      if (stands) kept.push(bytes);
      else near.write(bytes);
    });
    for (const [one, other] of [pair, [far, near] as const]) {
      one.on('error', () => {});
      one.on('close', () => {
        pairs.delete(pair);
        if (!isDead) other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const here = new URL(databaseUrl);
  here.searchParams.delete('host');
  here.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  function cut(): void {
    hold = null;
    standing = [];
    for (const [near, far] of [...pairs]) {
      near.destroy();
      far.destroy();
    }
  }

  return {
    url: here.href,
    holdCommit: (side, skip) =>
      new Promise((reached) => {
        hold = { side, skip, reached };
      }),
    pass: () => {
      hold = null;
      for (const go of standing.splice(0)) go();
    },
    goDead: () => {
      isDead = true;
    },
    comeBack: () => {
      isDead = false;
      cut();
    },
    cut,
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
